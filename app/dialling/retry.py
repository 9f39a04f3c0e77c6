"""Retry: until when a host asks us to stay away, as HTTP tells it."""

import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""Longer than this nobody keeps us away by a header."""

LONGEST_HEADER = 200
MOST_DIGITS = 9


def retry_of(value: str, now: datetime) -> timedelta | datetime | None:
    """Give how long, or until when, a Retry-After asks us to stay away; None for garbage.

    A day at the most.
    """
    value = value.strip()
    if is_count(value):
        return min(timedelta(seconds=int(value)), LONGEST_WAIT)
    until = http_date(value)
    if until is None or until <= now:
        return None
    return min(until, now + LONGEST_WAIT)


def http_date(value: str | None) -> datetime | None:
    """Read a date of HTTP, aware and in UTC; None where it is none."""
    if not value or len(value) > LONGEST_HEADER:
        return None
    with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    return None


def is_count(text: str) -> bool:
    """Tell whether a text is a whole number of no more digits than a header needs."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
