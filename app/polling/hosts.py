"""Hosts: one request at a time for each, with a pause after it, whoever asks."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(slots=True)
class _Host:
    """One host: whose turn it is, and from when on it may be asked again (monotonic seconds)."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Hosts:
    """Gives each host's turns, one after the other."""

    def __init__(
        self,
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with no host asked yet; `wait` passes seconds, `elapsed` counts them."""
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._wait, self._elapsed = wait, elapsed

    @asynccontextmanager
    async def turn(self, host: str, pause: timedelta) -> AsyncIterator[None]:
        """Wait for this host's turn, and leave it alone for `pause` afterwards."""
        held = self._hosts[host]
        async with held.turn:
            rest = held.free_at - self._elapsed()
            if rest > 0:
                await self._wait(rest)
            try:
                yield
            finally:
                held.free_at = self._elapsed() + pause.total_seconds()
