"""The load: connections that ask again as soon as they are answered, and count what comes.

Written in Python on uvloop: nothing is parsed or kept, an answer is over when as many bytes have
come as the first one had.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import uvloop

from benchmarks.process import Server
from benchmarks.question import Question

BUFFER = 1024 * 1024
"""Bytes taken from the system at once, more than any answer that is measured has."""

ATTEMPTS = 3
"""A machine so busy that we sleep for seconds has servers hang up: then we begin anew."""


@dataclass(slots=True)
class Tally:
    """What all connections together have counted, from the first request to the last answer."""

    seconds: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    fault: str = ""
    waiting: int = 0
    over: bool = False
    buffer: bytearray = field(default_factory=lambda: bytearray(BUFFER))
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, fault: str) -> None:
        """Note what is wrong with an answer, and end it all."""
        self.fault = fault
        self.done.set()


class Caller(asyncio.BufferedProtocol):
    """One connection; `ask` sets it going."""

    def __init__(self, question: Question, tally: Tally) -> None:
        """Begin with nothing asked."""
        self._question = question
        self._tally = tally
        self._left = 0
        self._asked = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note whom to write to."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note a server that hangs up."""
        if not self._tally.done.is_set():
            self._tally.fail(f"the server hung up ({exc})")

    def ask(self) -> None:
        """Send the request."""
        assert self._transport is not None  # noqa: S101 - asked once connected
        self._left = self._question.length
        self._asked = time.perf_counter()
        self._transport.write(self._question.request)

    def get_buffer(self, sizehint: int) -> bytearray:
        """Give where bytes are put, the same for all: nobody reads them later."""
        del sizehint
        return self._tally.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Count what has come, and ask again when it is a whole answer."""
        tally = self._tally
        if self._left == self._question.length and not tally.buffer.startswith(
            self._question.begins
        ):
            tally.fail(f"another answer: {bytes(tally.buffer[:200])!r}")
        self._left -= nbytes
        if self._left == 0:
            tally.seconds.append(time.perf_counter() - self._asked)
            self._go_on()
        elif self._left < 0:
            tally.fail(f"{-self._left} bytes more than the first answer had")

    def _go_on(self) -> None:
        tally = self._tally
        if not tally.over:
            self.ask()
            return
        tally.waiting -= 1
        if tally.waiting == 0:
            tally.done.set()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()


def drive(server: Server, asked: Question, connections: int, seconds: float) -> Tally:
    """Ask over some connections at once for so long, and wait until all is answered.

    Raises RuntimeError for an answer that is not like the first one.
    """
    for _ in range(ATTEMPTS):
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            tally = runner.run(_drive(server.port, asked, connections, seconds))
        if not tally.fault:
            return tally
    raise RuntimeError(f"port {server.port}: {tally.fault}")


async def _drive(port: int, asked: Question, connections: int, seconds: float) -> Tally:
    loop, tally = asyncio.get_running_loop(), Tally(waiting=connections)
    callers = [
        (await loop.create_connection(lambda: Caller(asked, tally), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    began = time.perf_counter()
    for caller in callers:
        caller.ask()
    loop.call_later(seconds, setattr, tally, "over", True)  # noqa: FBT003 - setattr's own order
    await tally.done.wait()
    tally.elapsed = time.perf_counter() - began
    for caller in callers:
        caller.close()
    return tally


def percentile(seconds: list[float], percent: float) -> float:
    """Give a percentile of some durations in milliseconds."""
    return float(np.percentile(seconds, percent)) * 1000 if seconds else 0.0
