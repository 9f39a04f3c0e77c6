"""The command as a process of its own, where signals, terminals and exit codes are the point.

Most are forks (tests/cli/forking.py); where the start of an interpreter is a part of what is shown
it is started anew.
"""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from tests.cli.forking import FORKS, Process
from tests.databases import url_of

DARIAL = (sys.executable, "-m", "app")
ROOT = Path(__file__).resolve().parents[2]
Settings = Mapping[str, str]
PATIENCE_S = 60.0
"""How long we wait for what should take a second: the machine may be busy."""


def chosen(database: Path | None, settings: Settings | None) -> dict[str, str]:
    """Give the settings of a process; others it has none.

    It polls nothing unless it is told to: a test asks no publisher.
    """
    named = {"DARIAL_DATABASE_URL": url_of(database)} if database else {}
    return {"DARIAL_POLLING": "false", **named, **(settings or {})}


def finished(
    *arguments: str | Path,
    database: Path | None = None,
    stdout: int = subprocess.PIPE,
    settings: Settings | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    with _forked(arguments, chosen(database, settings), stdout, subprocess.PIPE) as process:
        out, err = process.communicate(timeout=PATIENCE_S)
        return subprocess.CompletedProcess(arguments, process.wait(), out, err)


@contextmanager
def running(
    *arguments: str | Path,
    database: Path | None = None,
    terminal: int | None = None,
    settings: Settings | None = None,
) -> Iterator[Process]:
    """Run the command for the length of the block, then kill it if it is still there."""
    stream = subprocess.PIPE if terminal is None else terminal
    with _forked(arguments, chosen(database, settings), stream, stream) as process:
        try:
            yield process
        finally:
            process.kill()


def _forked(
    arguments: tuple[str | Path, ...], settings: Settings, stdout: int, stderr: int
) -> Process:
    environment = {**os.environ, **settings}  # noqa: TID251 - as a shell gives it on
    return FORKS.start(["app", *map(str, arguments)], environment, stdout, stderr)


@contextmanager
def started_anew(
    *arguments: str | Path, database: Path | None = None, settings: Settings | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run the command in an interpreter of its own for the length of the block, then kill it."""
    pairs = (f"{name}={value}" for name, value in chosen(database, settings).items())
    with _heeding_interrupts():
        process = subprocess.Popen(  # noqa: S603
            ["/usr/bin/env", *pairs, *DARIAL, *map(str, arguments)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _heeding_interrupts() -> Iterator[None]:
    """Have a process begun in this block heed Ctrl-C, though a shell began the tests without it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def on_terminal(
    *arguments: str | Path, database: Path | None = None, settings: Settings | None = None
) -> str:
    """Run the command on a terminal, and give all that it wrote there."""
    with terminal(*arguments, database=database, settings=settings) as (_, screen):
        return screen.read()


@contextmanager
def terminal(
    *arguments: str | Path, database: Path | None = None, settings: Settings | None = None
) -> Iterator[tuple[Process, "Screen"]]:
    """Run the command on a terminal for the length of the block."""
    ours, theirs = pty.openpty()
    with closing(Screen(ours)) as screen:
        named = {"TERM": "xterm", **(settings or {})}
        with running(*arguments, database=database, terminal=theirs, settings=named) as process:
            os.close(theirs)
            yield process, screen


class Screen:
    """What a process writes on its terminal."""

    def __init__(self, descriptor: int) -> None:
        """Look at the other end of the terminal."""
        self._descriptor = descriptor

    def part(self) -> str:
        """Give what comes next; nothing once the process has gone."""
        try:
            return os.read(self._descriptor, 65536).decode(errors="replace")
        except OSError:
            return ""

    def read(self) -> str:
        """Give all that comes until the process has gone."""
        return "".join(iter(self.part, ""))

    def close(self) -> None:
        """Look away."""
        os.close(self._descriptor)


def line_of(stream: IO[str] | None) -> str:
    """Give the next line that a process writes."""
    assert stream is not None
    return stream.readline()


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
