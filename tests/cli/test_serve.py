"""Serving: one process, ready quickly, quiet about its readers, gone when told."""

import http.client
import re
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from app.cli.database_words import shown
from app.store import migrate
from tests.cli.forking import Process
from tests.cli.processes import Settings, finished, line_of, running, started_anew, until
from tests.databases import placed, url_of
from tests.others import take_away

HOST = "127.0.0.1"


class Service(NamedTuple):
    """A process that serves, and where."""

    process: Process | subprocess.Popen[str]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        """Call it."""
        return http.client.HTTPConnection(HOST, self.port, timeout=60)

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Read one answer whole."""
        with closing(self.connect()) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
        return response

    def ended(self, number: signal.Signals) -> tuple[int, str, str]:
        """Tell it to end; gives its exit code and whatever else it had to say."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.wait(), out, err


@contextmanager
def serving(
    database: Path, *arguments: str, settings: Settings | None = None, anew: bool = False
) -> Iterator[Service]:
    """Serve from a database for the length of the block, in an interpreter of its own if `anew`."""
    words, run = ("serve", "--port", "0", *arguments), started_anew if anew else running
    with run(*words, database=database, settings=settings) as process:
        told = re.search(r" at http://127\.0\.0\.1:(\d+) ", line_of(process.stdout))
        assert told is not None, process.communicate()
        yield Service(process, int(told[1]))


@pytest.fixture
def database(with_archive: Path, tmp_path: Path) -> Path:
    """Give the path of a database that holds the archive."""
    return placed(with_archive, tmp_path / "darial.db")


def test_prepare_makes_a_database_loads_the_archive_and_answers(tmp_path: Path) -> None:
    """From nothing to the first answer in one command; it says what it does on the way."""
    with serving(tmp_path / "new" / "darial.db", "--prepare", anew=True) as service:
        response = service.get("/v1/status?place=vaalimaa")
        code, _, err = service.ended(signal.SIGTERM)

    assert response.status == 200
    assert code == 0
    assert err.splitlines() == [
        f"Making the database {shown(url_of(tmp_path / 'new' / 'darial.db'))} ...",
        "Loaded the archive: 1,228 new reports.",
    ]


def test_prepare_does_nothing_twice(database: Path) -> None:
    """With everything there it starts without a word but its address."""
    with serving(database, "--prepare") as service:
        ended = service.ended(signal.SIGTERM)

    assert ended == (0, "", "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_quietly(database: Path, number: signal.Signals, code: int) -> None:
    """Also with a reader's connection open; no traceback, no last words."""
    with serving(database) as service, closing(service.connect()) as connection:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        ended = service.ended(number)

    assert ended == (code, "", "")


def test_open_streams_are_ended_at_once(database: Path) -> None:
    """Who follows along gets an orderly end; nobody is waited for, and nothing is said."""
    with serving(database) as service, ExitStack() as open_ones:
        connections = [open_ones.enter_context(closing(service.connect())) for _ in range(20)]
        for each in connections:
            each.request("GET", "/v1/stream")
        answers = [each.getresponse() for each in connections]
        first = [answer.readline() for answer in answers]
        ended = service.ended(signal.SIGTERM)
        rest = [answer.read() for answer in answers]

    assert ended == (0, "", "")
    assert all(line.startswith(b"retry: ") for line in first)
    assert all(b"event: reset" in each for each in rest)


def test_a_taken_port_is_told_before_any_work(tmp_path: Path) -> None:
    """The sentence names the port and the setting; no database was made."""
    with closing(socket.create_server((HOST, 0))) as taken:
        port = taken.getsockname()[1]
        result = finished(
            "serve",
            "--prepare",
            database=tmp_path / "darial.db",
            settings={"DARIAL_PORT": str(port)},
        )

    assert result.returncode == 3
    assert result.stderr == (
        f"Port {port} of 127.0.0.1 is taken by another program: end that one, or choose another"
        " port with DARIAL_PORT or --port.\n"
    )
    assert migrate.current(url_of(tmp_path / "darial.db")) is None


def test_nothing_of_a_reader_is_logged_or_told_back(database: Path) -> None:
    """Neither address nor agent nor what was asked for; the server says nothing of itself."""
    with serving(database) as service:
        service.get("/v1/status?place=vaalimaa", **{"User-Agent": "Curious/1.0"})
        response = service.get("/v1/nowhere?secret=1", **{"X-Forwarded-For": "192.0.2.7"})
        code, out, err = service.ended(signal.SIGTERM)

    assert (code, out, err) == (0, "", "")
    assert response.getheader("Server") is None
    assert response.getheader("Date") is not None


def test_a_database_that_is_removed_does_not_silence_the_board(database: Path) -> None:
    """The status goes on from memory, marked; readiness tells it."""
    with serving(database) as service:
        take_away(url_of(database))
        until(lambda: service.get("/v1/status").getheader("Darial-Database") == "away")
        response = service.get("/v1/status")
        ready = service.get("/readyz")

    assert response.status == 200
    assert ready.status == 200


def test_too_few_files_are_told_of(database: Path) -> None:
    """Where the system has fewer files than connections are wanted, it says so, and serves."""
    few = {"DARIAL_CONNECTIONS": "60000"}
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = min(hard, 60_256) - 256
    with serving(database, settings=few) as service:
        _, _, err = service.ended(signal.SIGTERM)

    assert (f"hold {room} connections, not 60000" in err) is (room < 60_000)


def test_what_cannot_be_understood_is_no_line_in_the_log(database: Path) -> None:
    """Rubbish is answered with a problem, and nobody is told of it."""
    with serving(database) as service:
        with socket.create_connection((HOST, service.port)) as caller:
            caller.sendall(b"rubbish\r\n\r\n")
            came = b"".join(iter(lambda: caller.recv(65536), b""))
        code, out, err = service.ended(signal.SIGTERM)

    assert (code, out, err) == (0, "", "")
    assert came.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"application/problem+json" in came


def test_a_port_beyond_the_last_is_wrong_usage() -> None:
    """Ports end at 65535."""
    result = finished("serve", "--port", "65536")

    assert result.returncode == 2
    assert "less than or equal to 65535" in result.stderr
