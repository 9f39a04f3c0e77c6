"""Reporting from the command line: shown, asked once, added; every slip told."""

import sys
from pathlib import Path

import pytest

from tests.cli.acting import Person, act_of, log, report_of, status, words
from tests.cli.conftest import NOTHING, Darial
from tests.others import contents

CARS = ("verkhny-lars", "RU-GE", "car")
TWENTY = ("report", *CARS, "--wait", "20h", "--origin", "hotline")


@pytest.mark.usefixtures("archived")
def test_a_report_is_added_and_shown(darial: Darial) -> None:
    """With its effect, its id, how to undo it, and when a server shows it."""
    result = darial(*TWENTY, "--reason", "three calls", "--yes")
    row = status(darial, *CARS)

    told = words(result.out)
    assert result.code == 0
    assert (
        "Verkhny Lars, Russia to Georgia, car: wait no figure, last report too old -> 20 h ("
        in told
    )
    assert f"Added as report {report_of(result)}." in told
    assert f"`darial undo {act_of(result)} --reason" in told
    assert "A running server shows it within 5 s." in result.err
    assert 1100 < row["wait_minutes"]["mid"] < 1300
    (act,) = log(darial)
    assert (act["id"], act["verb"], act["reason"], act["told"]["report"]) == (
        act_of(result), "report", "three calls", report_of(result),
    )  # fmt: skip


def test_a_person_is_asked_once(
    darial: Darial, archived: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anything but a yes is a no, which leaves the file as it was, to the byte."""
    before = contents(archived)
    monkeypatch.setattr(sys, "stdin", Person("\nno\ny\n"))

    silent, no = darial(*TWENTY), darial(*TWENTY)
    after = contents(archived)
    yes = darial(*TWENTY)

    for result in (silent, no):
        assert result.code == 1
        assert "wait no figure, last report too old -> 20 h" in words(result.out)
        assert result.err == "Add this report? [y/N]\nNothing was done.\n"
    assert after == before
    assert yes.code == 0
    assert len(log(darial)) == 1


@pytest.mark.usefixtures("archived")
def test_where_nobody_can_be_asked_nothing_is_done(darial: Darial) -> None:
    """A script says --yes, or it is told to."""
    result = darial(*TWENTY)

    assert (result.code, result.out) == (2, "")
    assert result.err == "Nothing was done: add --yes where nobody can be asked.\n"
    assert log(darial) == []


@pytest.mark.usefixtures("archived")
def test_a_word_and_a_time_of_the_place(darial: Darial) -> None:
    """An official's word, until a time; an origin of its own."""
    result = darial(
        "report", "lars", "ru-ge", "any", "--access", "closed", "--origin", "Border Service",
        "--kind", "authority", "--url", "https://example.org/x", "--until", "+6h", "--yes",
    )  # fmt: skip

    assert result.code == 0
    assert "access not known -> closed, says Border Service, until" in words(result.out)
    row = status(darial, *CARS)
    assert (row["access"]["state"], row["wait_minutes"]["no_number"]) == ("closed", "closed")


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--origin", "x"), "What was said? Give one of --wait, --vehicles"),
        (
            ("--origin", "x", "--wait", "2h", "--km", "3"),
            "--wait and --km: a report says one thing",
        ),
        (("--origin", "x", "--wait", "20"), "'20' is no wait: write 20h, 90min"),
        (("--origin", "x", "--wait", "2h", "--claim", "rumour"), "--wait is a figure"),
        (("--origin", "@anna", "--wait", "2h"), "--origin: is public, and holds a link"),
        (("--origin", "x", "--wait", "70d"), "--wait: 100800 min is outside 0 to 86400"),
        (("--origin", "x", "--wait", "2h", "--role", "Anna"), "--role: 'Anna' is no role"),
        (
            ("--origin", "x", "--wait", "2h", "--at", "2026-11-01"),
            "--at: 2026-11-01 is a whole day",
        ),
        (("--origin", "x", "--wait", "2h", "--at", "2030-01-01T00:00Z"), "lies in the future"),
    ],
)
def test_a_slip_is_told_by_its_option(
    darial: Darial, arguments: tuple[str, ...], sentence: str
) -> None:
    """And nothing is added."""
    result = darial("report", *CARS, *arguments, "--yes")

    assert result.code == 2
    assert sentence in words(result.err)


@pytest.mark.usefixtures("archived")
def test_an_unknown_place_or_direction_is_told(darial: Darial) -> None:
    """With near ones."""
    place = darial("report", "larss", *TWENTY[2:], "--yes")
    direction = darial("report", "lars", "RU-FI", *TWENTY[3:], "--yes")

    assert place.code == 1
    assert "verkhny-lars" in place.err
    assert direction.code == 2
    assert "there are RU-GE, GE-RU, both" in direction.err


@pytest.mark.usefixtures("database")
def test_without_a_database_it_says_how_to_make_one(darial: Darial) -> None:
    """The way of every command."""
    result = darial(*TWENTY, "--yes")

    assert result.code == 3
    assert NOTHING in result.err
