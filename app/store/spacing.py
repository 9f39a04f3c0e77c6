"""Spacing: attempts at a server that does not answer are made further and further apart."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

from sqlalchemy.exc import DBAPIError

from app.store.fault import DatabaseGone, is_gone

FIRST_S = 0.1
LONGEST_S = 2.0
"""How long nobody tries again after a failure: doubled each time, up to the longest."""


def longer(rest_s: float) -> float:
    """Give how many seconds to rest after a failure, by how many it was before (0: none)."""
    return min(max(FIRST_S, 2 * rest_s), LONGEST_S)


class Spacing:
    """Whether a server answers, and when it may be tried again."""

    def __init__(self, ticks: Callable[[], float] = monotonic) -> None:
        """Begin as if it answered; `ticks` gives seconds."""
        self._ticks = ticks
        self._rest = 0.0
        self._next = 0.0

    @property
    def failing(self) -> bool:
        """Tell whether the last attempt failed."""
        return self._rest > 0

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Try the server in this block; raises DatabaseGone at once where it is not to be tried."""
        if self.failing and self._ticks() < self._next:
            raise DatabaseGone("the database server does not answer")
        try:
            yield
        except DBAPIError as error:
            if is_gone(error):
                self._failed()
            raise
        self._rest = 0.0

    def _failed(self) -> None:
        self._rest = longer(self._rest)
        self._next = self._ticks() + self._rest
