"""A reader of the stream: what waits for it, within bounds, so that a slow one slows nobody."""

import asyncio
from dataclasses import dataclass

from app.board.streaming.wire import LOST, event

MOST_WAITING = 256 * 1024
"""Bytes that may wait for one reader, beyond what its connection has taken already."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some finished events, and how many they are; all readers of one kind share its bytes."""

    body: bytes
    count: int


class Reader:
    """One open stream. It is small: there may be ten thousand."""

    __slots__ = ("_inbox", "_lost", "_most", "_over", "_size", "_wake")

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        """Begin with nothing waiting."""
        self._inbox: list[Batch] = []
        self._size = 0
        self._lost = 0
        self._over = False
        self._most = most_waiting
        self._wake: asyncio.Future[None] | None = None

    @property
    def idle(self) -> bool:
        """Say whether nothing waits for it."""
        return not self._inbox

    def give(self, batch: Batch) -> None:
        """Have it sent next; where too much waits already, the oldest is lost."""
        self._inbox.append(batch)
        self._size += len(batch.body)
        while self._size > self._most and len(self._inbox) > 1:
            oldest = self._inbox.pop(0)
            self._size -= len(oldest.body)
            self._lost += oldest.count
        self._rouse()

    def end(self) -> None:
        """Have it end at once, whatever waits."""
        self._over = True
        self._rouse()

    async def next(self) -> bytes:
        """Give what is to be sent next, as soon as there is any; nothing once it is over.

        What was lost is said before what came after it.
        """
        while not (self._inbox or self._over):
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        if self._over:
            return b""
        if self._lost:
            lost, self._lost = self._lost, 0
            return event(LOST, {"data": {"events": lost}})
        oldest = self._inbox.pop(0)
        self._size -= len(oldest.body)
        return oldest.body

    def _rouse(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)
