"""A simulated database: it may be asked, and that is told; nothing real is ever made of it."""

import shutil
from pathlib import Path

import pytest

from app.cli.database import require
from app.cli.fault import Fault
from app.mirroring import keys
from app.store.mark import is_simulated, mark_simulated
from tests.cli.conftest import Darial, url
from tests.cli.processes import finished
from tests.databases import needs_file
from tests.store.backups import asked, backup_of

pytestmark = needs_file

CARS = ("verkhny-lars", "RU-GE", "car")
WHY = ("--reason", "tried", "--yes")
COUNT = "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM acts)"


@pytest.fixture
def marked(archived: Path) -> Path:
    """Give a database that is marked as simulated, and set it."""
    mark_simulated(archived)
    return archived


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "--archive"),
        ("backfill", "customs_russia", "--from", "2022-09-01", "--to", "2022-09-02"),
        ("reread", "zitic", "--since", "2026-09-24"),
        ("report", *CARS, "--wait", "20h", "--origin", "hotline", *WHY),
        ("retract", "0123456789abcdef", *WHY),
        ("withhold", *CARS, "--until", "+6h", *WHY),
        ("webhooks", "remove", "one"),
        ("export", "archive"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_nothing_real_is_written_to_it_or_made_of_it(
    darial: Darial,
    marked: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
) -> None:
    """Each command that would says why it does not, and leaves it as it is."""
    monkeypatch.chdir(tmp_path)
    before = asked(marked, COUNT)

    result = darial(*arguments)

    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("darial.db is simulated: what it holds was made by `darial ")
    assert "Name another file in DARIAL_DATABASE_URL." in result.err
    assert asked(marked, COUNT) == before
    assert not (tmp_path / "archive").exists()


def test_it_is_not_published(darial: Darial, marked: Path, tmp_path: Path) -> None:
    """No signed copy of it is ever made."""
    keys.make(tmp_path / "mirror.key")

    result = darial("publish", tmp_path / "mirror", "--key", tmp_path / "mirror.key")

    assert is_simulated(marked)
    assert (result.code, result.out) == (3, "")
    assert not (tmp_path / "mirror").exists()


@pytest.mark.parametrize("options", [(), ("--prepare",)])
def test_it_is_not_served(marked: Path, options: tuple[str, ...]) -> None:
    """Nobody can take a page or an answer of it for a real one."""
    ended = finished("serve", "--port", "0", *options, database=marked)

    assert ended.returncode == 3
    assert "it is neither served nor passed on" in ended.stderr


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "arguments",
    [
        ("status", *CARS, "--json"),
        ("history", "verkhny-lars", "--from", "2022-09-27", "--to", "2022-09-29"),
        ("explain", *CARS),
        ("log", "--json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_it_may_be_asked_and_that_is_told(darial: Darial, arguments: tuple[str, ...]) -> None:
    """What it is stands beside every answer."""
    result = darial(*arguments)

    assert result.code == 0
    assert "is simulated: nothing in it is true of any border." in result.err


@pytest.mark.parametrize("simulated", [True, False])
def test_neither_kind_is_put_in_the_place_of_the_other(
    darial: Darial, archived: Path, *, simulated: bool
) -> None:
    """A backup is restored over its own kind alone."""
    real = backup_of(archived)
    there = Path(shutil.copyfile(archived, archived.with_name("there.db")))
    mark_simulated(archived)
    saved = backup_of(archived, "simulated.db.gz") if simulated else real
    if simulated:
        there.replace(archived)

    result = darial("restore", saved, "--yes")

    assert result.code == 2
    assert "is simulated and" in result.err
    assert "neither takes the other's place" in result.err


def test_a_real_one_is_what_it_was(archived: Path) -> None:
    """Nothing is told of it, and nothing refused."""
    require(url(archived))

    assert not is_simulated(archived)


def test_the_reason_is_the_same_wherever_it_is_met(marked: Path) -> None:
    """One sentence says what it is and what to do."""
    with pytest.raises(Fault, match="is true of no border"):
        require(url(marked))
