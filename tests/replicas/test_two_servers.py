"""deploy/replicas/nginx.conf before two processes of Darial that serve one database."""

import http.client
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.forking import Process
from tests.cli.processes import line_of, running
from tests.replicas.front import Front, fronting, needs_nginx

pytestmark = needs_nginx

READS = ("/v1/status", "/v1/status?place=vaalimaa", "/v1/snapshot", "/readyz", "/en/")
ROUNDS = 20


@dataclass(frozen=True)
class Served:
    """Two processes that serve one database, and nginx before them."""

    front: Front
    processes: list[Process]

    def kill(self, *which: int) -> None:
        """Kill some of the processes."""
        for number in which:
            self.processes[number].kill()


@contextmanager
def _served(url: str, folder: Path) -> Iterator[Served]:
    serve, settings = ("serve", "--port", "0"), {"DARIAL_DATABASE_URL": url}
    with ExitStack() as stack:
        processes = [stack.enter_context(running(*serve, settings=settings)) for _ in range(2)]
        told = [re.search(r":(\d+) ", line_of(each.stdout)) for each in processes]
        assert all(told), [each.communicate() for each in processes]
        ports = [int(each[1]) for each in told if each is not None]
        yield Served(stack.enter_context(fronting(folder, ports)), processes)


@pytest.fixture
def served(bare_url: str, tmp_path: Path) -> Iterator[Served]:
    """Give two processes and nginx, on a database in which nothing was said."""
    folder = tmp_path / "front"
    folder.mkdir()
    with _served(bare_url, folder) as served:
        yield served


def test_a_killed_replica_costs_no_reader_an_answer(served: Served) -> None:
    """Among reads of what is published now and of what is never kept, not one fails."""

    def read(path: str) -> list[int]:
        return [served.front.ask(path).status for _ in range(ROUNDS)]

    with ThreadPoolExecutor(len(READS)) as pool:
        before = [pool.submit(read, path) for path in READS]
        served.kill(0)
        after = [pool.submit(read, path) for path in READS]
        answers = [status for each in before + after for status in each.result()]

    assert answers == [200] * (2 * ROUNDS * len(READS))
    assert served.front.written().keys() == {"stderr", "nginx.pid"}


def test_what_was_read_is_there_without_any_replica(served: Served) -> None:
    """It came once, in the reader's form and language; it goes on, and 304 for who has it."""
    told = {"Accept-Encoding": "br", "Accept-Language": "fi"}
    first = {path: served.front.ask(path, told) for path in ("/v1/status", "/", "/v1/snapshot")}
    served.front.ask("/", {"Accept-Encoding": "br", "Accept-Language": "ka"})
    served.kill(0, 1)

    for path, known in first.items():
        again = served.front.ask(path, told)
        unchanged = served.front.ask(path, told | {"If-None-Match": known.headers["etag"]})
        assert (again.status, again.body) == (200, known.body)
        assert again.headers["content-encoding"] == "br"
        assert again.headers.get("darial-version") == known.headers.get("darial-version")
        assert unchanged.status == 304
    assert first["/"].headers["content-language"] == "fi"
    assert served.front.ask("/v1/sources").status == 503


def test_a_stream_comes_as_it_is_sent(served: Served) -> None:
    """Its first event is there while it goes on; once its replica ends, another carries on."""
    for _ in range(2):
        with closing(served.front.connected()) as connection:
            connection.request("GET", "/v1/stream")
            stream = connection.getresponse()
            assert stream.headers["content-type"] == "text/event-stream"
            assert _event(stream) == ["retry", "id", "event", "data"]
        served.kill(0)


def _event(stream: http.client.HTTPResponse) -> list[str]:
    """Give the names of the lines that come first, up to the end of the first event."""
    names: list[str] = []
    while "data" not in names:
        name = stream.readline().decode().partition(":")[0].strip()
        names += [name] if name else []
    return names
