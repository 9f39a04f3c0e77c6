"""Answering: how a route hands over what it has made."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.board.document import VERSION, Document
from app.board.reply import accepts, reply
from app.board.shelf import Shelf
from app.domain.errors import NotAcceptable
from app.web.catching_up import is_behind, keep

SEEN_TO = frozenset({b"content-length", b"transfer-encoding", b"accept", VERSION})
"""The headers that were seen to before an answer is sent."""


class Finished(Response):
    """A finished document as a response: the very messages that the door sends."""

    def __init__(self, document: Document) -> None:
        """Carry the document; nothing is rendered any more."""
        self.document = document
        self.status_code = 200
        self.background = None
        self.body = document.body
        self.raw_headers = list(document.start["headers"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it whole, or only say that it has not changed; never one older than is held."""
        if is_behind(scope, self.document):
            await keep(scope, receive, send)
            return
        headers = [header for header in scope["headers"] if header[0] not in SEEN_TO]
        messages = reply(self.document, scope["method"], headers)
        assert messages is not None  # noqa: S101 - what reply would refuse was left out
        await send(messages[0])
        await send(messages[1])


def answered(request: Request, document: Document) -> Finished:
    """Give the response to a request; raises NotAcceptable where the reader takes no such form."""
    accept = b",".join(value for name, value in request.scope["headers"] if name == b"accept")
    if not accepts(accept, document.media_type):
        raise NotAcceptable(f"this path answers in {document.media_type.decode()} only")
    return Finished(document)


def shelved(request: Request, shelf: Shelf, write: Callable[[], Document]) -> Finished:
    """Give the response to a request from the shelf, or else what `write` gives, and keep that.

    What the door would not answer by itself comes here too, such as a request with a body: nothing
    is written and compressed anew for it. Raises what `write` raises, and NotAcceptable where the
    reader takes no such form.
    """
    path, query = request.scope["path"], request.scope["query_string"]
    found = shelf.find(path, query) or shelf.keep(path, query, write())
    return answered(request, found)
