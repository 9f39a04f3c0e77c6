"""Tasks of a leader: work that begins and ends with a lead, in a task of its own."""

import asyncio
from contextlib import AbstractAsyncContextManager


class Task:
    """Work that is open from its beginning until it is told to end."""

    def __init__(self, work: AbstractAsyncContextManager[object]) -> None:
        """Begin it at once; that it is open by then is not said."""
        self._open = asyncio.Event()
        self._task = asyncio.create_task(self._run(work))

    async def _run(self, work: AbstractAsyncContextManager[object]) -> None:
        async with work:
            self._open.set()
            await asyncio.Event().wait()

    async def opened(self) -> None:
        """Wait until it is open; raises what kept it from that."""
        opening = asyncio.create_task(self._open.wait())
        await asyncio.wait((opening, self._task), return_when=asyncio.FIRST_COMPLETED)
        opening.cancel()
        if self._task.done():
            self._task.result()

    def goes_on(self) -> bool:
        """Tell whether it is open."""
        return self._open.is_set() and not self._task.done()

    def fault(self) -> BaseException | None:
        """Give what broke it; None while it goes on."""
        if not self._task.done() or self._task.cancelled():
            return None
        return self._task.exception()

    def end(self) -> None:
        """Have it end; it may take a moment."""
        self._task.cancel()

    async def ended(self) -> None:
        """Wait until it has ended, however it did."""
        await asyncio.gather(self._task, return_exceptions=True)
