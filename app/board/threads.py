"""Threads: where an answer is computed, so that others are answered meanwhile."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")
Part = TypeVar("Part")


class GivenUp(Exception):
    """The work was left off, as nobody waits for it any more."""


async def in_thread(
    work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """Give what `work` gives, done in a thread.

    A thread cannot be ended, so whoever is cancelled meanwhile waits until the work is done: else
    the next one would get their turn while it still goes on. Long work goes by `while_wanted`.
    """
    begun = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(begun)
    except asyncio.CancelledError:
        await asyncio.wait([begun])
        if not begun.cancelled():
            begun.exception()
        raise


def while_wanted(parts: Iterable[Part]) -> Iterator[Part]:
    """Give the parts of long work one by one, to be gone through in a thread.

    To be called by the task that waits for that thread. Raises GivenUp once it is cancelled.
    """
    return _while_wanted(parts, asyncio.current_task())


def _while_wanted(parts: Iterable[Part], asker: asyncio.Task[object] | None) -> Iterator[Part]:
    for part in parts:
        if asker is not None and asker.cancelling():
            raise GivenUp
        yield part
