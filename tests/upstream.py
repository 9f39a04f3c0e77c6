"""A publisher on loopback, over real sockets, that behaves to each target as it is told."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

import trustme

HERE = "127.0.0.1"
HELLO_OF_TLS = b"\x16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it came: method, target and headers (names in small letters)."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class Talk:
    """One connection, with the request that came over it."""

    asked: Asked
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def hold(self) -> None:
        """Say nothing more until the other side hangs up."""
        await self.reader.read()

    def hang_up_half(self) -> None:
        """Send no more, and go on listening."""
        self.writer.write_eof()


Behaviour = Callable[[Talk], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A good answer: what a fault spoils. With an `etag` it is given on condition."""

    body: bytes = b'{"queue": 3}'
    media: str | None = "application/json"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None

    def having(self, *headers: tuple[str, str]) -> Self:
        """Give it with further headers."""
        return replace(self, headers=self.headers + headers)


def head(good: Good, length: int | None) -> bytes:
    """Give the beginning of an answer up to its body; `length` is what it says of that."""
    lines = [f"HTTP/1.1 {good.status}", *(f"{name}: {value}" for name, value in good.headers)]
    if good.media is not None:
        lines.append(f"Content-Type: {good.media}")
    if good.etag is not None:
        lines.append(f"ETag: {good.etag}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answer(good: Good) -> Behaviour:
    """Answer well, or that nothing is new."""

    async def behave(talk: Talk) -> None:
        if good.etag is not None and talk.asked.headers.get("if-none-match") == good.etag:
            await talk.send(head(replace(good, status="304 Not Modified"), None))
        else:
            await talk.send(head(good, len(good.body)) + good.body)

    return behave


def raw(data: bytes) -> Behaviour:
    """Answer these bytes and hang up."""

    async def behave(talk: Talk) -> None:
        await talk.send(data)

    return behave


def refusal(status: str, *headers: tuple[str, str], page: str = "") -> Callable[[Good], Behaviour]:
    """Answer a status with a page instead of what was asked for."""
    bad = Good(status=status, headers=headers, media="text/html", body=page.encode())
    return lambda _good: answer(bad)


def packed(good: Good, encoding: str, body: bytes) -> Good:
    """Give an answer whose body is said to be packed."""
    return replace(good, body=body).having(("Content-Encoding", encoding))


class Ground(StrEnum):
    """Where a fault is met: in the answer, or already on the way to it."""

    GOOD = "good"
    REFUSED = "refused"
    NAMELESS = "nameless"
    NO_TLS = "no_tls"
    UNTRUSTED = "untrusted"


NAMELESS_HOST = "nowhere.example"


async def resolve(host: str, port: int) -> list[str]:
    """Find every name on this machine, but for the one that nobody has."""
    del port
    if host == NAMELESS_HOST:
        raise OSError("no such name")
    return [HERE]


@cache
def certificates() -> trustme.CA:
    """Make an authority that nobody knows, once."""
    return trustme.CA()


@cache
def _tls(names: tuple[str, ...]) -> ssl.SSLContext:
    """Be somebody of these names whom our authority knows; a key takes long to make, so once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates().issue_cert(*names).configure_cert(context)
    return context


def write_authority(folder: Path) -> Path:
    """Write our authority to a file, for whom it is to trust."""
    file = folder / "authority.pem"
    certificates().cert_pem.write_to_path(str(file))
    return file


async def _nothing(talk: Talk) -> None:
    await refusal("404 Not Found")(Good())(talk)


@dataclass(slots=True, kw_only=True)
class Upstream:
    """Publishers on loopback, while it is entered; over plain HTTP and, elsewhere, over TLS.

    `asked` has the requests that came, `connections` how many there were. What no target stands for
    is answered by `otherwise`; `plain_port` is the port for plain HTTP (0: any free one).
    """

    otherwise: Behaviour = _nothing
    plain_port: int = 0
    names: tuple[str, ...] = (HERE, "upstream.example")
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    _behaviours: dict[str, Behaviour] = field(default_factory=dict)
    _addresses: dict[Ground, str] = field(default_factory=dict)
    _closing: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    def serve(self, target: str, behaviour: Behaviour) -> None:
        """Behave so when this target is asked for (a path with its query)."""
        self._behaviours[target] = behaviour

    def address(self, ground: Ground = Ground.GOOD) -> str:
        """Give the address of a ground, without a slash at its end."""
        return self._addresses[ground]

    async def __aenter__(self) -> Self:
        """Listen."""
        self._closing.push_async_callback(self._end_talks)
        plain = await self._listen(None, self.plain_port)
        tls = await self._listen(_tls(self.names), 0)
        # A port that is bound and not listened on is nobody else's, and refuses.
        bound = self._closing.enter_context(socket.socket())
        bound.bind((HERE, 0))
        self._addresses = {
            Ground.GOOD: f"http://{HERE}:{plain}",
            Ground.REFUSED: f"http://{HERE}:{bound.getsockname()[1]}",
            Ground.NAMELESS: f"http://{NAMELESS_HOST}",
            Ground.NO_TLS: f"https://{HERE}:{plain}",
            Ground.UNTRUSTED: f"https://{HERE}:{tls}",
        }
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """End every talk and close every socket."""
        await self._closing.aclose()

    def port(self, ground: Ground) -> int:
        """Give the port of a ground."""
        return int(self.address(ground).rpartition(":")[2])

    async def _listen(self, tls: ssl.SSLContext | None, wanted: int) -> int:
        server = await asyncio.start_server(self._met, HERE, wanted, ssl=tls)
        self._closing.push_async_callback(server.wait_closed)
        self._closing.callback(server.close)
        port: int = server.sockets[0].getsockname()[1]
        return port

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever asks may hang up at any moment: that is what many of the faults are for.
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            try:
                first = await reader.readexactly(1)
                if first == HELLO_OF_TLS:
                    await _speak_plainly(writer)
                    return
                asked = _read(first + await reader.readuntil(b"\r\n\r\n"))
                self.asked.append(asked)
                behave = self._behaviours.get(asked.target, self.otherwise)
                await behave(Talk(asked=asked, reader=reader, writer=writer))
            finally:
                writer.close()
                await writer.wait_closed()

    async def _end_talks(self) -> None:
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def _speak_plainly(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


def _read(request: bytes) -> Asked:
    first, *lines = request.decode("latin-1").rstrip().split("\r\n")
    method, target, _version = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _colon, value in pairs}
    return Asked(method=method, target=target, headers=headers)
