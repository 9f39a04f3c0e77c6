"""The edge: what holds for every request that reaches the framework.

HEAD is answered as GET without its body, OPTIONS by itself, a large body is refused before anybody
reads it, every answer carries the common headers, and a fault of ours becomes a problem without
internals. The log gets the fault's kind and place, never what was asked.
"""

from collections.abc import Iterable
from types import TracebackType

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.board.document import COMMON, Header
from app.domain.errors import DarialError
from app.web.problems import TooLarge, answer
from app.web.refusing import tell

LARGEST_BODY = 64 * 1024
"""Bytes of body that are let by; nothing here reads any."""

MAX_AGE_S = 24 * 3600
WITHOUT_BODY = "darial.without_body"
"""Marks a request whose answer's body is not wanted, so that nobody reads a large one in vain."""

METHODS = b"GET, HEAD, OPTIONS"
PREFLIGHT: tuple[Header, ...] = (
    (b"allow", METHODS),
    (b"access-control-allow-methods", METHODS),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"%d" % MAX_AGE_S),
    (b"content-length", b"0"),
    *COMMON,
)
"""The answer to a browser that asks whether another origin may read: it may."""

log = structlog.get_logger(__name__)


class Edge:
    """The outermost layer of the framework's side."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _empty(send, 204, PREFLIGHT)
        elif _length(scope["headers"]) > LARGEST_BODY:
            detail = f"a request may bring at most {LARGEST_BODY} bytes; a read needs none"
            await answer(TooLarge(detail))(scope, receive, send)
        else:
            await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await _send(message, send, without_body=scope["method"] == "HEAD")

        without_body = {"method": "GET", WITHOUT_BODY: True}
        asked = {**scope, **without_body} if scope["method"] == "HEAD" else scope
        try:
            await self.app(asked, receive, sending)
        except Exception as error:
            # Without the traceback: its last line can hold what was asked.
            log.error("request failed", kind=type(error).__name__, where=_where(error))  # noqa: TRY400
            if begun:
                raise
            told = tell(Request(asked), DarialError("the fault is ours and is in our log"))
            await told(asked, receive, sending)


async def _send(message: Message, send: Send, *, without_body: bool) -> None:
    if message["type"] == "http.response.start":
        headers = list(message.get("headers", ()))
        there = {name for name, _ in headers}
        headers += [header for header in COMMON if header[0] not in there]
        await send({**message, "headers": headers})
    elif without_body and message.get("body"):
        await send({**message, "body": b""})
    else:
        await send(message)


async def _empty(send: Send, status: int, headers: Iterable[Header]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": b""})


def _length(headers: Iterable[Header]) -> int:
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            return int(value[:12])
    return 0


def _where(error: BaseException) -> str:
    """Name file and line of the innermost frame; the message itself may hold what was asked."""
    frame: TracebackType | None = error.__traceback__
    where = "unknown"
    while frame is not None:
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
        frame = frame.tb_next
    return where
