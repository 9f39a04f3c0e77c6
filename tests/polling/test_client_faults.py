"""The client among faults: each is told apart, costs little, and is over with the next answer."""

import asyncio
import tracemalloc
from datetime import timedelta

import pytest

from app.polling.client import Client
from app.sources.kit import Request, Source, SourceError, Unreachable, Unreadable
from tests.faults import FAULTS
from tests.polling.asking import SHORT, SOURCE, a_client, a_source, to
from tests.upstream import HERE, Good, Ground, Talk, Upstream, answer, raw

DECIDED = [name for name, fault in FAULTS.items() if fault.outcome is not None]
HANDED_ON = [name for name, fault in FAULTS.items() if fault.outcome is None]

MEBIBYTE = 1024 * 1024


def _source(name: str) -> Source:
    return a_source(timeout=SHORT) if FAULTS[name].slow else SOURCE


def _set_up(upstream: Upstream, name: str) -> Request:
    fault = FAULTS[name]
    upstream.serve("/faulty?key=secret", fault.behaviour(Good()))
    upstream.serve("/good", answer(Good()))
    return to(upstream, "/faulty?key=secret", fault.ground)


async def _error(client: Client, source: Source, request: Request) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await client.ask(source, request)
    return caught.value


@pytest.mark.parametrize("name", DECIDED)
async def test_a_fault_has_its_outcome_and_passes(name: str) -> None:
    """Each fault is the outcome it should be, in one short sentence, and the next answer counts."""
    async with Upstream() as upstream, a_client() as client:
        request = _set_up(upstream, name)
        error = await _error(client, _source(name), request)
        after = await client.ask(SOURCE, to(upstream, "/good"))

    assert error.outcome is FAULTS[name].outcome
    assert str(error).startswith((f"{HERE}: ", "nowhere.example: "))
    assert "secret" not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) <= 300
    assert after.body == Good().body


@pytest.mark.parametrize("name", HANDED_ON)
async def test_what_only_the_reader_can_judge_is_handed_on(name: str) -> None:
    """An answer that keeps to HTTP and is odd inside reaches the source's reader."""
    async with Upstream() as upstream, a_client() as client:
        request = _set_up(upstream, name)
        given = await client.ask(SOURCE, request)
        after = await client.ask(SOURCE, to(upstream, "/good"))

    assert given.status == 200
    assert given.body
    assert after.body == Good().body


@pytest.mark.parametrize("name", ["gzip_bomb", "endless_body"])
async def test_memory_is_bounded(name: str) -> None:
    """An answer without end takes no more memory than a few times what the source may send."""
    async with Upstream() as upstream, a_client() as client:
        request = _set_up(upstream, name)
        tracemalloc.start()
        try:
            error = await _error(client, a_source(largest=MEBIBYTE), request)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert str(error) == f"{HERE}: its answer is larger than {MEBIBYTE} bytes"
    assert peak < 20 * MEBIBYTE


@pytest.mark.parametrize(
    ("name", "whole_s", "read_s", "sentence"),
    [
        ("slow_headers", 0.08, 30, "it gave no whole answer within 0.08 s"),
        ("dripping_body", 0.08, 30, "it gave no whole answer within 0.08 s"),
        ("slow_headers", 30, 0.05, "nothing came for 0.05 s"),
        ("slow_body", 30, 0.05, "nothing came for 0.05 s"),
    ],
)
async def test_which_time_was_up_is_told(
    name: str, whole_s: float, read_s: float, sentence: str
) -> None:
    """The sentence tells whether one reading or the whole took too long."""
    source = a_source(timeout=timedelta(seconds=whole_s))
    async with Upstream() as upstream, a_client(read_s=read_s) as client:
        began = asyncio.get_running_loop().time()
        error = await _error(client, source, _set_up(upstream, name))
        took = asyncio.get_running_loop().time() - began

    assert str(error) == f"{HERE}: {sentence}"
    assert took < 1


