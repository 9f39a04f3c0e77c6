"""Times in a query: read strictly, since a time that was guessed answers another question."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import PlainValidator, WithJsonSchema

from app.domain.days import span_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[Tt](?P<time>\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)"
    r"(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
LOST_PLUS = re.compile(r"(?P<moment>.+\d) (?P<offset>\d{2}:?\d{2})")

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before this nobody told us anything, and arithmetic with days has room."""

LATEST = datetime(2200, 1, 1, tzinfo=UTC)

EXAMPLE = "2022-09-28T12:00:00Z"


def read_when(text: object) -> datetime | date:
    """Read a moment with its offset (given back in UTC), or a bare date, a local day of the place.

    Raises ValueError, with the way to mend it.
    """
    if isinstance(text, datetime | date):
        return text
    said = str(text)
    if DAY.fullmatch(said):
        return _bounded(_day(said))
    match = MOMENT.fullmatch(said)
    if match is None:
        raise ValueError(_not_a_time(said))
    if match["offset"] is None:
        raise ValueError(f"{said!r} has no offset from UTC; write {said}Z or {said}%2B03:00")
    return _bounded(_moment(match))


When = Annotated[
    datetime | date,
    PlainValidator(read_when),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
            ]
        }
    ),
]
"""A moment, or a local day."""


def start_of(when: datetime | date, zone: ZoneInfo) -> datetime:
    """Give the first instant (UTC) of what was asked: of the local day, where that was a date."""
    return when if isinstance(when, datetime) else span_of(when, zone)[0]


def end_of(when: datetime | date, zone: ZoneInfo) -> datetime:
    """Give the last instant (UTC) of what was asked: for a date, where the next day begins."""
    return when if isinstance(when, datetime) else span_of(when, zone)[1]


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"{said!r} is no day of the calendar; write {EXAMPLE[:10]}") from None


def _moment(match: re.Match[str]) -> datetime:
    text = f"{match['day']}T{match['time']}{match['offset'].upper()}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{match[0]!r} is no time of the calendar; write {EXAMPLE}") from None


def _bounded(when: datetime | date) -> datetime | date:
    moment = when if isinstance(when, datetime) else datetime.combine(when, time.min, UTC)
    if not EARLIEST <= moment <= LATEST - timedelta(days=1):
        raise ValueError(f"lies outside {EARLIEST.year} to {LATEST.year}; write {EXAMPLE}")
    return when


def _not_a_time(said: str) -> str:
    lost = LOST_PLUS.fullmatch(said)
    if lost is not None:
        mended = f"{lost['moment']}%2B{lost['offset']}"
        return f"the + of the offset came as a space; write {mended}, as + means a space in a query"
    return f"{said[:40]!r} is no ISO 8601 time with an offset, nor a date; write {EXAMPLE}"
