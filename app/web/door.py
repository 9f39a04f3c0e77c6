"""The door: hands out finished documents ahead of the framework.

A plain ASGI layer. What it cannot answer as it stands (another method, an unknown path, a filter
nobody asked for yet, a request with a fault) goes on to the framework, whose routes answer with the
same documents. A stream is sent from here too, once the framework has admitted it.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from app.board.reply import reply
from app.board.shelf import Shelf
from app.board.streaming.hub import Hub
from app.web.stream import PATH, at_the_door

SUFFIX = ".json"
MIRRORED = re.compile(
    r"(/v1/(?:status|snapshot(?:/catalogue)?|places(?:/[^/.]+)?|vocabulary))\.json"
)
"""What a static mirror holds as JSON, by its name there: it is answered by that name here too, so
that an app needs one list of addresses, of servers and mirrors alike."""


class Door:
    """The service as a server sees it: the shelf first, then the framework behind it."""

    def __init__(self, app: ASGIApp, shelf: Shelf, hub: Hub) -> None:
        """Stand before `app`, with the documents of `shelf` at hand and the streams of `hub`."""
        self.app = app
        self.hub = hub
        self._find = shelf.find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the shelf, or pass it on."""
        if scope["type"] == "http" and scope["path"].endswith(SUFFIX):
            scope = _bare(scope)
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            found = self._find(scope["path"], scope["query_string"])
            if found is not None:
                messages = reply(found, scope["method"], scope["headers"])
                if messages is not None:
                    await send(messages[0])
                    await send(messages[1])
                    return
        if scope["type"] == "http" and scope["path"] == PATH:
            await at_the_door(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _bare(scope: Scope) -> Scope:
    """Give a request for what a mirror names with a suffix as one for the path it stands for."""
    mirrored = MIRRORED.fullmatch(scope["path"])
    return {**scope, "path": mirrored[1]} if mirrored else scope
