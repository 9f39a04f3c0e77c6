"""The log: what was done, when, why, in which role, and what became of it."""

import pytest

from tests.cli.acting import act_of, log, report_of, words
from tests.cli.conftest import Darial

CARS = ("verkhny-lars", "RU-GE", "car")


@pytest.mark.usefixtures("archived")
def test_an_empty_log_says_so(darial: Darial) -> None:
    """And is no fault."""
    assert darial("log").out.startswith("Nothing was done yet")
    assert darial("log", "--json").out == "[]\n"
    assert darial("log", "--since", "2026-01-01").out == "Nothing was done since then.\n"


@pytest.mark.usefixtures("archived")
def test_acts_are_told_newest_first(darial: Darial) -> None:
    """What each was about, its reason and role, and by which act it was undone."""
    report = darial("report", *CARS, "--wait", "20h", "--origin", "hotline", "--yes")
    public = report_of(report)
    retract = darial("retract", public, "--reason", "misread", "--role", "editor", "--yes")
    undo = darial("undo", "--reason", "not misread", "--yes")
    pause = darial("sources", "pause", "zitic", "--reason", "asked to wait")
    result, told = darial("log"), log(darial)

    said = words(result.out)
    assert (result.code, pause.code) == (0, 0)
    assert [each["verb"] for each in told] == ["pause", "undo", "retract", "report"]
    assert f"{act_of(retract)} retract editor by {act_of(undo)}" in said
    assert f"report {public} of verkhny-lars RU-GE car wait_minutes" in said
    assert f"{act_of(retract)} (retract) Reason: not misread" in said
    assert "pause operator sources zitic Reason: asked to wait" in said
    assert told[1]["undoes"] == told[2]["id"] == act_of(retract)
    assert (told[2]["undone_by"], told[2]["undone_at"]) == (told[1]["id"], told[1]["at"])
    assert told[3]["told"]["direction"] == "RU-GE"


@pytest.mark.usefixtures("archived")
def test_the_log_is_cut_where_it_is_long(darial: Darial) -> None:
    """And says so; a time cuts it at the other end."""
    for name in ("zitic", "georoad"):
        darial("sources", "pause", name)
    newest = darial("log", "--limit", "1")

    assert "sources georoad" in newest.out
    assert "sources zitic" not in newest.out
    assert "These are the newest 1: --limit shows more." in newest.err
    assert "Nothing was done since then." in darial("log", "--since", "2099-01-01").out
