"""The budget: how many answers are computed at once, how many may wait, how long each may take.

There is one for everybody, and nobody is asked who they are: when it is used up, whoever comes next
is told to come again. What is published now needs no turn: it lies finished on the shelf.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.domain.errors import Busy, TookTooLong

AT_ONCE = 3
"""How many answers are computed at a time. Each may hold a connection to the database, of which
there are eight: two are for pages about now, one is for accuracy, one watches, and one is left to
the board, so that it is never starved."""

MOST_WAITING = 100
"""How many may wait for a turn; more are turned away rather than piled up."""

PATIENCE_S = 10.0
"""How long a turn is waited for."""

LONGEST_S = 30.0
"""How long one answer may take to compute."""


class Budget:
    """The turns that all computed answers share."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
        patience_s: float = PATIENCE_S,
        longest_s: float = LONGEST_S,
    ) -> None:
        """Begin with every turn free."""
        self._free = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._most_waiting = most_waiting
        self._patience_s = patience_s
        self._longest_s = longest_s

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Have a turn for the length of the block; do not ask for another one within it.

        Raises Busy where there is none to be had, and TookTooLong, with the block cancelled, where
        the time is up.
        """
        await self._wait()
        try:
            async with asyncio.timeout(self._longest_s) as limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise TookTooLong(
                f"this took longer than {self._longest_s:g} s; ask for less: name places, a shorter"
                " time or a larger step"
            ) from error
        finally:
            self._free.release()

    async def _wait(self) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise Busy("as many questions are under way as we can take; ask again in a few seconds")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
        except TimeoutError as error:
            raise Busy(
                f"no turn came within {self._patience_s:g} s; ask again in a few seconds"
            ) from error
        finally:
            self._waiting -= 1
