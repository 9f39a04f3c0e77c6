"""The hub: who follows along, and the one task that tells them all what changed.

Readers that ask alike share the bytes of what they are told. They are told some at a time, so that
other answers go on meanwhile.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import islice

from app.board.changing import Changing
from app.board.selection import Filters
from app.board.streaming.news import News, Rows
from app.board.streaming.reader import MOST_WAITING, Batch, Reader
from app.board.streaming.wire import BEAT, RESET, event
from app.board.view import View
from app.domain.change import Change
from app.domain.errors import Busy

MOST_STREAMS = 10_000
"""How many streams may be open at a time."""

AT_ONCE = 200
"""How many readers are told before others have a turn."""

BEAT_S = 15.0
"""How often a reader hears from us though nothing changed."""

SOONEST_MS, LATEST_MS = 2_000, 10_000
"""When a reader that was cut off is to come back: not all of them at the same moment."""

MOST_UNTOLD = 4096
"""How many changes are told at a time by their ids."""


class Hub:
    """Every open stream."""

    def __init__(self, most: int = MOST_STREAMS, most_waiting: int = MOST_WAITING) -> None:
        """Begin without readers; the first view that is told is what the next is held against.

        `most_waiting` is how many bytes may wait for one reader.
        """
        self.most = most
        self.most_waiting = most_waiting
        self._groups: dict[Filters, set[Reader]] = {}
        self._count = 0
        self._over = False
        self._view: View | None = None
        self._rows: Rows = {}
        self._told: Rows = {}
        self._changes: list[Change] = []
        self._news = asyncio.Event()
        self._quiet = asyncio.Event()
        self._quiet.set()

    @property
    def open(self) -> int:
        """Give how many streams are open."""
        return self._count

    def tell(self, view: View, changes: Sequence[Change]) -> None:
        """Take up what is published now; readers are told by `run`."""
        rows = {row.status.queue: row for row in view.rows}
        if self._view is None:
            self._told = rows
        self._view, self._rows = view, rows
        self._changes = [*self._changes, *changes][-MOST_UNTOLD:]
        self._quiet.clear()
        self._news.set()

    async def quiet(self, seconds: float) -> None:
        """Wait until readers have been told of all there is, but no longer than so many seconds.

        Who enters then is told nothing twice.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._quiet.wait()

    def enter(self, filters: Filters, changing: Changing, last_id: str | None) -> Reader:
        """Let a reader in; what it is told first brings it up to date.

        `last_id` is that of the last change the reader heard of. Raises Busy where there are too
        many.
        """
        if self._over or self._count >= self.most:
            raise Busy("as many streams are open as we can serve; ask again in a few seconds")
        reader = Reader(self.most_waiting)
        reader.give(self._first(filters, changing, last_id))
        self._groups.setdefault(filters, set()).add(reader)
        self._count += 1
        return reader

    def leave(self, filters: Filters, reader: Reader) -> None:
        """Let a reader go."""
        group = self._groups.get(filters, set())
        if reader in group:
            group.remove(reader)
            self._count -= 1
        if not group:
            self._groups.pop(filters, None)

    def close(self) -> None:
        """End every stream at once, and let nobody in any more."""
        self._over = True
        for group in self._groups.values():
            for reader in group:
                reader.end()

    async def run(self) -> None:
        """Tell readers what changed, again and again, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            if self._view is not None:
                await self._tell_all(self._take(self._view))
            if not self._news.is_set():
                self._quiet.set()

    async def beat(self, wait: Callable[[float], Awaitable[object]]) -> None:
        """Have quiet readers hear from us every so often, until cancelled."""
        beat = Batch(BEAT, 0)
        while True:
            await wait(BEAT_S)
            for group in list(self._groups.values()):
                await self._give([each for each in group if each.idle], beat)

    def _take(self, view: View) -> News:
        """Take what was not told yet."""
        before, self._told = self._told, self._rows
        changes, self._changes = self._changes, []
        return News(catalogue=view.catalogue, before=before, after=self._told, changes=changes)

    async def _tell_all(self, news: News) -> None:
        for filters, group in list(self._groups.items()):
            batch = news.batch(filters)
            if batch is not None:
                await self._give(list(group), batch)
            await asyncio.sleep(0)

    async def _give(self, readers: Sequence[Reader], batch: Batch) -> None:
        waiting = iter(readers)
        while some := list(islice(waiting, AT_ONCE)):
            for reader in some:
                reader.give(batch)
            await asyncio.sleep(0)

    def _first(self, filters: Filters, changing: Changing, last_id: str | None) -> Batch:
        """Give what a reader missed since the change it names, or have it begin anew."""
        retry = b"retry: %d\n\n" % random.randint(SOONEST_MS, LATEST_MS)  # noqa: S311 - no secret
        missed = changing.after(last_id) if last_id else None
        if missed is None or self._view is None:
            version = 0 if self._view is None else self._view.newest
            told = event(RESET, {"meta": {"version": version}}, changing.last_id())
            return Batch(retry + told, 1)
        rows = self._rows
        news = News(catalogue=self._view.catalogue, before=rows, after=rows, changes=missed)
        batch = news.batch(filters) or Batch(b"", 0)
        return Batch(retry + batch.body, batch.count)
