"""An answer of a publisher, and what its headers say."""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

LONGEST_WAIT = timedelta(days=1)
"""Longer than this nobody keeps us away by a header."""

LONGEST_AGE_S = 30 * 86_400
LONGEST_HEADER = 200
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One good answer: `body` unpacked, or empty where it is `not_modified`.

    `url` is the publisher's address that answered in the end, `fetched_at` when its answer began,
    `received` how many bytes of body came. `date` is the moment its server says it is: its Date,
    and its Age where it was kept on the way. `etag` and `modified` make the next request
    conditional.
    """

    status: int
    body: bytes
    url: str
    fetched_at: datetime
    charset: str | None
    media: str
    date: datetime | None
    received: int
    not_modified: bool
    etag: str | None
    modified: str | None


def media_of(headers: httpx.Headers) -> str:
    """Give the media type named, in small letters; empty where none is."""
    named: str = headers.get("content-type", "")
    return named.partition(";")[0].strip().lower()


def sendable(value: str | None) -> str | None:
    """Give a validator that may be sent back as it came, None for one that may not."""
    if value is None or len(value) > LONGEST_HEADER:
        return None
    return value if value.isascii() and value.isprintable() else None


def sent_at(headers: httpx.Headers) -> datetime | None:
    """Give the moment of sending, by the sender's clock; None where it is not told."""
    date = http_date(headers.get("date"))
    age = headers.get("age", "0").strip()
    if date is None or not _is_count(age) or int(age) > LONGEST_AGE_S:
        return None
    return date + timedelta(seconds=int(age))


def retry_of(headers: httpx.Headers, now: datetime) -> timedelta | datetime | None:
    """Give how long, or until when, Retry-After asks us to stay away; None for garbage.

    A day at the most.
    """
    value = headers.get("retry-after", "").strip()
    if _is_count(value):
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


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
