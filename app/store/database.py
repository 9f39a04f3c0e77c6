"""The database: who may read, who may write, and when a transaction begins and ends.

`main` makes one Database and closes it. Nobody else commits: a transaction is the body of
`async with database.writing()`, kept whole when it ends well and dropped whole when it does not.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from datetime import datetime
from typing import NewType, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from app.store.address import is_postgresql
from app.store.fault import told_plainly
from app.store.hearing import Told, Wait
from app.store.postgresql import Postgresql
from app.store.sqlite import BUSY_S
from app.store.sqlite_database import Sqlite

ReadSession = NewType("ReadSession", AsyncConnection)
"""One consistent view of everything; the database refuses to write through it."""

WriteSession = NewType("WriteSession", ReadSession)
"""One transaction that may write. It sees what it wrote, and can be read from as well."""

DataVersion = Hashable
"""Equal as long as nobody has committed anything; compare it, do not order it."""

Fence = Callable[[ReadSession], Awaitable[None]]
"""What is asked at the beginning of a transaction, with the writer's turn taken; raises StoreError
where it may not be."""


class Kind(Protocol):
    """What a kind of database does in its own way.

    Each raises DatabaseGone where the database is away, and leaves its driver's errors to be told.
    """

    def present(self) -> bool:
        """Tell whether the database is there to be asked, as far as we know."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection on one consistent state that refuses to write."""

    def writing(self, *, much: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction, one at a time among all processes."""

    async def data_version(self) -> DataVersion:
        """Give what changes with every commit of anybody."""

    def time(self) -> datetime | None:
        """Give the moment by its own clock; None where it has none, or it was not heard yet."""

    async def moment(self, connection: AsyncConnection, own: datetime) -> datetime:
        """Give our own moment, or one by its clock where ours is ahead of that."""

    async def hear(self, told: Told, wait: Wait) -> None:
        """Call `told` whenever anybody may have committed something, until cancelled."""

    async def close(self) -> None:
        """Close every connection."""


class Database:
    """One database: two sets of connections, one of which cannot write."""

    def __init__(self, url: str, *, busy_s: float = BUSY_S) -> None:
        """Name the database, as sqlite+aiosqlite:///path or postgresql://user@host/name.

        Nothing is opened before it is used. `busy_s` is how many seconds we wait for other
        processes that write. Raises ValueError for an address of any other kind.
        """
        self._kind: Kind = (
            Postgresql(url, busy_s=busy_s) if is_postgresql(url) else Sqlite(url, busy_s=busy_s)
        )
        self._fence: Fence | None = None

    def fenced(self, fence: Fence) -> "Database":
        """Give the same database as it is handed to somebody who may work on it for a time only.

        Each of its transactions begins with the fence; each read does too, so that who may write no
        more sends and asks nothing either by what it read. It is closed with this one.
        """
        handed_out = copy(self)
        handed_out._fence = fence  # noqa: SLF001 - it is one of us
        return handed_out

    def present(self) -> bool:
        """Tell whether the database is there to be asked."""
        return self._kind.present()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """Open a session that reads one state.

        Raises DatabaseGone without a database, and what the fence raises, where there is one.
        """
        with told_plainly():
            async with self._kind.reading() as connection:
                session = ReadSession(connection)
                if self._fence is not None:
                    await self._fence(session)
                yield session

    @asynccontextmanager
    async def writing(self, *, much: bool = False) -> AsyncIterator[WriteSession]:
        """Open a transaction: committed at the end of the block, rolled back if it raises.

        With `much`, the connection gets the memory that a large import needs.
        Raises DatabaseGone, with nothing acknowledged, when there is no database or it went away or
        was replaced during the block; DatabaseBusy when another process goes on writing;
        DatabaseFull; and what the fence raises, where there is one.
        """
        with told_plainly():
            async with self._kind.writing(much=much) as connection:
                session = WriteSession(ReadSession(connection))
                if self._fence is not None:
                    await self._fence(session)
                yield session

    async def data_version(self) -> DataVersion:
        """Give what changes with every commit, of this process or another.

        Raises DatabaseGone without a database.
        """
        with told_plainly():
            return await self._kind.data_version()

    def time(self) -> datetime | None:
        """Give the moment by the database's own clock, as `data_version` heard it last.

        It goes on while the database is away. None for a file, which has none, and before any look.
        """
        return self._kind.time()

    async def moment(self, session: ReadSession, own: datetime) -> datetime:
        """Give the moment of an act: ours, but none that lies ahead by the database's clock.

        It would only count later for all who live by that. Raises DatabaseGone.
        """
        with told_plainly():
            return await self._kind.moment(session, own)

    async def hear(self, told: Told, wait: Wait = asyncio.sleep) -> None:
        """Call `told` whenever anybody may have committed something, until cancelled.

        Nothing may rely on it: a file tells of nothing, and what a connection to a server misses
        nobody hears. `wait` passes seconds between attempts to connect.
        """
        await self._kind.hear(told, wait)

    async def close(self) -> None:
        """Close every connection and end its thread."""
        await self._kind.close()
