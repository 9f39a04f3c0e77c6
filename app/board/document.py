"""A document: one finished answer, its bytes and raw headers made once and sent many times."""

import hashlib
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.board.coding import PACKERS
from app.board.on_demand import OnDemand

Header = tuple[bytes, bytes]
Message = MutableMapping[str, Any]

JSON = "application/json"
GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"

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

VARY, ENCODING = b"vary", b"accept-encoding"
"""Said wherever there are compressed forms, the plain one included."""

SMALLEST_PACKED = 512
"""Bytes below which compressing a body saves no packet."""

VERSION = b"darial-version"
"""The header by which an answer says of which version it is, and a reader which one they hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """One form of an answer: its bytes, its strong ETag, and the messages that carry it."""

    body: bytes
    etag: bytes
    start: Message
    content: Message
    unchanged: Message


@dataclass(frozen=True, slots=True, eq=False)
class Document(Written):
    """One finished answer in its plain form, and `packed` by content coding, the better first.

    `version` is the board's at which it last changed; None for what has none.
    """

    media_type: bytes
    version: int | None = None
    packed: Mapping[bytes, Written] = field(default_factory=dict)

    @property
    def marked(self) -> bool:
        """Say whether it tells that the database is away."""
        return AWAY in self.start["headers"]

    @property
    def size(self) -> int:
        """Give the bytes of all its forms together."""
        return len(self.body) + sum(len(each.body) for each in self.packed.values())


def document(
    body: bytes,
    media_type: str,
    *,
    version: int | None = None,
    away: bool = False,
    link: str | None = None,
) -> Document:
    """Finish bytes into a document without compressed forms; `pack` adds those.

    `version` is the board's, `away` marks a missing database, `link` is the value of a Link header.
    """
    lasting = (
        (b"cache-control", cache_control()),
        *(((VERSION, b"%d" % version),) if version is not None else ()),
        *((AWAY,) if away else ()),
        *(((b"link", link.encode()),) if link is not None else ()),
        *COMMON,
    )
    hashed = hashlib.blake2b(body, digest_size=12).hexdigest().encode()
    plain = _written(body, b'"%s"' % hashed, [(b"content-type", media_type.encode())], lasting)
    return _document(plain, media_type.partition(";")[0].encode(), version)


def guarded(answer: Document, policy: str, further: Iterable[Header] = ()) -> Document:
    """Give a document, not yet packed, with a Content-Security-Policy for browsers.

    `further` headers are carried by each of its forms, as the policy is.
    """
    content_type, lasting = _parted(answer)
    lasting += [(b"content-security-policy", policy.encode()), *further]
    plain = _written(answer.body, answer.etag, [content_type], lasting)
    return _document(plain, answer.media_type, answer.version)


def pack(answer: Document) -> Document:
    """Give a document with its compressed forms, made here and now; a small one stays as it is.

    Each form has a strong ETag of its own. It takes some 20 ms for a megabyte.
    """
    packable = packed_on_demand(answer)
    for coding in packable.packed:
        packable.packed[coding]  # asking for it makes it
    return packable


def packed_on_demand(answer: Document) -> Document:
    """Give a document like `pack`, but each compressed form is made when it is first asked for."""
    if answer.packed or len(answer.body) < SMALLEST_PACKED:
        return answer
    content_type, lasting = _parted(answer)
    lasting = _varying(lasting)

    def make(coding: bytes) -> Written:
        described = [content_type, (b"content-encoding", coding)]
        tag = b'%s-%s"' % (answer.etag[:-1], coding)
        return _written(PACKERS[coding](answer.body), tag, described, lasting)

    plain = _written(answer.body, answer.etag, [content_type], lasting)
    forms = OnDemand(PACKERS.keys(), make)
    return _document(plain, answer.media_type, answer.version, forms)


def _varying(headers: list[Header]) -> list[Header]:
    """Give headers that say, in one line, that there are several forms.

    There are caches that go by one Vary alone, and would give a reader another's language.
    """
    said = [value for name, value in headers if name == VARY]
    others = [each for each in headers if each[0] != VARY]
    return [*others, (VARY, b", ".join([*said, ENCODING]))]


def _parted(answer: Document) -> tuple[Header, list[Header]]:
    """Give the header of the media type, and those that every form carries."""
    lasting = [each for each in answer.unchanged["headers"] if each[0] != b"etag"]
    return (b"content-type", dict(answer.start["headers"])[b"content-type"]), lasting


def cache_control() -> bytes:
    """Say for how long caches may keep what is handed out, and use it while we are away."""
    return b"public, max-age=%d, stale-if-error=%d" % (MAX_AGE_S, STALE_IF_ERROR_S)


def _document(
    plain: Written,
    media_type: bytes,
    version: int | None,
    packed: Mapping[bytes, Written] = MappingProxyType({}),
) -> Document:
    return Document(
        body=plain.body,
        etag=plain.etag,
        start=plain.start,
        content=plain.content,
        unchanged=plain.unchanged,
        media_type=media_type,
        version=version,
        packed=packed,
    )


def _written(
    body: bytes, etag: bytes, described: Iterable[Header], lasting: Iterable[Header]
) -> Written:
    tagged = ((b"etag", etag), *lasting)
    length = (b"content-length", b"%d" % len(body))
    return Written(
        body=body,
        etag=etag,
        start=_start(200, (*described, length, *tagged)),
        content={"type": "http.response.body", "body": body, "more_body": False},
        unchanged=_start(304, tagged),
    )


def _start(status: int, headers: tuple[Header, ...]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}
