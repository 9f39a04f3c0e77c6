"""Connections that stop reading as soon as nobody waits for them any more.

SQLite works in a thread, and a thread cannot be ended: a statement whose asker was cancelled (as
when it took too long) would go on to its end, and keep its connection from everybody else.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite

Result = TypeVar("Result")

ROWS_AT_A_TIME = 64
"""How many rows a connection fetches at once, as the driver's own do."""


class Interruptible(aiosqlite.Connection):
    """A connection that interrupts a statement when the task is cancelled that waits for it."""

    async def _execute(
        self,
        fn: Callable[..., Result],
        *args: Any,  # noqa: ANN401 - whatever the driver hands to its thread
        **kwargs: Any,  # noqa: ANN401
    ) -> Result:
        # The driver has no public place for this: all that it does in its thread goes through here.
        try:
            found: Result = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            await self.interrupt()
            raise
        return found


def connect(database: str, **options: Any) -> Interruptible:  # noqa: ANN401 - sqlite3.connect's
    """Make a connection, to be awaited; it takes what `sqlite3.connect` takes."""
    made = Interruptible(lambda: sqlite3.connect(database, **options), ROWS_AT_A_TIME)
    # As SQLAlchemy does for the driver's own: a thread left behind must not keep us from ending.
    made._thread.daemon = True  # noqa: SLF001 - there is no other way to it
    return made
