"""Connections over real sockets: what is too much or too slow ends, what is only slow does not."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from uvicorn import Config

from app.cli.connections.connection import Connection, State, look_after
from app.cli.connections.limits import Limits
from app.web.problems import MEDIA_TYPE

WIDE = Limits(whole_s=60, stalled_s=60, leaving_s=60)
"""Limits of time that no test reaches."""

SOON_S = 0.03
LARGE = b"x" * (8 * 1024 * 1024)
"""More than the system keeps for a reader who takes nothing."""

GET = b"GET /small HTTP/1.1\r\nhost: a\r\n\r\n"


@dataclass
class Caller:
    """One end of a connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes."""
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Read one answer whole: its status, headers and body."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.split("\r\n")[:-2]
        headers = dict(line.split(": ", 1) for line in lines)
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(first.split()[1]), headers, body

    async def problem(self) -> dict[str, Any]:
        """Read a refusal, after which the other side has hung up."""
        status, headers, body = await self.answer()
        assert headers["content-type"] == MEDIA_TYPE
        assert headers["cache-control"] == "no-store"
        assert headers["connection"] == "close"
        assert await self.reader.read() == b""
        told: dict[str, Any] = json.loads(body)
        assert told["status"] == status
        return told

    async def ended(self) -> bytes:
        """Read until the other side has hung up; gives all that came."""
        came = b""
        try:
            while data := await self.reader.read(65536):
                came += data
        except ConnectionError:
            pass
        return came


@dataclass
class Listening:
    """A server on loopback: whoever calls is held to limits."""

    port: int
    state: State
    asked: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def call(self, buffer: int | None = None) -> AsyncIterator[Caller]:
        """Call it; with `buffer`, the system keeps about that many bytes for us."""
        calling = socket.socket()
        if buffer:
            calling.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        calling.setblocking(False)  # noqa: FBT003 - so it is called
        loop = asyncio.get_running_loop()
        await loop.sock_connect(calling, ("127.0.0.1", self.port))
        caller = Caller(*await asyncio.open_connection(sock=calling, limit=4096))
        try:
            yield caller
        finally:
            caller.writer.transport.abort()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for something, asking after each look at the connections."""
        while not happened():
            self.looked.clear()
            await self.looked.wait()

    def later(self, seconds: float) -> None:
        """Look after the connections now, and as if this much time had passed."""
        now = asyncio.get_running_loop().time()
        look_after(self.state.connections, now)
        look_after(self.state.connections, now + seconds)

    def came(self) -> bool:
        """Tell whether anything of a request has come."""
        every = [each for each in self.state.connections if isinstance(each, Connection)]
        return any(each._came for each in every)  # noqa: SLF001 - nobody else needs to know

    async def application(self, scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401
        """Answer: `/large` with much, `/late` when the gate opens, all else with little."""
        self.asked.append(scope["path"])
        if scope["path"] == "/late":
            await self.gate.wait()
        body = LARGE if scope["path"] == "/large" else b"ok"
        headers = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def listening(limits: Limits, *, watched: bool = True) -> AsyncIterator[Listening]:
    """Listen with these limits for the length of the block, and look after it all the time.

    Times that are never to be reached are long, and `later` moves on: this machine may be busy.
    Where it is not `watched`, only that looks after the connections.
    """
    found = Listening(port=0, state=State(limits))
    config = Config(
        found.application,
        interface="asgi3",
        http=Connection,
        proxy_headers=False,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_keep_alive=limits.idle_s,
    )
    config.load()
    loop = asyncio.get_running_loop()

    async def looking() -> None:
        while True:
            if watched:
                look_after(found.state.connections, loop.time())
            found.looked.set()
            await asyncio.sleep(SOON_S / 10)

    server = await loop.create_server(
        lambda: Connection(config, found.state, {}, loop), "127.0.0.1", 0
    )
    found.port = server.sockets[0].getsockname()[1]
    task = asyncio.create_task(looking())
    try:
        async with asyncio.timeout(60):
            yield found
    finally:
        task.cancel()
        server.close()
        found.gate.set()
        for each in list(found.state.connections):
            each.transport.abort()
        await asyncio.gather(task, *found.state.tasks, return_exceptions=True)
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a caller does, no line in the log tells of it."""
    caplog.set_level(logging.INFO)
    yield
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_an_ordinary_request_is_answered() -> None:
    """Requests on one connection are answered one after the other, also when sent together."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET * 3)
        answers = [await caller.answer() for _ in range(3)]

    assert [(status, body) for status, _, body in answers] == [(200, b"ok")] * 3


async def test_a_request_may_come_in_pieces() -> None:
    """What counts is when it is whole."""
    async with listening(WIDE) as server, server.call() as caller:
        for byte in GET:
            await caller.send(bytes([byte]))
        status, _, _ = await caller.answer()

    assert status == 200


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_long_path_is_refused(at_once: bool) -> None:  # noqa: FBT001
    """A path with its query beyond the limit is 414, in one piece or many."""
    line = b"GET /small?q=" + b"a" * WIDE.target
    async with listening(WIDE) as server, server.call() as caller:
        if at_once:
            await caller.send(line + b" HTTP/1.1\r\nhost: a\r\n\r\n")
        else:
            await caller.send(line)
            await caller.send(b"a" * WIDE.head)
        told = await caller.problem()

    assert told["status"] == 414
    assert str(WIDE.target) in told["detail"]
    assert server.asked == []


async def test_a_path_as_long_as_allowed_is_answered() -> None:
    """The limit itself is within it."""
    path = b"/small?q=".ljust(WIDE.target, b"a")
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(b"GET " + path + b" HTTP/1.1\r\nhost: a\r\n\r\n")
        status, _, _ = await caller.answer()

    assert status == 200


@pytest.mark.parametrize(
    "headers",
    [
        b"a: b\r\n" * (WIDE.headers + 1),
        b"a: " + b"b" * WIDE.head + b"\r\n",
        b"b" * (WIDE.head + 1) + b": a\r\n",
        (b"a: " + b"b" * 1024 + b"\r\n") * 40,
    ],
    ids=["many", "long value", "long name", "much together"],
)
@pytest.mark.parametrize("whole", [True, False])
async def test_large_headers_are_refused(headers: bytes, whole: bool) -> None:  # noqa: FBT001
    """Too many headers, or too large ones, are 431; where they are large, before their end."""
    if not whole and len(headers) < WIDE.head:
        headers = headers.rstrip() + b"c" * WIDE.head
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(b"GET /small HTTP/1.1\r\n" + headers + (b"\r\n" if whole else b""))
        told = await caller.problem()

    assert told["status"] == 431
    assert server.asked == []


async def test_endless_line_ends_are_refused() -> None:
    """What is no request at all has the limit of a head."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(b"\r\n" * WIDE.head)
        told = await caller.problem()

    assert told["status"] == 431


async def test_what_is_no_request_is_told_so() -> None:
    """Anything but HTTP/1.1 is 400, as a problem, without a line in the log."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls\r\n\r\n")
        told = await caller.problem()

    assert told["status"] == 400
    assert told["type"] == "urn:darial:problem:malformed"


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


