"""Who is told by webhook in a chaos run: it keeps the id of each message, and refuses some once."""

import random
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Self

from tests.upstream import Good, Talk, Upstream, answer, refusal

REFUSED = 0.02
"""The share of messages that are refused at first: they must come again."""


@dataclass
class Receiver:
    """A receiver of webhooks, while it is entered; `taken` counts each message by its id."""

    random: random.Random
    taken: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    _opened: AsyncExitStack = field(default_factory=AsyncExitStack)
    _upstream: Upstream | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        self._upstream = Upstream(otherwise=self._met)
        await self._opened.enter_async_context(self._upstream)
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Take nothing any more."""
        await self._opened.aclose()

    @property
    def address(self) -> str:
        """Give the address to be told at."""
        assert self._upstream is not None
        return f"{self._upstream.address()}/hook"

    async def _met(self, talk: Talk) -> None:
        length = int(talk.asked.headers.get("content-length", "0"))
        await talk.reader.readexactly(length)
        message = talk.asked.headers["webhook-id"]
        if message not in self.refused and self.random.random() < REFUSED:
            self.refused.add(message)
            await refusal("503 Service Unavailable")(Good())(talk)
            return
        self.taken[message] += 1
        await answer(Good(body=b"", media=None, status="204 No Content"))(talk)
