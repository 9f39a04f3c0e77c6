"""Ending: by SIGTERM or Ctrl-C at once, whatever the database or a thread is waiting for.

That is safe at any time: what was not committed is as if it had never been begun.
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

from app.cli.fault import INTERRUPTED
from app.cli.progress import CLEAR
from app.cli.terminal import on_terminal

TERMINATED = 143
"""Ended by SIGTERM before the work was done, as every shell tells it."""

WORKING: Mapping[int, int] = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: TERMINATED}
"""The exit code by signal, of a command that has work to do."""

SERVING: Mapping[int, int] = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: 0}
"""The same, of one that goes on until it is told to end."""


@contextmanager
def at_once(codes: Mapping[int, int] = WORKING) -> Iterator[None]:
    """Have signals end the process where it stands, for the length of the block."""

    def end(number: int, _frame: FrameType | None) -> None:
        leave(codes[number])

    before = {number: signal.getsignal(number) for number in codes}
    heeded = [number for number in codes if before[number] is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])


def within(seconds: int, code: int) -> None:
    """Have the process end within this time, should its orderly end take longer."""

    def end(_number: int, _frame: FrameType | None) -> None:
        leave(code)

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)


def leave(code: int) -> None:
    """End the process here and now."""
    if on_terminal(sys.stderr):
        sys.stderr.write(CLEAR)
    for stream in (sys.stdout, sys.stderr):
        # One that is being written to at this very moment takes nothing from within.
        with suppress(RuntimeError):
            stream.flush()
    os._exit(code)