async def test_a_name_server_that_is_silent_is_left() -> None:
    """Looking up a name has as long as connecting, and no longer."""

    async def silent(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with a_client(resolve=silent, connect_s=0.05) as client:
        source = a_source(timeout=timedelta(seconds=2))
        error = await _error(client, source, Request(url="http://hillgate.example/"))

    assert str(error) == "hillgate.example: no connection came about within 0.05 s"


async def test_the_next_address_is_tried() -> None:
    """A name whose first address takes no connection is reached at its second."""

    async def two(_host: str, _port: int) -> list[str]:
        return ["::1", HERE]

    async with Upstream() as upstream, a_client(resolve=two) as client:
        upstream.serve("/good", answer(Good()))
        given = await client.ask(
            SOURCE, Request(url=f"http://upstream.example:{upstream.port(Ground.GOOD)}/good")
        )

    assert given.body == Good().body


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("refused", "127.0.0.1: no connection came about: Connection refused"),
        ("dns_failure", "nowhere.example: no connection came about: its name is unknown"),
        ("forbidden_403", "127.0.0.1: it keeps us out with status 403 Forbidden"),
        ("server_error_500", "127.0.0.1: it answers with status 500 Internal Server Error"),
        ("moved_elsewhere", "127.0.0.1: it leads to another host, elsewhere.example"),
        ("redirect_loop", "127.0.0.1: it leads in a circle at 127.0.0.1:"),
        ("empty_200", "127.0.0.1: its answer is empty"),
        ("wrong_type", "127.0.0.1: its answer is 'application/zip', not application/json"),
        ("truncated", "127.0.0.1: its answer broke off or is garbled: peer closed connection"),
        ("cut_gzip", "127.0.0.1: its answer breaks off within what was packed"),
        ("self_signed", "127.0.0.1: no connection came about: [SSL: CERTIFICATE_VERIFY_FAILED]"),
    ],
)
async def test_what_is_said_of_a_fault(name: str, sentence: str) -> None:
    """The operator reads which host it was and what happened."""
    async with Upstream() as upstream, a_client() as client:
        error = await _error(client, SOURCE, _set_up(upstream, name))

    assert str(error).startswith(sentence)


@pytest.mark.parametrize(
    "answered",
    [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        b"",
    ],
    ids=["other protocol", "headers too long", "bad chunk", "cut chunk", "bad length", "nothing"],
)
async def test_what_is_no_http_is_unreachable(answered: bytes) -> None:
    """Whatever breaks HTTP itself is an answer that did not come."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/faulty", raw(answered))
        error = await _error(client, SOURCE, to(upstream, "/faulty"))

    assert isinstance(error, Unreachable)
    assert len(str(error)) <= 300


async def test_what_follows_the_stated_length_reaches_nobody() -> None:
    """Bytes behind an answer's length are not part of it, nor of the next answer."""
    more = b'{"queue": 999}'
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/long", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" + more))
        upstream.serve("/good", answer(Good()))
        first = await client.ask(SOURCE, to(upstream, "/long"))
        second = await client.ask(SOURCE, to(upstream, "/good"))

    assert first.body == b"{}"
    assert second.body == Good().body


async def test_one_that_is_slow_holds_up_nobody() -> None:
    """While many sources wait for their time to be up, another one's answer comes."""
    source = a_source(timeout=timedelta(seconds=3))
    async with Upstream() as upstream, a_client() as client, asyncio.TaskGroup() as waiting:
        upstream.serve("/slow", FAULTS["slow_body"].behaviour(Good()))
        upstream.serve("/good", answer(Good()))
        slow = [waiting.create_task(client.ask(source, to(upstream, "/slow"))) for _ in range(120)]
        # It is a task too, so that all of the slow ones were there before it.
        given = await waiting.create_task(client.ask(SOURCE, to(upstream, "/good")))
        unanswered = [task for task in slow if not task.done()]
        for task in slow:
            task.cancel()

    assert given.body == Good().body
    assert len(unanswered) == 120


async def test_who_is_called_off_stops_at_once() -> None:
    """A poll that is called off ends as that, not as a fault of the publisher."""
    met = asyncio.Event()

    async def hold(talk: Talk) -> None:
        met.set()
        await talk.hold()

    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/held", hold)
        asked = asyncio.create_task(client.ask(SOURCE, to(upstream, "/held")))
        await met.wait()
        asked.cancel()
        (ended,) = await asyncio.gather(asked, return_exceptions=True)

    assert isinstance(ended, asyncio.CancelledError)


async def test_a_body_as_large_as_allowed_is_taken() -> None:
    """The limit is the largest body that is allowed, not the smallest that is not."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/full", answer(Good(body=b"x" * 1000)))
        given = await client.ask(a_source(largest=1000), to(upstream, "/full"))
        with pytest.raises(Unreadable):
            await client.ask(a_source(largest=999), to(upstream, "/full"))

    assert given.received == len(given.body) == 1000


async def test_a_sentence_is_short_whatever_is_asked() -> None:
    """The longest name of a host does not make a long sentence."""
    async with a_client() as client:
        error = await _error(client, SOURCE, Request(url=f"http://{'a' * 60}{'.b' * 300}/"))

    assert len(str(error)) == 300
