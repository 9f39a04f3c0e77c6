"""A reply: what a request is answered with, once its document is there.

Both ways to an answer, the door and the framework's routes, end here, so they cannot differ.
"""

from collections.abc import Iterable

from app.board.coding import preferred
from app.board.document import VERSION, Document, Header, Message, Written

NOTHING: Message = {"type": "http.response.body", "body": b"", "more_body": False}

LONGEST_VERSION = 18
"""Digits of a version that are read; one with more is none."""

_TELLING = frozenset(
    {
        b"accept",
        b"accept-encoding",
        b"if-none-match",
        VERSION,
        b"content-length",
        b"transfer-encoding",
    }
)
"""The headers that make a difference; the last two tell of a body."""


def reply(
    answer: Document, method: str, headers: Iterable[Header]
) -> tuple[Message, Message] | None:
    """Give the two messages that answer a GET or HEAD, or None where a problem is due instead.

    A problem is due when the request brings a body or accepts no form we have; where it says that
    its reader holds a later version, we are to catch up first. `headers` are raw, with names in
    lower case.
    """
    told = _told(headers)
    if told is None:
        return None
    accept, encodings, tag, held = told
    if held and version_of(held) > (answer.version or 0):
        return None
    if accept and accept != answer.media_type and not accepts(accept, answer.media_type):
        return None
    form: Written = answer
    if encodings and answer.packed:
        form = answer.packed.get(preferred(encodings), answer)
    if tag and matches(tag, form.etag):
        return form.unchanged, NOTHING
    return form.start, form.content if method == "GET" else NOTHING


def version_of(said: bytes) -> int:
    """Read which version a reader says they hold; 0 for what is none."""
    return int(said) if said.isdigit() and len(said) <= LONGEST_VERSION else 0


def version_told(headers: Iterable[Header]) -> int:
    """Give which version a reader holds, as the headers of a request say; 0 where they do not."""
    return max((version_of(value) for name, value in headers if name == VERSION), default=0)


def _told(  # noqa: C901 - written out, since each answer waits for it
    headers: Iterable[Header],
) -> tuple[bytes, bytes, bytes, bytes] | None:
    """Give Accept, Accept-Encoding, If-None-Match and the version that is held, empty where absent.

    None where a body comes.
    """
    accept = encodings = tag = held = b""
    for name, value in headers:
        if name not in _TELLING:
            continue
        if name == b"accept-encoding":
            encodings = encodings + b"," + value if encodings else value
        elif name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"if-none-match":
            tag = tag + b"," + value if tag else value
        elif name == VERSION:
            held = value
        else:
            return None
    return accept, encodings, tag, held


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
