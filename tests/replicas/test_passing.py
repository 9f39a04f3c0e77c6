"""deploy/replicas/nginx.conf: what goes on to a replica, and to which."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.replicas.front import Front, free_port, fronting, needs_nginx
from tests.replicas.replica import BODY, COMPUTED, EVERY_WAY, TAG, Replica, gone

pytestmark = needs_nginx

PASSED = {"accept", "accept-encoding", "accept-language", "host"}
READER = {
    "Authorization": "Basic cmVhZGVy",
    "Cookie": "reader=1",
    "Forwarded": "for=203.0.113.7",
    "Referer": "https://reader.example/",
    "User-Agent": "reader",
    "X-Forwarded-For": "203.0.113.7",
    "X-Real-IP": "203.0.113.7",
    "X-Request-ID": "reader",
}
"""What leads to a reader."""


@pytest.mark.parametrize("path", EVERY_WAY)
def test_nothing_of_a_reader_goes_on(front: Front, replica: Replica, path: str) -> None:
    """Whatever a reader sends, a replica is told only what its answer depends on."""
    told = {"Accept": "*/*", "Accept-Encoding": "br", "Accept-Language": "fi", **READER}

    answer = front.ask(path, told)

    assert answer.body == BODY
    (asked,) = replica.asked
    assert asked.headers.keys() <= PASSED
    assert asked.headers["accept"] == "*/*"
    assert asked.headers["host"] == "replicas"
    assert not [value for value in asked.headers.values() if "reader" in value or "203" in value]


@pytest.mark.parametrize("path", EVERY_WAY)
def test_a_dead_replica_is_passed_over(tmp_path: Path, replica: Replica, path: str) -> None:
    """Whoever would have been sent to it is answered by another."""
    replica.reply = lambda _asked: (200, {"Cache-Control": "no-store"}, BODY)

    with fronting(tmp_path, [free_port(), replica.port, free_port()]) as front:
        answers = [front.ask(path).status for _ in range(12)]

    assert answers == [200] * 12
    assert len(replica.asked) == 12


def test_a_busy_replica_is_no_dead_one(tmp_path: Path, replica: Replica) -> None:
    """However often it is too busy, the reader is told so by it, and it goes on being asked."""
    replica.reply = gone
    with ExitStack() as stack:
        other = stack.enter_context(Replica(gone).running())
        front = stack.enter_context(fronting(tmp_path, [replica.port, other.port]))
        answers = [front.ask(f"/v1/status?{number}") for number in range(20)]

    assert {(each.status, each.body) for each in answers} == {(503, b"busy")}
    assert len(replica.asked) == len(other.asked) == 10


def test_a_stream_goes_on_with_what_its_reader_has(front: Front, replica: Replica) -> None:
    """The id of the last event reaches the replica."""
    front.ask("/v1/stream?place=lars", {"Last-Event-ID": "512-0a1b2c3d"})

    (asked,) = replica.asked
    assert asked.line == "GET /v1/stream?place=lars HTTP/1.1"
    assert asked.headers["last-event-id"] == "512-0a1b2c3d"


def test_a_part_of_a_file_is_asked_for_as_such(front: Front, replica: Replica) -> None:
    """The archive's files are not fetched whole for a part of one."""
    front.ask("/v1/archive/a.csv.gz", {"Range": "bytes=0-9", "If-Range": TAG})

    (asked,) = replica.asked
    assert asked.headers["range"] == "bytes=0-9"
    assert asked.headers["if-range"] == TAG


def test_nothing_is_written_down(tmp_path: Path, replica: Replica) -> None:
    """Whatever is asked, and whatever fails, no file holds a word of it but the cache."""
    with fronting(tmp_path, [free_port(), replica.port]) as front:
        for path in ("/v1/status?reader", COMPUTED, "/v1/stream", "/metrics", "/%zz"):
            front.ask(path, READER)
        replica.reply = gone
        front.ask("/v1/reports?reader", READER)
        front.ask("/v1/status", READER, method="POST")
        written = front.written()

    assert written.keys() == {"stderr", "nginx.pid"}
    assert written["stderr"] == b""
