"""Times in a query: only what cannot be misread is read."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.web.moments import end_of, read_when, start_of

NOON = datetime(2022, 9, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2022-09-28T12:00:00Z",
        "2022-09-28T12:00Z",
        "2022-09-28t12:00:00z",
        "2022-09-28T15:00:00+03:00",
        "2022-09-28T15:00+0300",
        "2022-09-28T12:00:00.000000+00:00",
        "2022-09-28T05:30:00-06:30",
    ],
)
def test_moments(text: str) -> None:
    """A moment is read with its offset, and given in UTC."""
    assert read_when(text) == NOON


def test_days() -> None:
    """A bare date is a day, whose moments depend on the place."""
    day = read_when("2022-09-28")

    assert day == date(2022, 9, 28)
    assert start_of(day, ZoneInfo("Asia/Tbilisi")) == datetime(2022, 9, 27, 20, tzinfo=UTC)
    assert end_of(day, ZoneInfo("Europe/Helsinki")) == datetime(2022, 9, 28, 21, tzinfo=UTC)


def test_days_when_clocks_change() -> None:
    """The day on which clocks go back is as long as it is there."""
    day, zone = date(2022, 10, 30), ZoneInfo("Europe/Helsinki")

    assert (end_of(day, zone) - start_of(day, zone)).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "1664366400", "1664366400.5", "-1", "2022", "2022-09", "20220928", "2022-W39-3",
        "2022-09-28T12:00:00", "2022-09-28 12:00:00Z", "2022-09-28T12:00:00 03:00",
        "2022-09-28T24:00:00Z", "2022-09-28T12:60:00Z", "2022-13-01", "2022-02-29",
        "2022-09-28T12:00:00+99:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2022-09-28T12:00:00,5Z", "２０２２-09-28",
    ],
)  # fmt: skip
def test_what_is_not_read(text: str) -> None:
    """Numbers, local times, broken and far-off times are refused, each with a sentence."""
    with pytest.raises(ValueError, match=r"[a-z]"):
        read_when(text)


@given(some.text(max_size=40))
def test_it_never_fails_otherwise(text: str) -> None:
    """Whatever is given, it is read or refused with a ValueError."""
    with suppress(ValueError):
        assert isinstance(read_when(text), date)
