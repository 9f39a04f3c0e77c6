"""The past: answers computed for a moment, each question once at a time, the latest kept."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from app.board.budget import Budget
from app.board.document import Document, pack

MOST_ANSWERS = 64
MOST_BYTES = 8 * 1024 * 1024


class Past:
    """Answers to questions about the past: single-flight, with a small bounded memory.

    `clear` drops what is remembered when anything was stored, since that may tell more of the past.
    """

    def __init__(
        self,
        budget: Budget,
        most_answers: int = MOST_ANSWERS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Begin with an empty memory; what is computed has a turn of the budget."""
        self._budget = budget
        self._known: dict[Hashable, Document] = {}
        self._under_way: dict[Hashable, asyncio.Task[Document]] = {}
        self._most_answers = most_answers
        self._most_bytes = most_bytes

    async def answer(
        self, question: Hashable, compute: Callable[[], Awaitable[Document]]
    ) -> Document:
        """Give the answer from memory, from who computes it just now, or by computing it.

        One asker going away does not end it for the others. What is remembered, or computed for
        somebody else, needs no turn of its own. Raises Busy and TookTooLong.
        """
        known = self._known.pop(question, None)
        if known is not None:
            self._known[question] = known
            return known
        task = self._under_way.get(question)
        if task is None:
            task = asyncio.create_task(self._computed(question, compute))
            task.add_done_callback(_heard)
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
            async with self._budget.turn():
                found = await asyncio.to_thread(pack, await compute())
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
        return sum(each.size for each in self._known.values())


def _heard(task: asyncio.Task[Document]) -> None:
    """Take notice of a failure, though all who asked have left: it is no line in the log."""
    if not task.cancelled():
        task.exception()
