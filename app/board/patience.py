"""Patience: what is waited for may take long, and time goes on meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

EVERY_S = 1.0
"""How many seconds we wait before time goes on in memory, again and again."""

T = TypeVar("T")


async def patiently(
    asked: Coroutine[Any, Any, T], meanwhile: Callable[[float], Awaitable[None]]
) -> T:
    """Give what was asked for; `meanwhile` is told every so often for how many seconds we wait."""
    waited, task = 0.0, asyncio.ensure_future(asked)
    try:
        while not (await asyncio.wait({task}, timeout=EVERY_S))[0]:
            waited += EVERY_S
            await meanwhile(waited)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
    return task.result()
