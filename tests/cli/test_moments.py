"""Moments as an operator says them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import typer

from app.cli.fault import Fault
from app.cli.moments import moment

TBILISI = ZoneInfo("Asia/Tbilisi")
HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_clock_is_that_of_the_place() -> None:
    """Today, there."""
    assert moment("14:00").past("--at", TBILISI, NOW) == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert moment("9:05").past("--at", HELSINKI, NOW) == datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


def test_a_clock_that_is_still_to_come_is_refused_with_yesterdays() -> None:
    """At 3 a.m. one means the day before, and has to say so."""
    with pytest.raises(Fault, match=r"not yet 23:00 there, but 16:00; .* 2026-11-23T23:00\+04:00"):
        moment("23:00").past("--at", TBILISI, NOW)


@pytest.mark.parametrize("said", ["03:30"])
@pytest.mark.parametrize(
    "day", [datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)]
)
def test_a_clock_that_comes_twice_or_never_is_refused(said: str, day: datetime) -> None:
    """In the nights when the clocks change."""
    with pytest.raises(Fault, match="the clocks change there today"):
        moment(said).past("--at", HELSINKI, day)


def test_a_time_from_now_is_counted() -> None:
    """Hours, minutes, days."""
    assert moment("+6h").ends("--until", TBILISI, NOW) == NOW + timedelta(hours=6)
    assert moment("+1h30min").begins("--until", TBILISI, NOW) == NOW + timedelta(minutes=90)


def test_a_day_begins_and_ends_by_the_clock_of_the_place() -> None:
    """And is no moment."""
    day = moment("2026-11-20")

    assert day.begins("--from", TBILISI, NOW) == datetime(2026, 11, 19, 20, tzinfo=UTC)
    assert day.ends("--until", TBILISI, NOW) == datetime(2026, 11, 20, 20, tzinfo=UTC)
    with pytest.raises(Fault, match="--at: 2026-11-20 is a whole day"):
        day.past("--at", TBILISI, NOW)


@pytest.mark.parametrize("text", ["25:00", "14:60", "1400", "+", "+6", "now", "2026-11-20T12:00"])
def test_anything_else_is_refused(text: str) -> None:
    """With the way to write it."""
    with pytest.raises(typer.BadParameter):
        moment(text)
