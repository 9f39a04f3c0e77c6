"""The leader's lock: one process holds it, and loses it where it ends, stands still or is cut off.

On a server it is an advisory lock of a session of its own, which the server ends where nothing is
heard of it: so a process that was stopped does not keep it. Beside a SQLite file it is a lock on a
file, which the system lets go of when the process ends.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

from app.store.address import is_postgresql, server_url, words_of
from app.store.columns import moment_of
from app.store.database import Database
from app.store.fault import DatabaseBusy, DatabaseGone
from app.store.leading import Lead, standing
from app.store.patient import Patient
from app.store.sqlite import file_of

LEADER_LOCK = 0x6461726961_02
"""The advisory lock of who leads: `daria` in ASCII, and a number (app/store/postgresql.py has
another)."""

HELD = "SELECT pg_try_advisory_lock(%s)"
STANDING = "SELECT term, since FROM leaders"


class Lock(Protocol):
    """The lock of one database; asked for again and again by whoever would lead."""

    async def hold(self) -> bool:
        """Take it, or see that it is ours still; False where another process holds it.

        Raises DatabaseGone or DatabaseBusy where that cannot be told.
        """

    async def standing(self) -> Lead | None:
        """Give the lead that was begun last, while we hold it; raises as `hold` does."""

    async def let_go(self) -> None:
        """Give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long who holds the lock may be silent, and how long we wait for an answer: seconds."""

    silent_s: float = 3.0
    answer_s: float = 2.0
    connect_s: int = 2


def lock_of(url: str, database: Database, patience: Patience | None = None) -> Lock:
    """Give the lock of the database at an address; nothing is opened yet."""
    if is_postgresql(url):
        return ServerLock(url, patience or Patience())
    return FileLock(file_of(url).path, database)


class ServerLock:
    """A lock on a server, held by a session of its own."""

    def __init__(self, url: str, patience: Patience) -> None:
        """Name the database; raises ValueError for an address of none."""
        self._where = words_of(server_url(url))
        self._patience = patience
        self._connection: Patient | None = None
        self._held = False

    async def hold(self) -> bool:
        """Take it, or see that it is ours still; after a session that broke it is taken anew."""
        try:
            if self._connection is None:
                self._connection = await self._opened()
            return await self._asked(self._connection)
        except psycopg.Error as error:
            await self.let_go()
            raise _away(error) from error

    async def _asked(self, connection: Patient) -> bool:
        if self._held:
            await connection.execute("SELECT 1")
        else:
            row = await (await connection.execute(HELD, [LEADER_LOCK])).fetchone()
            self._held = row is not None and bool(row[0])
        return self._held

    async def _opened(self) -> Patient:
        silent = round(self._patience.silent_s * 1000)
        told: dict[str, object] = {
            "autocommit": True,
            "application_name": "darial leader",
            "connect_timeout": self._patience.connect_s,
            "options": f"-c idle_session_timeout={silent} -c statement_timeout={silent}",
        }
        return await Patient.within(self._patience.answer_s)(**{**self._where, **told})

    async def standing(self) -> Lead | None:
        """Give the lead that was begun last."""
        assert self._connection is not None  # noqa: S101 - we hold it
        try:
            row = await (await self._connection.execute(STANDING)).fetchone()
        except psycopg.OperationalError as error:
            await self.let_go()
            raise _away(error) from error
        return None if row is None else Lead(row[0], moment_of(row[1]))

    async def let_go(self) -> None:
        """Give it up, with the session."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            await connection.close()


def _away(error: psycopg.Error) -> DatabaseGone:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return DatabaseGone(f"the database server does not answer: {reason[:200]}")


class FileLock:
    """A lock on a file beside a SQLite database."""

    def __init__(self, database_file: Path, database: Database) -> None:
        """Name the database's file, and the database to be read."""
        self._path = database_file.with_name(f"{database_file.name}-leader")
        self._database = database
        self._descriptor: int | None = None
        self._known: Lead | None = None

    async def hold(self) -> bool:
        """Take it, or see that it is ours still: the file may have been removed by hand."""
        if self._descriptor is not None and not self._is_there(self._descriptor):
            await self.let_go()
        if self._descriptor is None:
            self._take()
        return self._descriptor is not None

    def _take(self) -> None:
        if not self._database.present():
            raise DatabaseGone("there is no database to lead")
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DatabaseGone(f"{self._path} cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
        else:
            self._descriptor = descriptor

    def _is_there(self, descriptor: int) -> bool:
        try:
            named = self._path.stat()
        except OSError:
            return False
        held = os.fstat(descriptor)
        return (named.st_dev, named.st_ino) == (held.st_dev, held.st_ino)

    async def standing(self) -> Lead | None:
        """Give the lead that was begun last; as we knew it, while others keep us from reading."""
        try:
            async with self._database.reading() as session:
                self._known = await standing(session)
        except DatabaseBusy:
            if self._known is None:
                raise
        return self._known

    async def let_go(self) -> None:
        """Give it up; the file stays, for a lock on one that was removed holds nobody off."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
