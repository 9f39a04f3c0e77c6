"""Retracting from the command line: by ids, or all that a source handed over."""

import pytest

from tests.cli.acting import act_of, log, report_of, status, words
from tests.cli.conftest import Darial

CARS = ("verkhny-lars", "RU-GE", "car")
ADD = ("report", *CARS, "--origin", "hotline", "--yes")
WHY = ("--reason", "misread", "--yes")


@pytest.mark.usefixtures("archived")
def test_reports_are_taken_back(darial: Darial) -> None:
    """The effect is shown; once nothing is left to take back, the code is 1."""
    public = report_of(darial(*ADD, "--wait", "20h"))
    done = darial("retract", public.upper(), *WHY)
    again = darial("retract", public, *WHY)

    assert (done.code, again.code) == (0, 1)
    assert f"Taken back: report {public}." in done.out
    assert "one origin -> no figure, last report too old" in words(done.out)
    told = f"There is nothing to take back; {public} was taken back already (misread)."
    assert told in words(again.err)


@pytest.mark.usefixtures("archived")
def test_all_of_a_source_at_a_place_is_taken_back_and_given_back(darial: Darial) -> None:
    """In one act; undone, all of it is as before."""
    before = status(darial, *CARS)
    options = ("--source", "archive", "--since", "2026-01-01", "--place", "lars")
    done = darial("retract", *options, *WHY)
    between = status(darial, *CARS)
    undone = darial("undo", act_of(done), *WHY)

    assert (done.code, undone.code) == (0, 0)
    assert "reports of archive since 2025-12-31 20:00Z about verkhny-lars" in words(undone.out)
    assert before["wait_minutes"]["last"] is not None
    assert between["wait_minutes"]["last"] is None
    assert status(darial, *CARS) == before


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("0" * 16, "--source", "archive"), 2, "Name reports by their ids"),
        (("--source", "archiv", "--since", "2026-01-01"), 2, "--source: 'archiv' is no source"),
        (("0" * 16,), 1, f"ID: there is no report {'0' * 16}."),
        (("12",), 2, "ID: '12' is no id"),
    ],
)
def test_a_slip_takes_nothing_back(
    darial: Darial, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    """It is told instead."""
    result = darial("retract", *arguments, *WHY)

    assert result.code == code
    assert sentence in words(result.err)
    assert log(darial) == []


@pytest.mark.usefixtures("archived")
def test_a_reason_is_needed(darial: Darial) -> None:
    """Whoever was told wrong will ask."""
    assert "--reason" in darial("retract", "0" * 16, "--yes").err
    assert "say why, in public" in darial("retract", "0" * 16, "--reason", " ", "--yes").err
