"""A document: one finished answer, its bytes and raw headers made once and sent many times.

Both ways to an answer, the door and the framework's routes, end in `reply`, so they cannot differ.
"""

import hashlib
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

Header = tuple[bytes, bytes]
Message = MutableMapping[str, Any]

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

MAX_AGE_S = 15
"""How long a cache may answer by itself: short, so that a correction is out within seconds."""

STALE_IF_ERROR_S = 60
"""How long a cache may go on with an old answer while we are down: a correction made meanwhile must
not wait longer for a reader behind a CDN than for one who asks us."""

EXPOSED = b"Date, Age, ETag, Darial-Version, Darial-Database, Link"
"""The headers a page of another origin may read."""

COMMON: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
"""What every answer carries, problems included."""

AWAY: Header = (b"darial-database", b"away")
"""The mark of an answer given from memory while the database is gone."""

NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": False}

_TELLING = frozenset({b"accept", b"if-none-match", b"content-length", b"transfer-encoding"})
"""The headers that make a difference; the last two tell of a body."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One finished answer: its bytes, its strong ETag, and the messages that carry it."""

    body: bytes
    etag: bytes
    media_type: bytes
    start: Message
    content: Message
    unchanged: Message

    @property
    def marked(self) -> bool:
        """Say whether it tells that the database is away."""
        return AWAY in self.start["headers"]


def document(
    body: bytes,
    media_type: str,
    *,
    version: int | None = None,
    away: bool = False,
    link: str | None = None,
) -> Document:
    """Finish bytes into a document.

    `version` is the board's, `away` marks a missing database, `link` is the value of a Link header.
    """
    etag = b'"%s"' % hashlib.blake2b(body, digest_size=12).hexdigest().encode()
    lasting = (
        (b"etag", etag),
        (b"cache-control", _cache_control()),
        *(((b"darial-version", b"%d" % version),) if version is not None else ()),
        *((AWAY,) if away else ()),
        *(((b"link", link.encode()),) if link is not None else ()),
        *COMMON,
    )
    described = (
        (b"content-type", media_type.encode()),
        (b"content-length", b"%d" % len(body)),
    )
    return Document(
        body=body,
        etag=etag,
        media_type=media_type.partition(";")[0].encode(),
        start=_start(200, (*described, *lasting)),
        content={"type": "http.response.body", "body": body, "more_body": False},
        unchanged=_start(304, lasting),
    )


def reply(
    answer: Document, method: str, headers: Iterable[Header]
) -> tuple[Message, Message] | None:
    """Give the two messages that answer a GET or HEAD, or None where a problem is due instead.

    A problem is due when the request brings a body or accepts no form we have. `headers` are raw,
    with names in lower case.
    """
    tag = _condition(answer, headers)
    if tag is None:
        return None
    if tag and matches(tag, answer.etag):
        return answer.unchanged, NOTHING
    return answer.start, answer.content if method == "GET" else NOTHING


def _condition(answer: Document, headers: Iterable[Header]) -> bytes | None:
    """Give the If-None-Match header, empty where there is none; None where a problem is due."""
    tag = b""
    for name, value in headers:
        if name not in _TELLING:
            continue
        if name == b"accept":
            if not accepts(value, answer.media_type):
                return None
        elif name == b"if-none-match":
            tag = tag + b"," + value if tag else value
        else:
            return None
    return tag


def accepts(accept: bytes, media_type: bytes) -> bool:
    """Say whether an Accept header leaves room for a media type, by name or by a wildcard."""
    if b"*/*" in accept:
        return True
    wanted = accept.lower()
    return media_type in wanted or media_type.partition(b"/")[0] + b"/*" in wanted or not wanted


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Compare an If-None-Match header with a strong ETag, weakly: a list, `W/` and `*` count."""
    if if_none_match == etag:
        return True
    tags = {tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")}
    return etag in tags or b"*" in tags


def _start(status: int, headers: tuple[Header, ...]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def _cache_control() -> bytes:
    return b"public, max-age=%d, stale-if-error=%d" % (MAX_AGE_S, STALE_IF_ERROR_S)
