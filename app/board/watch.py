"""The watch: keeps the board true while nobody asks, by age and by what others commit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from time import monotonic
from typing import Protocol

import structlog

EVERY_S = 0.25
"""How often we look for other processes' commits, and for what age has changed."""

RESTED = 2
"""How many times as long as the last look took we rest after it, so that looks leave most of the
time to answers however much is stored."""

LONGEST_REST_S = 10.0
"""How long a rest is at most: news are out within seconds all the same."""

log = structlog.get_logger(__name__)


class Kept(Protocol):
    """What can be looked after: a board, or what follows one."""

    @property
    def away(self) -> bool:
        """Say whether the database is gone, as far as was looked."""

    async def look(self, now: datetime) -> None:
        """Take up what has changed."""


async def watch(
    board: Kept,
    now: Callable[[], datetime],
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ticks: Callable[[], float] = monotonic,
) -> None:
    """Look after the board until cancelled; `wait` is given seconds, `ticks` gives them.

    Whatever goes wrong in a look is logged once, as is the database's going and coming back; the
    next look tries again.
    """
    failing = away = False
    rest = EVERY_S
    while True:
        await wait(rest)
        began = ticks()
        failing = await _looked(board, now(), failing=failing)
        rest = max(EVERY_S, min(RESTED * (ticks() - began), LONGEST_REST_S))
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
