"""Processes of the command by the dozen: one process imports all, and forks for each command.

Each fork is a process of its own that runs one command and can be killed; it costs a tenth of what
a new interpreter costs.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from app import cli
from tests.cli.conftest import url
from tests.cli.processes import ROOT, command, line_of


class Forks:
    """Starts commands one after the other, each in a fork."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        """Start them from this process."""
        self._server = server
        self.pid = 0

    def start(self, database: Path, *arguments: str) -> int:
        """Start one command on a database; gives its process's id."""
        self._say(json.dumps([url(database), *arguments]))
        self.pid = int(line_of(self._server.stdout))
        return self.pid

    def kill(self) -> None:
        """Kill the command that was started last, if it is still there."""
        os.kill(self.pid, signal.SIGKILL)

    def ended(self) -> int:
        """Wait for its end; gives its exit code, or minus the signal's number."""
        self._say("")
        return int(line_of(self._server.stdout))

    def _say(self, line: str) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()


@contextmanager
def forks() -> Iterator[Forks]:
    """Give a way to start commands, for the length of the block."""
    with (
        subprocess.Popen(  # noqa: S603
            [*command((), None, None)[:-1], __spec__.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server
    ):
        yield Forks(server)
        assert server.stdin is not None
        server.stdin.close()


def _serve() -> None:
    for each in cli.COMMANDS.values():
        import_module(f"app.cli.{each.module}")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(*json.loads(line))
        _tell(pid)
        # Until we are asked, the number stays this process's: nobody else can be killed by it.
        sys.stdin.readline()
        _tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(address: str, *arguments: str) -> None:
    os.environ["DARIAL_DATABASE_URL"] = address  # noqa: TID251 - as a shell sets it
    with Path(os.devnull).open("r+") as nothing:
        for stream in range(3):
            os.dup2(nothing.fileno(), stream)
    os._exit(cli.run(arguments))


if __name__ == "__main__":
    _serve()