async def test_a_body_within_the_limit_is_let_by() -> None:
    """A body that nobody reads, larger than a head may be, costs nobody their next request."""
    head = b"GET /small HTTP/1.1\r\nhost: a\r\ncontent-length: 60000\r\n\r\n"
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(head)
        first, _, _ = await caller.answer()
        await caller.send(b"a" * 60_000)
        await caller.send(GET)
        second, _, _ = await caller.answer()

    assert (first, second) == (200, 200)


async def test_an_endless_body_is_not_taken() -> None:
    """A body without an announced length ends the connection at its limit, after the answer."""
    head = b"GET /small HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    limits = Limits(whole_s=60, leaving_s=SOON_S)
    async with listening(limits) as server, server.call() as caller:
        await caller.send(head)
        status, _, _ = await caller.answer()
        await _refused(caller, chunk)

    assert status == 200


async def _refused(caller: Caller, chunk: bytes) -> None:
    """Send the same again and again until the other side has hung up."""
    with contextlib.suppress(ConnectionError):
        while True:
            await caller.send(chunk)


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


async def test_too_many_connections_are_turned_away() -> None:
    """Beyond the limit it is 503 with Retry-After; whoever has a connection goes on."""
    limits = Limits(connections=1, whole_s=60, leaving_s=60)
    async with listening(limits) as server, server.call() as first:
        await first.send(GET)
        await first.answer()
        async with server.call() as second:
            await second.send(GET)
            status, headers, body = await second.answer()
        await first.send(GET)
        again, _, _ = await first.answer()

    assert (status, again) == (503, 200)
    assert int(headers["retry-after"]) > 0
    assert json.loads(body)["type"].endswith("#temporary-reduced-capacity")
    assert server.asked == ["/small"] * 2


@pytest.mark.parametrize("path", [b"/healthz", b"/readyz", b"/metrics"])
async def test_a_supervisor_is_answered_though_all_are_taken(path: bytes) -> None:
    """How the service stands is told beyond the limit too: many readers are no reason to end it."""
    limits = Limits(connections=0, whole_s=60)
    async with listening(limits) as server, server.call() as caller:
        await caller.send(GET.replace(b"/small", path))
        status, _, _ = await caller.answer()

    assert status == 200


async def test_far_too_many_connections_are_only_closed() -> None:
    """Beyond those that are told, nothing is said and nothing is kept."""
    limits = Limits(connections=1, turned_away=0, whole_s=60)
    async with listening(limits) as server, server.call() as first:
        await first.send(GET)
        await first.answer()
        async with server.call() as second:
            came = await second.ended()

        assert came == b""
        assert len(server.state.connections) == 1


async def test_a_place_is_free_again() -> None:
    """Who leaves makes room for the next."""
    async with listening(Limits(connections=1, whole_s=60)) as server:
        for _ in range(3):
            async with server.call() as caller:
                await caller.send(GET)
                status, _, _ = await caller.answer()
                assert status == 200
            await server.until(lambda: not server.state.connections)


async def test_many_requests_ahead_of_their_answers_are_not_kept() -> None:
    """A caller who sends more and more without waiting is hung up on."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET.replace(b"small", b"late") + GET * (WIDE.pipelined + 1))
        came = await caller.ended()

    assert came == b""


async def test_an_offer_to_speak_otherwise_is_let_by() -> None:
    """A request that offers HTTP/2 is answered in HTTP/1.1, and the connection then ends."""
    offer = GET.replace(b"\r\n\r\n", b"\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n")
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(offer)
        status, headers, body = await caller.answer()
        rest = await caller.ended()

    assert (status, body, rest) == (200, b"ok", b"")
    assert headers["connection"] == "close"


async def test_a_fault_amid_answers_ends_them() -> None:
    """Where an answer is under way nothing else can be said, so the connection just ends."""
    async with listening(WIDE) as server, server.call() as caller:
        await caller.send(GET.replace(b"small", b"late") + b"no request\r\n\r\n")
        came = await caller.ended()

    assert came == b""


async def test_who_was_refused_is_not_waited_for() -> None:
    """Whoever goes on sending after a refusal is ended soon."""
    async with listening(Limits(leaving_s=SOON_S)) as server, server.call() as caller:
        await caller.send(b"no request\r\n\r\n")
        status, _, _ = await caller.answer()
        await server.until(lambda: not server.state.connections)

    assert status == 400
