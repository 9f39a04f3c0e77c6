"""Local days: 23, 24 and 25 hours long, wherever the clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import DAY, day_of, days_within, main_day, span_of, start_of

HELSINKI = ZoneInfo("Europe/Helsinki")
TBILISI = ZoneInfo("Asia/Tbilisi")
ZONES = st.sampled_from(
    [HELSINKI, TBILISI, ZoneInfo("Asia/Almaty"), ZoneInfo("Asia/Hovd"), ZoneInfo("America/Havana")]
)
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive limits
DATES = st.dates(date(2000, 1, 2), date(2099, 12, 30))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2022, 3, 27), 23), (date(2022, 9, 24), 24), (date(2022, 10, 30), 25)],
    ids=["spring", "summer", "autumn"],
)
def test_length(day: date, hours: int) -> None:
    """A local day is as long as its clocks make it."""
    start, end = span_of(day, HELSINKI)

    assert end - start == timedelta(hours=hours)


def test_start_is_local_midnight() -> None:
    """A day begins at the place's midnight, told in UTC."""
    start = start_of(date(2022, 9, 24), HELSINKI)

    assert start == datetime(2022, 9, 23, 21, tzinfo=UTC)
    assert start.tzinfo is UTC


def test_midnight_that_clocks_skip() -> None:
    """Where clocks go from 00:00 to 01:00, the day begins at that instant."""
    start = start_of(date(2023, 3, 12), ZoneInfo("America/Havana"))

    assert start == datetime(2023, 3, 12, 5, tzinfo=UTC)


@given(moment=MOMENTS, zone=ZONES)
def test_every_instant_lies_in_its_day(moment: datetime, zone: ZoneInfo) -> None:
    """The day an instant falls in spans that instant."""
    start, end = span_of(day_of(moment, zone), zone)

    assert start <= moment < end


@given(day=DATES, count=st.integers(1, 400), zone=ZONES)
def test_days_fill_an_interval(day: date, count: int, zone: ZoneInfo) -> None:
    """An interval of whole local days holds exactly these, in order and without a gap."""
    days = list(days_within(start_of(day, zone), start_of(day + count * DAY, zone), zone))

    assert days == [day + each * DAY for each in range(count)]


def test_days_that_only_touch_are_left_out() -> None:
    """A day that an interval covers in part is none of its days."""
    start, end = datetime(2022, 9, 24, 1, tzinfo=UTC), datetime(2022, 9, 26, 12, tzinfo=UTC)

    assert list(days_within(start, end, HELSINKI)) == [date(2022, 9, 25)]


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2022-09-28T10:00+04:00", "2022-09-29T10:00+04:00", date(2022, 9, 28)),
        ("2022-09-28T14:00+04:00", "2022-09-29T14:00+04:00", date(2022, 9, 29)),
        ("2022-09-28T12:00+04:00", "2022-09-29T12:00+04:00", date(2022, 9, 28)),
        ("2022-09-25T00:00+03:00", "2022-09-26T00:00+03:00", date(2022, 9, 25)),
        ("2022-09-25T00:00+04:00", "2022-09-25T00:00+04:00", date(2022, 9, 25)),
    ],
    ids=["from ten", "from two", "from noon", "the other side's day", "an instant"],
)
def test_main_day(start: str, end: str, day: date) -> None:
    """A window of about a day counts for the day most of it lies in, the earlier one of equals."""
    given_day = main_day(datetime.fromisoformat(start), datetime.fromisoformat(end), TBILISI)

    assert given_day == day
