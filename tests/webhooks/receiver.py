"""A receiver of webhooks on loopback, over real sockets, that answers as it is told."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.upstream import Talk, Upstream

TAKEN = "204 No Content"
DOWN = "503 Service Unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """Give its id."""
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        """Give what it says."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def queue(self) -> tuple[str, str, str]:
        """Give the queue that it is about."""
        data = self.told["data"]
        return data["place"], data["direction"], data["mode"]


Answer = Callable[[Received], Awaitable[str]]
"""Gives the status line that is answered, with further header lines if need be."""


@dataclass(slots=True, kw_only=True)
class Receiver:
    """Takes messages: `came` are all of them, `taken` those that were answered by a 2xx."""

    answer: Answer
    came: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""

    async def behave(self, talk: Talk) -> None:
        """Read a message and answer it."""
        length = int(talk.asked.headers["content-length"])
        received = Received(headers=talk.asked.headers, body=await talk.reader.readexactly(length))
        self.came.append(received)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            status = await self.answer(received)
            if status.startswith("2"):
                self.taken.append(received)
            await talk.send(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        finally:
            self.at_once -= 1


def saying(*statuses: str) -> Answer:
    """Answer with these statuses, one after the other, and the last one from then on."""
    left = list(statuses)

    async def answer(_received: Received) -> str:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


@asynccontextmanager
async def receiving(answer: Answer | None = None) -> AsyncIterator[Receiver]:
    """Run a receiver for the length of the block; it takes everything unless told otherwise."""
    receiver = Receiver(answer=answer or saying(TAKEN))
    async with Upstream(otherwise=receiver.behave) as upstream:
        receiver.url = upstream.address() + "/hook"
        yield receiver
