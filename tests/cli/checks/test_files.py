"""Checks that need no database: settings, catalogue, migrations."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.cli.checks.files import migrations, settings_and_catalogue
from app.cli.checks.finding import Finding, State
from app.settings import Settings
from app.store import migrate

BEFORE = datetime(2022, 1, 1, tzinfo=UTC)
AFTER = datetime(2100, 1, 1, tzinfo=UTC)


def looked(at: datetime = BEFORE, **chosen: Any) -> dict[str, Finding]:  # noqa: ANN401 - any setting
    """Look at some settings at a moment."""
    return {each.check: each for each in settings_and_catalogue(Settings(**chosen), at)}


def test_all_is_well() -> None:
    """The settings can be used, and what is in the catalogue is told."""
    found = looked(contact="ops@example.org")

    assert {each.state for each in found.values()} == {State.OK}
    assert " places, " in found["catalogue"].says


def test_a_missing_contact_is_told() -> None:
    """Publishers cannot complain to nobody."""
    found = looked()["settings"]

    assert found.state is State.LOOK
    assert found.fix == "set DARIAL_CONTACT to a mail or web address"


def test_a_setting_that_cannot_be_used_is_told() -> None:
    """It would stop the server."""
    found = looked(sources=("nowhere",))["settings"]

    assert found.state is State.BAD
    assert "DARIAL_SOURCES names 'nowhere', which is no source" in found.says


def test_notices_past_their_review_are_counted() -> None:
    """Some of them are named; in a hundred years all are due."""
    found = looked(AFTER)["catalogue"]

    assert found.state is State.LOOK
    assert " notices are past the day of review: " in found.says
    assert found.says.endswith(" more")


def test_a_catalogue_with_mistakes_is_told(tmp_path: Path) -> None:
    """And which command lists them."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "own.toml").write_text("[[place]]\nid = 1\n", encoding="utf-8")

    found = looked(catalog_dir=tmp_path)

    assert found["catalogue"].state is State.BAD
    assert found["catalogue"].fix == "`darial catalog check` lists each"
    assert found["settings"].state is State.LOOK


def test_the_steps_are_counted() -> None:
    """They follow one another."""
    found = migrations()

    assert found.state is State.OK
    assert found.says.endswith(f"the newest is {migrate.head()}")


@pytest.mark.parametrize("there", [True, False], ids=["empty", "missing"])
def test_a_program_without_its_steps_is_told(tmp_path: Path, there: bool) -> None:  # noqa: FBT001 - a column
    """It is not installed whole."""
    folder = tmp_path if there else tmp_path / "missing"

    assert migrations(folder).state is State.BAD
