"""Undoing from the command line: the newest act, or one by its id."""

import pytest

from tests.cli.acting import act_of, log, report_of, status, words
from tests.cli.conftest import Darial

CARS = ("verkhny-lars", "RU-GE", "car")
WHY = ("--reason", "a mistake", "--yes")


@pytest.mark.usefixtures("archived")
def test_acts_are_undone_newest_first(darial: Darial) -> None:
    """What is undone is told before; in the end all is as it was."""
    before = status(darial, *CARS)
    report = darial("report", *CARS, "--wait", "20h", "--origin", "hotline", "--yes")
    first, second = darial("undo", *WHY), darial("undo", *WHY)

    assert [each.code for each in (report, first, second)] == [0, 0, 1]
    assert f"To undo: report {report_of(report)} of verkhny-lars RU-GE car" in words(first.out)
    assert "one origin -> no figure, last report too old" in words(first.out)
    assert f"Undone: {act_of(report)}." in first.out
    assert "No act is left that could be undone" in second.err
    assert status(darial, *CARS) == before
    assert [each["verb"] for each in log(darial)] == ["undo", "report"]


@pytest.mark.usefixtures("archived")
def test_what_cannot_be_undone_is_told(darial: Darial) -> None:
    """With what to do instead."""
    darial("sources", "pause", "zitic")
    pause, unknown = darial("undo", log(darial)[0]["id"], *WHY), darial("undo", "0" * 16, *WHY)

    assert (pause.code, unknown.code) == (2, 1)
    assert "`darial sources resume` ends a pause" in words(pause.err)
    assert "ID: there is no act" in unknown.err
