"""The publisher of a chaos run, and the truth: what it told to whom, and what was acknowledged.

A row stands in its feed for a short time only. Whoever asks again names the answer that it has kept
(If-None-Match): the rows of that answer are acknowledged, and must be found in the end.
"""

import asyncio
import json
import random
from collections import deque
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from tests.chaos.made_sources import IDS, path_of
from tests.upstream import Good, Talk, Upstream, answer

NEW_EVERY_S = 2.0
"""How often each source has a new row."""

KEPT = 8
"""How many rows stand in a feed: what nobody asked for while so many came is gone from it."""

OLDEST = timedelta(seconds=110)
"""How far back rows speak: some turn late (after 124 s) soon after they were told."""

Told = tuple[str, datetime]
"""A row: its source, and the moment it speaks of, which no other row of the source has."""


@dataclass
class Publisher:
    """Every source's publisher, while it is entered."""

    random: random.Random
    acknowledged: set[Told] = field(default_factory=set)
    told: int = 0
    _silent: bool = False
    _rows: dict[str, deque[dict[str, Any]]] = field(default_factory=dict)
    _answers: dict[str, list[Told]] = field(default_factory=dict)
    _upstream: Upstream = field(default_factory=Upstream)
    _opened: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        """Listen, and begin to have news."""
        for source in IDS:
            self._rows[source] = deque(maxlen=KEPT)
            self._upstream.serve(path_of(source), self._behaviour(source))
        await self._opened.enter_async_context(self._upstream)
        news = asyncio.create_task(self._go_on())
        self._opened.callback(news.cancel)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Say nothing any more."""
        await self._opened.aclose()

    @property
    def address(self) -> str:
        """Give the address at which it stands for every source."""
        return self._upstream.address()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Have nothing new to tell in this block."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    async def _go_on(self) -> None:
        while True:
            for source in () if self._silent else IDS:
                self._add(source)
            await asyncio.sleep(NEW_EVERY_S)

    def _add(self, source: str) -> None:
        ago = self.random.random() * OLDEST
        at = datetime.now(UTC) - ago  # noqa: TID251 - the run's own clock is the truth here
        cars = self.random.randrange(20, 400)
        self._rows[source].append({"at": at.isoformat(), "cars": cars})
        self.told += 1

    def _behaviour(self, source: str) -> Any:  # noqa: ANN401 - a behaviour of the upstream
        async def behave(talk: Talk) -> None:
            kept = talk.asked.headers.get("if-none-match")
            if kept is not None:
                self.acknowledged |= set(self._answers.get(kept, ()))
            rows = list(self._rows[source])
            etag = f'"{self.told}-{source}"'
            self._answers[etag] = [(source, datetime.fromisoformat(row["at"])) for row in rows]
            body = json.dumps({"rows": rows}).encode()
            await answer(Good(body=body, etag=etag))(talk)

        return behave
