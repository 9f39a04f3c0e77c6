"""The wire: events as the bytes that browsers read (WHATWG HTML, section 9.2)."""

from app.board.document import COMMON, Header, Message
from app.board.notation import Fields, encode

MEDIA_TYPE = "text/event-stream"

GONE = "gone"
"""Says that a queue has no row any more: what it told is not to be shown on."""

RESET, LOST = "reset", "lost"
"""What a stream says of itself: begin anew from the status; you were too slow for some events."""

BEAT = b":\n\n"
"""A comment, so that whatever lies between does not think the connection dead."""

HEADERS: tuple[Header, ...] = (
    (b"content-type", MEDIA_TYPE.encode()),
    (b"cache-control", b"no-store"),
    # A proxy that gathers an answer before it passes it on would pass nothing on.
    (b"x-accel-buffering", b"no"),
    *COMMON,
)

START: Message = {"type": "http.response.start", "status": 200, "headers": list(HEADERS)}


def event(name: str, data: Fields, change: str = "") -> bytes:
    """Write one event; `change` is the id to go on from, where it has one."""
    return event_of(name, encode(data), change)


def event_of(name: str, data: bytes, change: str = "") -> bytes:
    """Write one event whose data is finished JSON, which holds no line break."""
    identity = b"id: %s\n" % change.encode() if change else b""
    return b"%sevent: %s\ndata: %s\n\n" % (identity, name.encode(), data)


def chunk(body: bytes) -> Message:
    """Give the message that carries some events; nothing ends the answer."""
    return {"type": "http.response.body", "body": body, "more_body": bool(body)}
