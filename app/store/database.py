"""The database: who may read, who may write, and when a transaction begins and ends.

`main` makes one Database and closes it. Nobody else commits: a transaction is the body of
`async with database.writing()`, kept whole when it ends well and dropped whole when it does not.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NewType

from sqlalchemy.ext.asyncio import AsyncConnection

from app.store import sqlite
from app.store.fault import told_plainly

ReadSession = NewType("ReadSession", AsyncConnection)
"""One consistent view of everything; the database refuses to write through it."""

WriteSession = NewType("WriteSession", ReadSession)
"""One transaction that may write. It sees what it wrote, and can be read from as well."""

DataVersion = tuple[sqlite.Inode, int]
"""Equal as long as nobody has committed anything; compare it, do not order it."""


class Database:
    """One database: two sets of connections, one of which cannot write."""

    def __init__(self, url: str, *, busy_s: float = sqlite.BUSY_S) -> None:
        """Name the database, as sqlite+aiosqlite:///path; nothing is opened before it is used.

        `busy_s` is how many seconds we wait for other processes that write.
        """
        self._file = sqlite.file_of(url)
        self._readers = sqlite.engine(self._file, sqlite.READER, busy_s)
        self._writer = sqlite.engine(self._file, sqlite.WRITER, busy_s)
        self._watch: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._watching = asyncio.Lock()

    def present(self) -> bool:
        """Tell whether the database is there to be asked."""
        return self._file.inode() is not None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """Open a session that reads one consistent state; raises DatabaseGone without a file."""
        self._file.require()
        with told_plainly():
            async with self._readers.connect() as connection:
                await self._file.follow(connection)
                yield ReadSession(connection)

    @asynccontextmanager
    async def writing(self, *, much: bool = False) -> AsyncIterator[WriteSession]:
        """Open a transaction: committed at the end of the block, rolled back if it raises.

        With `much`, the connection gets the memory that a large import needs.
        Raises DatabaseGone, with nothing acknowledged, when there is no file or it was deleted or
        replaced during the block; DatabaseBusy when another process goes on writing; DatabaseFull.
        """
        self._file.require()
        with told_plainly():
            async with self._turn, self._writer.connect() as connection:
                await self._file.follow(connection)
                async with connection.begin():
                    if much:
                        await connection.exec_driver_sql(sqlite.ROOMY)
                    yield WriteSession(ReadSession(connection))
                await self._file.hold(connection)

    async def data_version(self) -> DataVersion:
        """Give what changes with every commit, of this process or another.

        Raises DatabaseGone without a file.
        """
        self._file.require()
        with told_plainly():
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

    async def close(self) -> None:
        """Close every connection and end its thread."""
        async with self._watching:
            if self._watch is not None:
                await self._watch.close()
                self._watch = None
        await self._readers.dispose()
        await self._writer.dispose()
