"""A server on loopback whose callers are held to limits, and callers of it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

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
