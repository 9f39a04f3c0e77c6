"""Open streams in a test: followed without sockets, event by event, and never in vain."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

PATIENCE_S = 20.0
"""How long a test waits for an event that does not come, before it fails."""


@dataclass(frozen=True)
class Event:
    """One event as a browser gives it to a page."""

    name: str
    id: str
    data: Any


@dataclass
class Follower:
    """One open stream: what came of it, and the means to leave it."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    over: bool = False
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _reads: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Read from the beginning."""
        self._reads.set()

    def stop_reading(self) -> None:
        """Take nothing more, as a phone in a tunnel."""
        self._reads.clear()

    def read_on(self) -> None:
        """Take what waits."""
        self._reads.set()

    @property
    def events(self) -> list[Event]:
        """Give every event that came whole."""
        whole = self.text.split("\n\n")[:-1]
        return [event for each in whole if (event := _event(each)) is not None]

    async def until(self, count: int) -> list[Event]:
        """Wait for so many events in all."""
        await self.until_so(lambda: len(self.events) >= count)
        return self.events

    async def until_so(self, condition: Callable[[], bool]) -> None:
        """Wait until what came makes something so."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._came.clear()
                await self._came.wait()

    async def send(self, message: Message) -> None:
        """Take a message, as a server does."""
        await self._reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.text += message["body"].decode()
            self.over = not message.get("more_body", False)
        self._came.set()


def _event(text: str) -> Event | None:
    """Read one event; None for a comment, or what only sets a time."""
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    if "event" not in fields:
        return None
    return Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(200):
        await asyncio.sleep(0)


@asynccontextmanager
async def following(
    app: ASGIApp, query: str = "", headers: dict[str, str] | None = None, method: str = "GET"
) -> AsyncIterator[Follower]:
    """Follow the stream of a service for the length of the block."""
    follower = Follower()
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        for message in asked:
            return message
        await follower.left.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": "/v1/stream",
        "raw_path": b"/v1/stream",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
        "server": ("testserver", 80),
        "client": None,
    }
    task = asyncio.ensure_future(app(scope, receive, follower.send))
    try:
        await follower.until_so(lambda: bool(follower.status))
        yield follower
    finally:
        follower.read_on()
        follower.left.set()
        async with asyncio.timeout(PATIENCE_S):
            await task
