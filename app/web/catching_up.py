"""Catching up: whoever says which version they hold is never given an older one as new.

A reader may meet one process now and another then, of which one has not followed yet. It looks
first, then, and where it cannot, the reader keeps what they have.
"""

from collections.abc import Callable

from fastapi import Request
from starlette.types import Receive, Scope, Send

from app.board.document import COMMON, Document, cache_control
from app.board.reply import version_told
from app.domain.errors import Unavailable
from app.web.parts import Here, Parts
from app.web.problems import answer

PATIENCE_S = 1.0
"""How many seconds a reader waits for us to follow."""

BEHIND = "darial.behind"
"""The name in a request's scope of the version that its reader holds and we have not reached."""


async def catch_up(request: Request, here: Here) -> None:
    """Follow what was published before an answer is made for whoever holds a later version."""
    held = version_told(request.scope["headers"])
    if held > here.board.shown and not await followed(here, lambda: held <= here.board.shown):
        request.scope[BEHIND] = held


async def followed(here: Parts, there: Callable[[], bool]) -> bool:
    """Look, and say whether we hold all that there is, or at least what is to be there.

    A version that nobody has published after all is no reason to keep anything back: the database
    was replaced by an earlier one, or the reader errs.
    """
    looked = await here.bell.answered(PATIENCE_S)
    return there() or (looked and not here.board.behind)


def is_behind(scope: Scope, document: Document) -> bool:
    """Say whether a document is older than what the reader holds."""
    held = scope.get(BEHIND)
    return held is not None and document.version is not None and document.version < held


async def keep(scope: Scope, receive: Receive, send: Send) -> None:
    """Have readers keep what they hold: a 304 to who can validate it, else a problem."""
    tags = [value for name, value in scope["headers"] if name == b"if-none-match"]
    if not tags:
        held = scope[BEHIND]
        detail = (
            f"you hold version {held}, which this server has not followed yet, as the database is"
            " away or slow: go on with what you hold, and ask again in a few seconds"
        )
        await answer(Unavailable(detail), away=True)(scope, receive, send)
        return
    # Which of several tags is the newest copy's we cannot know, so no other is named.
    told = [(b"etag", tags[0])] if len(tags) == 1 and tags[0].count(b'"') == 2 else []  # noqa: PLR2004
    headers = [*told, (b"cache-control", cache_control()), *COMMON]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
