"""docs/capacity.md: its figures are those that the benchmarks wrote, to the last digit."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.capacity import MEASURED, PAGE, Measured, main, merged, written

MOST_LINES = 150


@pytest.fixture
def told() -> dict[str, Any]:
    """Give what was measured."""
    read: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return read


def test_the_page_holds_what_was_measured(told: dict[str, Any]) -> None:
    """No figure of its tables is written by hand."""
    page = PAGE.read_text(encoding="utf-8")

    assert written(page, told) == page
    assert len(page.splitlines()) <= MOST_LINES


def test_another_measurement_is_another_page(told: dict[str, Any]) -> None:
    """Each figure that the page tells comes from the file."""
    page = PAGE.read_text(encoding="utf-8")
    other = copy.deepcopy(told)
    for part in other["parts"].values():
        for result in part["results"]:
            for figures in result["figures"].values():
                figures.update({name: value * 3 for name, value in figures.items()})

    measured = [line for line in page.splitlines() if line.startswith("| ") and " ms" in line]

    kept = set(written(page, other).splitlines()) & set(measured)

    assert len(measured) > 5
    assert kept == set()


def test_every_part_is_there(told: dict[str, Any]) -> None:
    """Documents, polls, imports, history at ten million reports, and replicas."""
    measured = Measured(told)

    assert measured.cases("documents")
    assert measured.cases("server-polls")
    assert measured.cases("server-imports")
    assert measured.cases("server-hearing")
    assert "10,000,000 reports" in measured.cases("server-history")


def test_what_was_measured_beside_other_work_says_so(told: dict[str, Any]) -> None:
    """A part keeps the load of its own run, whatever was measured later."""
    quiet, busy = (
        {**copy.deepcopy(told), "machine": {**told["machine"], "load": load}} for load in (0.3, 9.9)
    )
    for run in (quiet, busy):
        for part in run["parts"].values():
            part.pop("load", None)
    del quiet["parts"]["server-history"]

    page = written(PAGE.read_text(encoding="utf-8"), merged([busy, quiet])).splitlines()

    loaded = [line for line in page if "at a load of 9.9" in line]
    assert loaded
    assert all(line.startswith(("| a past moment", "| a week")) for line in loaded)
    assert all(
        line in loaded for line in page if line.startswith(("| a past moment", "| a week by"))
    )


def test_a_page_without_a_place_is_refused(told: dict[str, Any]) -> None:
    """A table that nobody would see is not lost in silence."""
    with pytest.raises(ValueError, match="no place for the table 'growth'"):
        written("<!-- measured -->\n<!-- /measured -->\n", told)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        ("# a page", "is no JSON"),
        ("[]", "is nothing that a run of benchmarks wrote"),
        ('{"parts": {}}', "is nothing that a run of benchmarks wrote"),
    ],
    ids=["missing", "other form", "list", "without machine"],
)
def test_a_file_that_no_run_wrote_changes_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    words: str,
) -> None:
    """It is named, with what is wrong about it."""
    file = tmp_path / "run.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    before = PAGE.read_bytes(), MEASURED.read_bytes()
    monkeypatch.setattr("sys.argv", ["capacity", str(file)])

    with pytest.raises(SystemExit):
        main()

    assert f"{file} {words}" in capsys.readouterr().err
    assert (PAGE.read_bytes(), MEASURED.read_bytes()) == before
