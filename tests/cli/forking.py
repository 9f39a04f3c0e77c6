"""Processes by the dozen: one process does what all do alike, and forks for each of them.

Each fork is a process of its own, with its own streams, environment and exit code, that takes
signals and can be killed; it costs a tenth of what a new interpreter costs.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self, TextIO

ROOT = Path(__file__).resolve().parents[2]
SERVER = "tests.cli.forks"


class Process:
    """A process in a fork, used as a subprocess.Popen is."""

    def __init__(self, told: IO[str], stdout: TextIO | None, stderr: TextIO | None) -> None:
        """Take its streams, and that on which its id and, at its end, its exit code are told."""
        self._told = told
        self.pid = int(told.readline())
        self.stdout = stdout
        self.stderr = stderr
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Give its exit code, or minus the number of a signal; None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises TimeoutExpired where that takes more than so many seconds."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self.returncode = int(self._told.readline())
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Read both streams to their end and wait for its own; raises TimeoutExpired."""
        read: dict[TextIO | None, str] = {None: ""}
        threads = [
            threading.Thread(target=lambda each=each: read.update({each: each.read()}), daemon=True)
            for each in (self.stdout, self.stderr)
            if each is not None
        ]
        for thread in threads:
            thread.start()
        self.wait(timeout)
        for thread in threads:
            thread.join(timeout)
        return read[self.stdout], read[self.stderr]

    def send_signal(self, number: int) -> None:
        """Send it a signal if it is still there."""
        if self.poll() is None:
            # It may have ended just now, and be told of in a moment.
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it if it is still there."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        """Use it for the length of a block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close its streams, and wait for its end."""
        for stream in (self.stdout, self.stderr):
            if stream is not None:
                stream.close()
        self.wait()
        self._told.close()


class Forks:
    """Starts processes, each in a fork of one that has imported everything."""

    def __init__(self) -> None:
        """Begin without that one: it starts with the first that is wanted."""
        self._server: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._turn = threading.Lock()

    def start(
        self,
        words: Sequence[str],
        environment: Mapping[str, str] | None = None,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
    ) -> Process:
        """Start a module with its arguments as `python -m` does; all else is as for Popen."""
        with _ends(stdout) as (out, out_end), _ends(stderr) as (err, err_end), _told() as telling:
            told, end = telling
            with self._turn:
                line = self._connected()
                shell = os.environ if environment is None else environment  # noqa: TID251 - as it is
                given = json.dumps([list(words), dict(shell)])
                socket.send_fds(line, [f"{given}\n".encode()], [out_end, err_end, end])
        return Process(os.fdopen(told, encoding="ascii"), out, err)

    def close(self) -> None:
        """End the one that forks, if it was started."""
        if self._line is not None and self._server is not None:
            self._line.close()
            self._server.wait()
            self._line = self._server = None

    def _connected(self) -> socket.socket:
        if self._line is None:
            self._line, theirs = socket.socketpair()
            with theirs:
                number = theirs.fileno()
                self._server = subprocess.Popen(  # noqa: S603 - our own program
                    [sys.executable, "-m", SERVER, str(number)],
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    pass_fds=[number],
                )
        return self._line


@contextmanager
def _ends(wanted: int) -> Iterator[tuple[TextIO | None, int]]:
    """Give our end of a stream, if it is to be a pipe, and theirs, which is closed after that."""
    if wanted != subprocess.PIPE:
        yield None, wanted
        return
    ours, theirs = os.pipe()
    try:
        yield os.fdopen(ours, encoding="utf-8"), theirs
    finally:
        os.close(theirs)


@contextmanager
def _told() -> Iterator[tuple[int, int]]:
    ours, theirs = os.pipe()
    try:
        yield ours, theirs
    finally:
        os.close(theirs)


FORKS = Forks()
"""Those of this process of tests; tests/conftest.py ends them with it."""
