"""The process that forks for each command: `python -m tests.cli.forks DESCRIPTOR`.

It has imported everything, read the catalogue and described the interface: these never differ.

On the socket of that number it is told words and an environment, a line of JSON each time, with
three descriptors: standard output, standard error, and where to write the fork's id and exit code.
"""

import gc
import json
import os
import runpy
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import NamedTuple

from app import cli
from app.main import create_app
from app.settings import Settings

BESIDES = ("uvicorn.loops.auto", "uvicorn.protocols.http.auto", "uvicorn.lifespan.on")
"""What is imported late, by those who serve."""

LONGEST = 1024 * 1024


class Wanted(NamedTuple):
    """A process that is wanted: what it runs, with what, and the ends of its streams."""

    words: list[str]
    environment: dict[str, str]
    stdout: int
    stderr: int
    told: int


def served(line: socket.socket) -> Wanted | None:
    """Fork for each process that is wanted: gives it there; here None, once nobody asks."""
    while (wanted := _asked(line)) is not None:
        if os.fork() == 0:
            line.close()
            _mind(wanted)
            return wanted
        for each in wanted[2:]:
            os.close(each)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
    return None


def _asked(line: socket.socket) -> Wanted | None:
    text, ends, _, _ = socket.recv_fds(line, LONGEST, 3)
    while text and not text.endswith(b"\n"):
        text += line.recv(LONGEST)
    return Wanted(*json.loads(text), *ends) if text else None


def _mind(wanted: Wanted) -> None:
    """Fork once more, and return there; here wait for its end and tell it, then end as well."""
    pid = os.fork()
    if pid == 0:
        os.close(wanted.told)
        return
    os.close(wanted.stdout)
    os.close(wanted.stderr)
    os.write(wanted.told, f"{pid}\n".encode())
    os.write(wanted.told, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
    os._exit(0)


def become(wanted: Wanted) -> None:
    """Be the process that is wanted, as if it had been started by itself."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()  # noqa: TID251 - it is given another one, as by a shell
    os.environ.update(wanted.environment)  # noqa: TID251
    for number, end in ((1, wanted.stdout), (2, wanted.stderr)):
        os.dup2(end, number)
        os.close(end)
    sys.stdout, sys.stderr = _writer(1, "strict"), _writer(2, "backslashreplace")
    sys.argv = wanted.words[:]
    runpy.run_module(wanted.words[0], run_name="__main__", alter_sys=True)


def _writer(number: int, errors: str) -> TextIOWrapper:
    """Open a stream as the interpreter does: by lines on a terminal and for what is wrong."""
    by_lines = number == 2 or os.isatty(number)
    raw = os.fdopen(number, "wb", closefd=False)
    return TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=by_lines)


def main(number: int) -> None:
    """Do once what each would do alike, then fork until the other end of the socket is closed."""
    for each in cli.COMMANDS.values():
        import_module(f"app.cli.{each.module}")
    for late in BESIDES:
        import_module(late)
    create_app(Settings(polling=False))  # reads the catalogue and describes the interface
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what all share is not looked through by each
    with socket.socket(fileno=number) as line:
        wanted = served(line)
    if wanted is not None:
        become(wanted)


if __name__ == "__main__":
    main(int(sys.argv[1]))
