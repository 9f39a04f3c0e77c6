"""A way to the database that can be cut: what goes through it stops, as on a broken network."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

HERE = "127.0.0.1"
PIECE = 65536


@dataclass
class Proxy:
    """Passes bytes on to a port of this machine, while it is entered and not cut.

    Cut, it goes on taking connections and bytes and passes nothing on: nobody is told.
    """

    target: int
    port: int = 0
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Listen."""
        self._open.set()
        self._server = await asyncio.start_server(self._met, HERE, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """End every connection."""
        assert self._server is not None
        self._server.close()
        self.mend()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Pass nothing on from now on."""
        self._open.clear()

    def mend(self) -> None:
        """Pass everything on again; what was held back comes late, as on a network."""
        self._open.set()

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._pass(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._open.wait()
        with suppress(OSError):
            their_reader, their_writer = await asyncio.open_connection(HERE, self.target)
            both = (self._one_way(reader, their_writer), self._one_way(their_reader, writer))
            await asyncio.gather(*both)
            their_writer.close()
        writer.close()

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                await self._open.wait()
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass  # the other side is gone, which the end below tells this side
        finally:
            writer.close()
