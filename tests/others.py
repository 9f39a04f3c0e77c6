"""What others do to a database meanwhile: take it away, write to it, look into it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from app.store.database import Database
from app.store.fault import DatabaseGone
from app.store.postgresql import WRITER_LOCK
from tests.databases import ON_SERVER, cluster, path_of, url_of

ENDS = ("", "-wal", "-shm")
"""What the names of a database's files end in."""

BACK_S = 30
"""How long we wait for a database that is back: attempts at it are at most two seconds apart."""


def take_away(url: str) -> None:
    """Have a database away, for whoever is connected too; `bring_back` puts it back."""
    if ON_SERVER:
        let_in(url, "false")
        return
    path = path_of(url)
    for end in ENDS:
        if (part := path.with_name(path.name + end)).exists():
            part.rename(path.with_name(f"away{end}"))


async def bring_back(url: str, *databases: Database) -> None:
    """Put it back, and wait until each of these answers again: they space their attempts."""
    if ON_SERVER:
        let_in(url, "true")
    path = path_of(url)
    for end in ENDS:
        if (part := path.with_name(f"away{end}")).exists():
            part.rename(path.with_name(path.name + end))
    for each in databases:
        await back(each)


async def back(database: Database) -> None:
    """Wait until a database answers again: attempts at one that is away are spaced."""
    async with asyncio.timeout(BACK_S):
        while not await _answers(database):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.02)


def run(path: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask a database, or change it, as its operator might: each value stands for a `?`."""
    if not ON_SERVER:
        with closing(sqlite3.connect(path)) as file, file:
            return file.execute(statement, values).fetchall()
    with psycopg.connect(url_of(path), autocommit=True) as connection:
        cursor = connection.execute(statement.replace("?", "%s"), values)
        return cursor.fetchall() if cursor.description else []


class Writer:
    """Another process that writes: it has its turn from `begin` on until `end`."""

    def __init__(self, path: Path) -> None:
        """Connect to a database; nothing is held up yet."""
        self.under_way = False
        self._connection: Any = (
            psycopg.connect(url_of(path), autocommit=True)
            if ON_SERVER
            else sqlite3.connect(path, isolation_level=None)
        )

    def begin(self) -> None:
        """Take a turn."""
        if ON_SERVER:
            self._connection.execute("BEGIN")
            self._connection.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        else:
            self._connection.execute("BEGIN IMMEDIATE")
        self.under_way = True

    def write(self, statement: str) -> int:
        """Write in the turn, or at once where none is under way; gives how many rows."""
        return int(self._connection.execute(statement).rowcount)

    def end(self, how: str = "ROLLBACK") -> None:
        """End the turn, by COMMIT or by ROLLBACK."""
        self._connection.execute(how)
        self.under_way = False

    def close(self) -> None:
        """Go away."""
        self._connection.close()


def contents(path: Path) -> object:
    """Give all that a database holds, to be compared."""
    if not ON_SERVER:
        return path.read_bytes()
    named = run(
        path,
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename <> 'alembic_version'",
    )
    return {name: run(path, f"SELECT * FROM {name} ORDER BY 1") for (name,) in named}  # noqa: S608 - the server's own names


def let_in(url: str, whether: str) -> None:
    """Have a database on a server let anybody in (`true`), or nobody and end who is (`false`)."""
    name = make_url(url).database
    with psycopg.connect(cluster().url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {whether}")
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )


async def _answers(database: Database) -> bool:
    try:
        await database.data_version()
    except DatabaseGone:
        return False
    return True
