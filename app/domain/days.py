"""Local days: where a calendar day of a place begins and ends, in days of 23, 24 and 25 hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Give the local day an instant falls in."""
    return moment.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the first instant of a local day (UTC), also where clocks skip or repeat midnight."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def span_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give the first instant of a local day and that of the next one (UTC)."""
    return start_of(day, zone), start_of(day + DAY, zone)


def days_within(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Give each local day that lies wholly in an interval, in order."""
    day = day_of(start, zone)
    while True:
        begins, ends = span_of(day, zone)
        if ends > end:
            return
        if begins >= start:
            yield day
        day += DAY


def main_day(start: datetime, end: datetime, zone: ZoneInfo) -> date:
    """Give the local day in which most of an interval of about a day lies; the earlier one of two.

    That is the day of its middle: of an interval no longer than a day, at most two days have a
    part, and the middle lies in the larger part. Exactly between them, the earlier day is given.
    """
    middle = start + (end - start) / 2
    day = day_of(middle, zone)
    if middle == start_of(day, zone) and start < middle:
        return day - DAY
    return day
