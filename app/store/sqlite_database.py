"""A SQLite file as the database: a writer, readers beside it, and the file that may go away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from app.store import sqlite
from app.store.hearing import Wait


class Sqlite:
    """One file; every connection is on the one that stands under its name now."""

    def __init__(self, url: str, *, busy_s: float) -> None:
        """Name the file; raises ValueError for an address of none."""
        self._file = sqlite.file_of(url)
        self._readers = sqlite.engine(self._file, sqlite.READER, busy_s)
        self._writer = sqlite.engine(self._file, sqlite.WRITER, busy_s)
        self._watch: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._watching = asyncio.Lock()

    def present(self) -> bool:
        """Tell whether there is a file."""
        return self._file.inode() is not None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection that reads one state of the file."""
        self._file.require()
        async with self._readers.connect() as connection:
            await self._file.follow(connection)
            yield connection

    @asynccontextmanager
    async def writing(self, *, much: bool) -> AsyncIterator[AsyncConnection]:
        """Open a transaction; what is written to a file that was deleted meanwhile is not kept."""
        self._file.require()
        async with self._turn, self._writer.connect() as connection:
            await self._file.follow(connection)
            async with connection.begin():
                if much:
                    await connection.exec_driver_sql(sqlite.ROOMY)
                yield connection
            await self._file.hold(connection)

    async def data_version(self) -> tuple[sqlite.Inode, int]:
        """Give the file and its number of commits, as one connection sees it."""
        self._file.require()
        async with self._watching:
            connection = await self._watcher()
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None  # noqa: S101 - it was just checked
            ((version,),) = await raw.driver_connection.execute_fetchall("PRAGMA data_version")
            return raw.info["inode"], version

    async def _watcher(self) -> AsyncConnection:
        # Only a connection that stays open, outside any transaction, sees the number change.
        if self._watch is None:
            self._watch = await self._readers.connect()
        await self._file.follow(self._watch)
        return self._watch

    def time(self) -> None:
        """Give no time: a file has no clock."""

    async def moment(self, connection: AsyncConnection, own: datetime) -> datetime:
        """Give our own moment: who shares a file shares a clock."""
        del connection
        return own

    async def hear(self, told: Callable[[], None], wait: Wait) -> None:
        """Hear nothing: a file tells nobody of commits, so whoever wants to know looks at it."""
        del told, wait
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Close every connection and end its thread."""
        async with self._watching:
            if self._watch is not None:
                await self._watch.close()
                self._watch = None
        await self._readers.dispose()
        await self._writer.dispose()
