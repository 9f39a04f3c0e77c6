"""deploy/replicas/nginx.conf: what ends at the front, and how it is told."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from app.domain.errors import Busy, Unavailable
from app.web.problems import KINDS, MethodNotAllowed, NoSuchPath, TooLarge
from tests.replicas.front import Answer, Front, free_port, fronting, needs_nginx
from tests.replicas.replica import EVERY_WAY, Asked, Replica, Reply, kept

pytestmark = needs_nginx

BURST = 200
"""How many questions of the kind that is computed are let by at once."""


def problem(answer: Answer) -> tuple[str, str, int]:
    """Give what a problem is told from others by; it must say that it is one, and is not kept."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = json.loads(answer.body)
    assert told["status"] == answer.status
    return told["type"], told["title"], told["status"]


def known(error: type[Exception]) -> tuple[str, str, int]:
    """Give the same of a problem that Darial itself tells."""
    kind = KINDS[error]  # type: ignore[index]
    return kind.type, kind.title, kind.status


@pytest.mark.parametrize(
    "path",
    [
        "/metrics",
        "/metrics?x=1",
        "//metrics",
        "/v1/../metrics",
        "/%6detrics",
        "/v1%2f..%2fmetrics",
        "http://darial.example.org/metrics",
    ],
)
def test_metrics_are_not_public(front: Front, replica: Replica, path: str) -> None:
    """However it is spelt, no replica hears of it."""
    answer = front.ask(path)

    assert problem(answer) == known(NoSuchPath)
    assert not replica.asked


def test_only_reads_get_through(front: Front, replica: Replica) -> None:
    """Another method and a body end here; who asks from another origin is answered."""
    refused = [front.ask("/v1/status", method=method) for method in ("POST", "PUT", "DELETE")]
    large = front.ask("/v1/status", {"Content-Length": "2048"})
    asked_first = front.ask("/v1/status", method="OPTIONS")

    assert [problem(each) for each in refused] == [known(MethodNotAllowed)] * 3
    assert {each.headers["allow"] for each in refused} == {"GET, HEAD, OPTIONS"}
    assert problem(large) == known(TooLarge)
    assert asked_first.status == 200
    assert [each.line.split()[0] for each in replica.asked] == ["OPTIONS"]


@pytest.mark.parametrize("path", EVERY_WAY)
def test_without_any_replica_readers_are_told(tmp_path: Path, path: str) -> None:
    """Where nothing is kept either, that is a problem as Darial tells it, with when to come."""
    with fronting(tmp_path, [free_port(), free_port()]) as front:
        answer = front.ask(path)

    assert problem(answer) == known(Unavailable)
    assert answer.headers["retry-after"] == "5"


def test_a_flood_of_the_past_leaves_the_present(tmp_path: Path, replica: Replica) -> None:
    """Past a rate, whoever asks for what is computed is told to come again; others are not."""
    slow = {"rate=100r/s": "rate=1r/m"}
    with fronting(tmp_path, [replica.port], changed=slow) as front:
        with closing(front.connected()) as connection:
            flood = [_asked(connection, "/v1/flows") for _ in range(BURST + 1)]
        refused = front.ask("/v1/status?as_of=2022-09-28T12:00:00Z")
        answered = [front.ask(path).status for path in ("/v1/status", "/en/", "/v1/archive/")]

    assert flood == [200] * (BURST + 1)
    assert problem(refused) == known(Busy)
    assert refused.headers["retry-after"] == "5"
    assert answered == [200] * 3


def _asked(connection: http.client.HTTPConnection, path: str) -> int:
    """Ask on an open connection; give the status."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize(
    ("limit", "path", "other"),
    [("streams 8000", "/v1/stream", "/v1/status"), ("asked 4000", "/v1/status", "/v1/stream")],
)
def test_no_more_than_there_is_room_for(tmp_path: Path, limit: str, path: str, other: str) -> None:
    """Whoever comes beyond a total is told to come again; streams and reads have one each."""
    heard, go_on = Event(), Event()

    def slow(asked: Asked) -> Reply:
        if asked.line.split()[1] == path:
            heard.set()
            go_on.wait(60)
        return kept(asked)

    with (
        Replica(slow).running() as replica,
        fronting(
            tmp_path, [replica.port], changed={limit: f"{limit.split(maxsplit=1)[0]} 1"}
        ) as front,
        ThreadPoolExecutor(1) as pool,
    ):
        first = pool.submit(front.ask, path)
        heard.wait(60)
        refused, answered = front.ask(path), front.ask(other)
        go_on.set()

    assert first.result().status == answered.status == 200
    assert problem(refused) == known(Busy)
