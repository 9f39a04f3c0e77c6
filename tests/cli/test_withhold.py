"""Withholding from the command line: shown as withheld, with the reason and the time."""

from datetime import datetime, timedelta

import pytest

from app.clock import now
from tests.cli.acting import log, status, words
from tests.cli.conftest import Darial

CARS = ("verkhny-lars", "RU-GE", "car")
WHY = ("--reason", "sources differ", "--yes")


@pytest.mark.usefixtures("archived")
def test_a_queue_is_withheld(darial: Darial) -> None:
    """It says so with the reason; the time is told by the clock there, and in UTC."""
    result = darial("withhold", *CARS, "--until", "+6h", *WHY)
    row = status(darial, *CARS)

    assert result.code == 0
    assert "wait no figure, last report too old -> no figure, withheld" in words(result.out)
    assert "withholding of access and every number: nothing -> until" in words(result.out)
    assert row["wait_minutes"]["no_number"] == "withheld"
    (held,) = row["withheld"]
    assert held["reason"] == "sources differ"
    until = datetime.fromisoformat(held["until"])
    assert timedelta(hours=5, minutes=55) < until - now() < timedelta(hours=6)
    assert f"({until:%Y-%m-%d %H:%MZ})" in result.out


@pytest.mark.usefixtures("archived")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((*CARS, "--until", "+31d"), "--until: lies more than 30 days ahead"),
        ((*CARS, "--until", "soon"), "'soon' is no ISO 8601 time"),
        ((*CARS, "--until", "+6"), "write +6h, +90min or +2d"),
        (
            ("lars", "RU-GE", "rail", "--until", "+6h"),
            "MODE: is none of those at verkhny-lars: foot",
        ),
    ],
)
def test_a_slip_withholds_nothing(
    darial: Darial, arguments: tuple[str, ...], sentence: str
) -> None:
    """It is told instead, with what to do."""
    result = darial("withhold", *arguments, *WHY)

    assert result.code == 2
    assert sentence in words(result.err)
    assert log(darial) == []
