"""The watch: keeps the board true while nobody asks, by age and by what others commit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Protocol

import structlog

EVERY_S = 0.25
"""How often we look for other processes' commits, and for what age has changed, unless the bell is
rung before."""

RESTED = 2
"""How many times as long as the last look took we rest after it, so that looks leave most of the
time to answers however much is stored."""

LONGEST_REST_S = 10.0
"""How long a rest is at most: news are out within seconds all the same."""

Wait = Callable[[float], Awaitable[object]]

log = structlog.get_logger(__name__)


class Kept(Protocol):
    """What can be looked after: a board, or what follows one."""

    @property
    def away(self) -> bool:
        """Say whether the database is gone, as far as was looked."""

    async def look(self, now: datetime) -> None:
        """Take up what has changed."""


class Bell:
    """Is rung when there may be something to see, so that the watch looks at once."""

    def __init__(self) -> None:
        """Begin silent."""
        self._rung = asyncio.Event()
        self._begun = 0
        self._over = asyncio.Condition()
        self._well = 0

    def ring(self) -> None:
        """Have the next look begin as soon as the watch has rested."""
        self._rung.set()

    async def answered(self, seconds: float) -> bool:
        """Ring, and say whether a look that began after that has ended well in so many seconds."""
        awaited = self._begun + 1
        self.ring()
        try:
            async with asyncio.timeout(seconds), self._over:
                await self._over.wait_for(lambda: self._well >= awaited)
        except TimeoutError:
            return False
        return True

    async def within(self, seconds: float, wait: Wait) -> None:
        """Wait until it is rung, but no longer than `wait` takes for these seconds."""
        over = asyncio.ensure_future(wait(seconds))
        rung = asyncio.ensure_future(self._rung.wait())
        try:
            await asyncio.wait((over, rung), return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                over.result()
        finally:
            for each in (over, rung):
                each.cancel()

    def begin(self) -> None:
        """Note that a look begins: whoever rang before is answered by it."""
        self._rung.clear()
        self._begun += 1

    async def end(self, *, well: bool) -> None:
        """Note that it has ended."""
        if well:
            async with self._over:
                self._well = self._begun
                self._over.notify_all()


async def watch(
    board: Kept,
    now: Callable[[], datetime],
    wait: Wait = asyncio.sleep,
    ticks: Callable[[], float] = monotonic,
    bell: Bell | None = None,
) -> None:
    """Look after the board until cancelled; `wait` is given seconds, `ticks` gives them.

    It looks every so often, and when the bell is rung; after a long look it rests in any case.
    Whatever goes wrong in a look is logged once, as is the database's going and coming back; the
    next look tries again.
    """
    failing = away = False
    bell, rest = bell or Bell(), 0.0
    while True:
        if rest:
            await wait(rest)
        if rest < EVERY_S:
            await bell.within(EVERY_S - rest, wait)
        began = ticks()
        bell.begin()
        failing = await _looked(board, now(), failing=failing)
        await bell.end(well=not (failing or board.away))
        rest = min(RESTED * (ticks() - began), LONGEST_REST_S)
        if board.away is not away:
            away = board.away
            log.warning("the database is gone" if away else "the database is back")


async def _looked(board: Kept, now: datetime, *, failing: bool) -> bool:
    """Look once; gives whether that failed, and logs where it did not fail before, or did."""
    try:
        await board.look(now)
    except Exception:
        if not failing:
            log.exception("the board cannot be renewed; the held one goes on")
        return True
    if failing:
        log.info("the board is renewed again")
    return False
