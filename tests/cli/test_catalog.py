"""Checking a catalogue: every mistake by file, line and mend."""

from pathlib import Path

import pytest

from app.catalog import load
from tests.cli.conftest import Darial

BRIDGE = """\
[[place]]
id = "own-bridge"
kind = "checkpoint"
names = { en = "Own bridge", ru = "Свой мост" }
foreign_name = "Own bridge"
countries = ["RU", "GE"]
area = "gee"
zones = { a = "Europe/Moscow", b = "Asia/Tbilisi" }
modes = ["car"]
"""


def own(folder: Path, text: str) -> Path:
    """Write an operator's own places into a folder."""
    (folder / "places").mkdir()
    (folder / "places" / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_catalogue_is_in_order(darial: Darial) -> None:
    """It is counted, and named by its version."""
    result = darial("catalog", "check")

    assert result.code == 0
    assert result.out.startswith(f"No mistake in {len(load().places)} places, ")
    assert load().version in result.out


def test_a_mistake_is_named_by_file_line_and_mend(darial: Darial, tmp_path: Path) -> None:
    """In the form that editors jump to."""
    result = darial("catalog", "check", own(tmp_path, BRIDGE))

    assert result.code == 1
    assert f"{tmp_path}/places/own.toml:7: unknown area 'gee': did you mean 'ge'?" in result.out
    assert result.err == "The catalogue has one mistake: mend each line named.\n"


def test_the_folder_of_the_settings_is_checked(
    darial: Darial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder the command checks what the service would load."""
    monkeypatch.setenv("DARIAL_CATALOG_DIR", str(own(tmp_path, BRIDGE.replace('"gee"', '"ge"'))))

    result = darial("catalog", "check")

    assert result.code == 0
    assert result.out.startswith(f"No mistake in {len(load().places) + 1} places")


def test_a_folder_that_is_not_there_is_wrong_usage(darial: Darial, tmp_path: Path) -> None:
    """Nothing to check is told apart from nothing wrong."""
    result = darial("catalog", "check", tmp_path / "nowhere")

    assert result.code == 2
    assert "is no folder" in result.err


def test_the_bare_group_shows_its_commands(darial: Darial) -> None:
    """`darial catalog` is answered with help."""
    result = darial("catalog")

    assert result.code == 2
    assert "check" in result.err
