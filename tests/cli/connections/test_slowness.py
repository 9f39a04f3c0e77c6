"""Slowness: what is too slow on either side ends, what is only slow does not."""

import asyncio

import pytest

from app.cli.connections.connection import look_after
from app.cli.connections.limits import Limits
from tests.cli.connections.calling import GET, LARGE, SOON_S, WIDE, Caller, listening

pytestmark = pytest.mark.usefixtures("nothing_is_logged")


@pytest.mark.parametrize("sent", [b"GET /small", b"GET /small HTTP/1.1\r\nhost: a\r\nb: "])
async def test_a_request_that_does_not_end_is_refused(sent: bytes) -> None:
    """Half a request is 408 when its time is up, however often a byte comes."""
    async with listening(WIDE) as server, server.call() as caller:
        trickle = asyncio.create_task(_trickle(caller, sent))
        await server.until(server.came)
        server.later(WIDE.whole_s)
        told = await caller.problem()
        trickle.cancel()

    assert told["status"] == 408
    assert server.asked == []


async def test_a_request_has_its_time() -> None:
    """Until then it is waited for."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET[:20])
        await server.until(server.came)
        server.later(WIDE.whole_s - 30)
        await caller.send(GET[20:])
        status, _, _ = await caller.answer()

    assert status == 200


async def _trickle(caller: Caller, begin: bytes) -> None:
    await caller.send(begin)
    while True:
        await caller.send(b"a")
        await asyncio.sleep(SOON_S / 10)


async def test_who_says_nothing_is_hung_up_on() -> None:
    """A connection on which nothing comes ends without a word."""
    limits = Limits(whole_s=SOON_S, leaving_s=SOON_S)
    async with listening(limits) as server, server.call() as caller:
        came = await caller.ended()

    assert came == b""


async def test_line_ends_keep_no_connection() -> None:
    """Line ends between requests are let by, and do not count as a sign of life."""
    limits = Limits(idle_s=0, whole_s=60)
    async with listening(limits) as server, server.call() as caller:
        await caller.send(GET + b"\r\n")
        status, _, _ = await caller.answer()
        rest = await caller.ended()

    assert (status, rest) == (200, b"")


async def test_a_second_request_has_its_own_time() -> None:
    """On a connection that was used before, half a request is refused as well."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET)
        first, _, _ = await caller.answer()
        server.later(WIDE.whole_s * 10)
        await caller.send(b"GET /sma")
        await server.until(server.came)
        server.later(WIDE.whole_s)
        told = await caller.problem()

    assert (first, told["status"]) == (200, 408)


async def test_a_body_that_trickles_keeps_no_connection() -> None:
    """A body nobody asked for must arrive in time too; the answer comes before that."""
    head = b"GET /small HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n"
    async with listening(WIDE) as server, server.call() as caller:
        trickle = asyncio.create_task(_trickle(caller, head))
        status, _, _ = await caller.answer()
        server.later(WIDE.whole_s)
        rest = await caller.ended()
        trickle.cancel()

    assert (status, rest) == (200, b"")


async def test_a_late_answer_has_its_time() -> None:
    """Limits of arrival do not count while we are the ones who work."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET.replace(b"small", b"late"))
        await server.until(lambda: server.asked == ["/late"])
        server.later(WIDE.whole_s * 10)
        server.gate.set()
        status, _, body = await caller.answer()

    assert (status, body) == (200, b"ok")


async def test_a_reader_who_takes_nothing_is_hung_up_on() -> None:
    """An answer that nobody reads ends its connection, and what was kept of it is let go."""
    async with (
        listening(WIDE, watched=False) as server,
        server.call(buffer=4096) as caller,
    ):
        await caller.send(GET.replace(b"small", b"large"))
        await server.until(lambda: server.asked == ["/large"])
        looks = 0
        while server.state.connections:
            look_after(server.state.connections, looks * WIDE.stalled_s)
            looks += 1
            await asyncio.sleep(0)

    assert looks >= 2


async def test_a_slow_reader_gets_everything() -> None:
    """Who takes a little again and again gets the whole answer, however long it takes."""
    part = len(LARGE) // 16
    async with (
        listening(WIDE, watched=False) as server,
        server.call(buffer=65536) as caller,
    ):
        await caller.send(GET.replace(b"small", b"large"))
        await caller.reader.readuntil(b"\r\n\r\n")
        for number in range(16):
            look_after(server.state.connections, number * WIDE.stalled_s * 0.75)
            assert await caller.reader.readexactly(part) == LARGE[:part]


async def test_who_was_refused_is_not_waited_for() -> None:
    """Whoever goes on sending after a refusal is ended soon."""
    async with listening(Limits(leaving_s=SOON_S)) as server, server.call() as caller:
        await caller.send(b"no request\r\n\r\n")
        status, _, _ = await caller.answer()
        await server.until(lambda: not server.state.connections)

    assert status == 400
