"""The log: what was done, when, why, in which role, and what became of it."""

from pathlib import Path

import pytest

from tests.cli.acting import act_of, log, report_of, words
from tests.cli.conftest import Darial
from tests.cli.rows import HEADER

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


@pytest.mark.usefixtures("archived")
def test_what_a_source_took_back_itself_is_told(darial: Darial, tmp_path: Path) -> None:
    """In its own role and with its reason; no undo takes it, by no id or by its own."""
    head = HEADER.strip()
    said = "n1,verkhny-lars,RU-GE,car,queue_vehicles,300,about,Somebody,media,hour,{0},{0}"
    row = said.format("2026-03-01T12:00Z")
    file = tmp_path / "rows.csv"
    file.write_text(f"{head},note,retracts\n{row},,\nx{row[1:]},misread,n1\n", encoding="utf-8")
    darial("import", file, "--source", "hotline")

    (told,) = log(darial)
    unnamed = darial("undo", "--reason", "no", "--yes")
    named = darial("undo", told["id"], "--reason", "no", "--yes")

    assert (told["verb"], told["role"], told["reason"]) == ("retract", "source", "misread")
    assert "reports of hotline, by itself Reason: misread" in words(darial("log").out)
    assert (unnamed.code, named.code) == (1, 2)
    assert "only its source can say it anew" in words(named.err)
