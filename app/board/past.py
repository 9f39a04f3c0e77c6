"""The past: answers computed for a moment, each question once at a time, the latest kept."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from app.board.document import Document
from app.domain.errors import Unavailable

MOST_ANSWERS = 64
MOST_BYTES = 8 * 1024 * 1024
AT_ONCE = 2
"""How many answers are computed at a time; the others wait, so that the board is never starved."""

MOST_WAITING = 100
"""How many questions may be under way; more are turned away rather than piled up."""


class Past:
    """Answers to questions about the past: single-flight, with a small bounded memory.

    `clear` drops what is remembered when anything was stored, since that may tell more of the past.
    """

    def __init__(
        self,
        most_answers: int = MOST_ANSWERS,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        """Begin with an empty memory."""
        self._most_waiting = most_waiting
        self._known: dict[Hashable, Document] = {}
        self._under_way: dict[Hashable, asyncio.Task[Document]] = {}
        self._most_answers = most_answers
        self._most_bytes = most_bytes
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def answer(
        self, question: Hashable, compute: Callable[[], Awaitable[Document]]
    ) -> Document:
        """Give the answer from memory, from who computes it just now, or by computing it.

        One asker going away does not end it for the others. Raises Unavailable where too many
        questions are under way.
        """
        known = self._known.pop(question, None)
        if known is not None:
            self._known[question] = known
            return known
        task = self._under_way.get(question)
        if task is None:
            if len(self._under_way) >= self._most_waiting:
                raise Unavailable("too many questions are under way; ask again in a few seconds")
            task = asyncio.create_task(self._computed(question, compute))
            self._under_way[question] = task
        return await asyncio.shield(task)

    def clear(self) -> None:
        """Forget every answer, also those under way: they are given to who waits, but not kept."""
        self._known = {}
        self._under_way = {}

    async def _computed(
        self, question: Hashable, compute: Callable[[], Awaitable[Document]]
    ) -> Document:
        task = asyncio.current_task()
        try:
            async with self._turns:
                found = await compute()
        finally:
            current = self._under_way.get(question) is task
            if current:
                del self._under_way[question]
        if current:
            self._keep(question, found)
        return found

    def _keep(self, question: Hashable, found: Document) -> None:
        self._known[question] = found
        while len(self._known) > self._most_answers or self._size() > self._most_bytes:
            del self._known[next(iter(self._known))]

    def _size(self) -> int:
        return sum(len(each.body) for each in self._known.values())
