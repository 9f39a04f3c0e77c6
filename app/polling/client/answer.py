"""An answer of a publisher, and what its headers say."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from app.dialling import http_date, is_count

LONGEST_AGE_S = 30 * 86_400
LONGEST_HEADER = 200


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
    if date is None or not is_count(age) or int(age) > LONGEST_AGE_S:
        return None
    return date + timedelta(seconds=int(age))
