"""Verdicts: what an answer is worth by its status, its media type and, of pages, its words."""

import re
from datetime import datetime
from http import HTTPStatus

import httpx

from app.dialling import retry_of
from app.polling.client.answer import media_of
from app.sources.kit import Blocked, Moved, Source, SourceError, Unreachable, Unreadable

GOOD = frozenset({200, 203})
BLOCKED = frozenset({401, 403, 429, 451})
GONE = frozenset({404, 410})
EMPTY = frozenset({204, 205})

PAGES = frozenset({"text/html", "application/xhtml+xml"})

DOOR = re.compile(r"/(?:log-?in|sign-?in|auth|captcha)(?:[./]|$)", re.IGNORECASE)
"""Paths of pages that let in whom they know."""

DOORKEEPERS = (
    "captcha",
    "cf-challenge",
    "cf-chl",
    "challenge-platform",
    "ddos-guard",
    "just a moment...",
    "are you a robot",
    'type="password"',
    "log in",
    "войти",
    "вы не робот",
)
"""What stands, in small letters, on pages that let in only whom they know, or people."""

MOST_READ = 65_536
"""Bytes of a page that are searched for a doorkeeper."""


def check_status(response: httpx.Response, now: datetime) -> None:
    """Let a good answer pass; raises the SourceError that any other status is."""
    status = response.status_code
    if status not in GOOD:
        raise _refusal(status, response.headers, now)


def check_media(response: httpx.Response, source: Source) -> None:
    """Let pass what the source reads, what has no name, and pages: they may tell why.

    Raises Unreadable.
    """
    media = media_of(response.headers)
    if media and media not in source.media and media not in PAGES:
        raise _other(media, source)


def check_page(media: str, body: bytes, source: Source, path: str, *, led: bool) -> None:
    """Raise Blocked for a page of a doorkeeper, Unreadable for another where data was expected.

    `path` is that of the address that answered, `led` whether a redirect led there. A page that
    the source reads may speak of logging in: only its address tells.
    """
    if media not in PAGES:
        return
    expected = media in source.media
    if DOOR.search(path) and (led or not expected):
        raise Blocked("it leads to a page for logging in")
    if expected:
        return
    if keeps_out(body):
        raise Blocked("a page for logging in or for telling robots stands where data was expected")
    raise _other(media, source)


def keeps_out(body: bytes) -> bool:
    """Tell whether a page clearly is one for logging in or for telling robots from people."""
    beginning = body[:MOST_READ]
    texts = [beginning.decode(charset, "replace").lower() for charset in ("utf-8", "cp1251")]
    return any(word in text for text in texts for word in DOORKEEPERS)


def _refusal(status: int, headers: httpx.Headers, now: datetime) -> SourceError:
    retry, named = retry_of(headers.get("retry-after", ""), now), _named(status)
    if status in BLOCKED:
        return Blocked(f"it keeps us out with status {named}", retry)
    if status >= HTTPStatus.BAD_REQUEST and status not in GONE:
        return Unreachable(f"it answers with status {named}", retry)
    return _elsewhere(status, named)


def _elsewhere(status: int, named: str) -> SourceError:
    if status in GONE:
        return Moved(f"nothing is there (status {named})")
    if status in EMPTY:
        return Unreadable(f"its answer is empty (status {named})")
    if HTTPStatus.MULTIPLE_CHOICES <= status != HTTPStatus.NOT_MODIFIED:
        return Moved(f"it leads elsewhere without saying where (status {named})")
    return Unreadable(f"it answers with status {named}, which tells us nothing")


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _other(media: str, source: Source) -> Unreadable:
    return Unreadable(f"its answer is {media[:60]!r}, not {' or '.join(source.media)}")
