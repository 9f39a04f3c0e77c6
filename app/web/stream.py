"""The stream: what changed, as it is published, by Server-Sent Events.

The framework only looks at what is asked. What is sent is sent by a plain loop at the door, where
an open stream holds none of the framework's frames.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from pydantic import Field
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.board.reply import accepts
from app.board.selection import Filters
from app.board.streaming.hub import Hub
from app.board.streaming.reader import Reader
from app.board.streaming.wire import MEDIA_TYPE, START, chunk
from app.domain.errors import NotAcceptable
from app.web.catching_up import PATIENCE_S, followed
from app.web.filters import status_filters
from app.web.parts import Here
from app.web.queries import StatusFilters

router = APIRouter(tags=["status"])

PATH = "/v1/stream"

ADMITTED = "darial.admitted"
"""The name in a request's scope of the list that the door puts there, for what it is to send."""

LONGEST_HEADER = 8 * 1024
"""Of a request's head no more than this is read."""

CHANGE_ID = re.compile(r"[0-9]{1,19}-[0-9a-f]{8}", re.ASCII)
LastId = Annotated[
    str | None,
    Field(max_length=40, pattern=f"^{CHANGE_ID.pattern}$", examples=["512-0a1b2c3d"]),
]


class StreamAsked(StatusFilters):
    """What a reader may ask of the stream."""

    last_event_id: Annotated[
        LastId,
        Field(
            description="The id of the last event received, for who cannot send the header of that"
            " name; the header counts before it."
        ),
    ] = None


LATER = b"retry: 3000\n\n"
"""All that is told to a reader who is ahead of us: to come again, with the id that they have."""


class EventStream(Response):
    """An answer in Server-Sent Events, as the documentation names it."""

    media_type = MEDIA_TYPE


@dataclass(slots=True)
class Stream:
    """One admitted stream: what it asked for, and where it is told from."""

    hub: Hub
    filters: Filters
    reader: Reader

    async def run(self, receive: Receive, send: Send) -> None:
        """Send whatever there is to tell until the reader leaves or the hub closes."""
        leaving = asyncio.ensure_future(_left(receive))
        leaving.add_done_callback(lambda _: self.reader.end())
        try:
            await send(START)
            while body := await self.reader.next():
                await send(chunk(body))
            await send(chunk(b""))
        finally:
            leaving.cancel()
            self.hub.leave(self.filters, self.reader)


class Admitted(Response):
    """Hands a stream over to the door; without one in front, it is sent from here."""

    def __init__(self, stream: Stream) -> None:
        """Carry the stream; nothing is rendered."""
        super().__init__()
        self.stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Leave it to the door."""
        if ADMITTED in scope:
            scope[ADMITTED].append(self.stream)
        else:
            await self.stream.run(receive, send)


@router.get(
    PATH,
    response_class=EventStream,
    summary="What changes, as it is published",
)
async def stream(
    request: Request,
    asked: Annotated[StreamAsked, Query()],
    here: Here,
    last_event_id: Annotated[
        str | None,
        Header(
            max_length=LONGEST_HEADER,
            description="The id of the last event received, as browsers send it themselves; one"
            " that is none of ours begins anew.",
            examples=["512-0a1b2c3d"],
        ),
    ] = None,
) -> Response:
    """Follow along by Server-Sent Events, until either side ends it.

    `status` brings a queue's row as it is now, `gone` names a queue that has none any more, `event`
    brings what is heard of for the first time, `correction` what was put right. Each has `data` and
    `meta.version`; its id goes on from there after a break, on whichever server: one that is behind
    ends the stream, and you come again. `reset` comes first, and whenever that id is too old: read
    `/v1/status` or `/v1/snapshot` then. `lost` says how many events were dropped because you were
    too slow: read those anew, too. A comment comes every 15 s.
    """
    accept = b",".join(value for name, value in request.scope["headers"] if name == b"accept")
    if not accepts(accept, MEDIA_TYPE.encode()):
        raise NotAcceptable(f"this path answers in {MEDIA_TYPE} only")
    here.board.held()
    filters = status_filters(asked, here.catalogue)
    # A browser that is refused does not come again, so what it sends is not held against it.
    sent = last_event_id if CHANGE_ID.fullmatch(last_event_id or "") else None
    last_id = sent or asked.last_event_id
    number = int((last_id or "0").partition("-")[0])
    if number > here.board.changing.told and not await followed(
        here, lambda: number <= here.board.changing.told
    ):
        return EventStream(LATER, headers={"cache-control": "no-store"})
    await here.hub.quiet(PATIENCE_S)
    reader = here.hub.enter(filters, here.board.changing, last_id)
    return Admitted(Stream(here.hub, filters, reader))


async def at_the_door(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Have the framework look at what is asked, then send what it admits."""
    admitted: list[Stream] = []
    await app({**scope, ADMITTED: admitted}, receive, send)
    for each in admitted:
        if scope["method"] == "HEAD":
            each.hub.leave(each.filters, each.reader)
            await send(START)
            await send(chunk(b""))
        else:
            await each.run(receive, send)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
