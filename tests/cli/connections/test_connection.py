"""Connections over real sockets: what is no request, or too much of one, is refused."""

import contextlib

import pytest

from app.cli.connections.limits import Limits
from tests.cli.connections.calling import GET, SOON_S, WIDE, Caller, listening

pytestmark = pytest.mark.usefixtures("nothing_is_logged")


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
