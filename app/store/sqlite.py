"""SQLite: how the one file is opened, and how we notice that it is gone.

WAL lets readers go on while one process writes. `synchronous=NORMAL` hands each commit to the
operating system before we acknowledge it, so a kill -9 of ours loses nothing; a power cut may lose
the last commits but never damages the file. Only a migration creates the file: everybody else
opens it with `mode=rw`, so that a deleted database is an error and not an empty answer.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, AdaptedConnection, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from app.store import interruptible
from app.store.address import NEITHER, parsed
from app.store.fault import DatabaseGone

BUSY_S = 60.0
"""How long a writer waits for another process: an import of a million rows takes that long."""

READERS = 8
"""How many reading connections may be open, the watching one among them; each is a thread."""

SHARED = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA temp_store = MEMORY",
)
READING = (*SHARED, "PRAGMA cache_size = -4096", "PRAGMA query_only = ON")
WRITING = (
    *SHARED,
    "PRAGMA cache_size = -8192",
    # A large import leaves a large log behind; give the room back once it is checkpointed.
    "PRAGMA journal_size_limit = 67108864",
)
"""What each connection is told; a cache size is in KiB where it is negative.

Small caches: the system keeps the file's pages anyway, and six connections keep six copies.
"""

ROOMY = "PRAGMA cache_size = -65536"
"""What a connection is told that is about to write much."""

Inode = tuple[int, int]
"""What tells one file from another of the same name: its device and number."""


class File:
    """The database file, which may be deleted or replaced under our hands."""

    def __init__(self, path: Path) -> None:
        """Name the file; it need not be there yet."""
        self.path = path

    def inode(self) -> Inode | None:
        """Give what stands under the name now; None when nothing does."""
        try:
            found = os.stat(self.path)  # noqa: PTH116 - asked before each answer, so kept quick
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def remember(self, _connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        """Note which file a new connection has open."""
        entry.info["inode"] = self.inode()

    def require(self) -> None:
        """Raise DatabaseGone when nothing stands under the name: better than to fail to open it."""
        if self.inode() is None:
            raise DatabaseGone(f"{self.path} is gone")

    async def follow(self, connection: AsyncConnection) -> None:
        """Have a connection on the file that is there now: one put in its place is opened anew.

        Raises DatabaseGone when there is none.
        """
        if not await self._is_current(connection):
            await connection.invalidate()
            self.require()
            await connection.get_raw_connection()

    async def hold(self, connection: AsyncConnection) -> None:
        """Raise DatabaseGone, and drop the connection, when its file is not the one there now."""
        if not await self._is_current(connection):
            await connection.invalidate()
            raise DatabaseGone(f"{self.path} is not the file any more that was written to")

    async def _is_current(self, connection: AsyncConnection) -> bool:
        found = self.inode()
        raw = await connection.get_raw_connection()
        return found is not None and raw.info["inode"] == found


def file_of(url: str) -> File:
    """Name the file of a database URL; raises ValueError with the mend for any other database."""
    parts = parsed(url)
    if parts.get_backend_name() != "sqlite" or parts.database in {None, "", ":memory:"}:
        raise ValueError(NEITHER)
    return File(Path(str(parts.database)).absolute())


def url_of(path: Path) -> str:
    """Give the URL of a database file, whatever its name."""
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How connections of one kind work: how a transaction begins, what they are told first.

    `prepared` is how many statements each keeps ready. Those that name many places are large, and
    no two alike: a hundred of them on six connections took 60 MB. `connect` makes one (None: as
    the driver does).
    """

    begin: str
    pragmas: Sequence[str]
    most: int
    prepared: int
    connect: Callable[..., object] | None = None


READER = Manner(
    begin="BEGIN",
    pragmas=READING,
    most=READERS,
    prepared=16,
    connect=interruptible.connect,
)
WRITER = Manner(begin="BEGIN IMMEDIATE", pragmas=WRITING, most=1, prepared=40)


def engine(file: File, manner: Manner, busy_s: float) -> AsyncEngine:
    """Make an engine; it opens no file until it is used, and waits `busy_s` seconds for others."""
    made = create_async_engine(
        URL.create(
            "sqlite+aiosqlite",
            database=f"file:{quote(str(file.path))}",
            query={"mode": "rw", "uri": "true"},
        ),
        # We say ourselves when a transaction begins: the driver's own way begins none for reads.
        connect_args={
            "isolation_level": None,
            "timeout": busy_s,
            "cached_statements": manner.prepared,
            "async_creator_fn": manner.connect,
        },
        pool_size=manner.most,
        max_overflow=0,
        pool_timeout=busy_s,
    )

    def tune(connection: AdaptedConnection, _entry: ConnectionPoolEntry) -> None:
        script = ";".join(manner.pragmas)
        connection.run_async(lambda driver: driver.executescript(script))

    def open_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(manner.begin)

    event.listen(made.sync_engine, "connect", file.remember)
    event.listen(made.sync_engine, "connect", tune)
    event.listen(made.sync_engine, "begin", open_transaction)
    return made
