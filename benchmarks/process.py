"""A server in a process of its own, asked over its port and ended again."""

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import perf_counter
from typing import IO

from benchmarks import machine

ROOT = Path(__file__).parent.parent
TOLD = re.compile(r"http://127\.0\.0\.1:(\d+)")
"""What a server prints once it answers."""

PATIENCE_S = 600.0
"""How long an answer, or the end of a process, may take."""

SENT: Mapping[str, str] = {
    "accept": "application/json",
    "accept-encoding": "identity",
    "user-agent": "darial-benchmarks",
}
"""What every request carries, as a client's would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it came, without the date."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    @property
    def etag(self) -> str:
        """Give its ETag; empty where it has none."""
        return dict(self.headers).get("etag", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a server ended: after how long, and what it wrote since it answered first."""

    seconds: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that answers on `port` of this machine."""

    pid: int
    port: int
    began: float = field(default_factory=perf_counter)
    child: subprocess.Popen[str] | None = field(default=None, repr=False)

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path, on a connection of its own."""
        began = perf_counter()
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        with closing(caller):
            caller.request("GET", path, headers={**SENT, **(headers or {})})
            answer = caller.getresponse()
            body = answer.read()
        seconds = perf_counter() - began
        told = tuple(
            (name.lower(), value) for name, value in answer.getheaders() if name.lower() != "date"
        )
        return Answer(status=answer.status, headers=told, body=body, seconds=seconds)

    def answer(self, path: str) -> Answer:
        """Ask for a path; raises RuntimeError for any answer but a 200."""
        found = self.ask(path)
        if found.status != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {found.status} {found.body.decode()[:1000]}")
        return found

    def end(self) -> Ended:
        """Have it end by SIGTERM, and give how long that took and what it has written since."""
        assert self.child is not None  # noqa: S101 - only our own are ended
        began = perf_counter()
        self.child.terminate()
        self.child.wait(PATIENCE_S)
        return Ended(seconds=perf_counter() - began, told=_rest(self.child))


@contextmanager
def served(
    *command: str, core: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run `python -m COMMAND...` until the block ends, on one core if it is named."""
    began = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=machine.environment(settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        machine.pin(child.pid, set() if core is None else {core})
        try:
            yield Server(pid=child.pid, port=_port(child), began=began, child=child)
        except OSError as error:
            if child.poll() is None:
                raise
            raise RuntimeError(
                f"{command} ended with {child.returncode}:\n{_rest(child)}"
            ) from error
        finally:
            child.terminate()
            child.wait(PATIENCE_S)


@contextmanager
def darial(database: Path | str, *options: str, core: int | None = None) -> Iterator[Server]:
    """Run `darial serve` on a database, in a file or of an address, until the block ends."""
    settings = {"DARIAL_DATABASE_URL": url_of(database), "DARIAL_POLLING": "false"}
    with served("app", "serve", "--port", "0", *options, core=core, settings=settings) as server:
        yield server


def url_of(database: Path | str) -> str:
    """Give the address of a database file; an address is one already."""
    return database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}"


def _port(child: subprocess.Popen[str]) -> int:
    told = []
    for line in _lines(child):
        told.append(line)
        if found := TOLD.search(line):
            return int(found[1])
    raise RuntimeError(f"it ended before it answered:\n{''.join(told)}")


def _rest(child: subprocess.Popen[str]) -> str:
    return "".join(_lines(child))


def _lines(child: subprocess.Popen[str]) -> IO[str]:
    assert child.stdout is not None  # noqa: S101 - it was asked for
    return child.stdout
