"""The watch: keeps the board true while nobody asks, by age and by what others commit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from app.board.board import Board

EVERY_S = 1.0
"""How often we look for other processes' commits, and for what age has changed."""

log = structlog.get_logger(__name__)


async def watch(
    board: Board,
    now: Callable[[], datetime],
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Look after the board until cancelled; `wait` is given seconds.

    Whatever goes wrong in one look is logged once, and the next look tries again.
    """
    failing = False
    while True:
        await wait(EVERY_S)
        try:
            await board.look(now())
        except Exception:
            if not failing:
                log.exception("the board cannot be renewed; the held one goes on")
            failing = True
        else:
            if failing:
                log.info("the board is renewed again")
            failing = False
