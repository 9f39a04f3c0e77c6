"""Where tests keep their databases: in SQLite files, or on a PostgreSQL server.

The latter with DARIAL_TEST_STORE=postgresql.

Templates are files in both cases. On a server each is moved there once and copied there for each
test that asks for one.
"""

import asyncio
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from app.store import migrate
from app.store.database import Database
from app.store.moving import move
from app.store.sqlite_database import Sqlite
from tests.postgresql import Server

ON_SERVER = os.environ.get("DARIAL_TEST_STORE", "sqlite") == "postgresql"  # noqa: TID251
"""Whether databases are on a server."""

needs_file = pytest.mark.skipif(ON_SERVER, reason="is about SQLite's file")
"""Marks what only a database in a file can show."""

_numbers = count(1)
_copies: list[int] = []


def url_of(path: Path) -> str:
    """Give the address of a database file."""
    return f"sqlite+aiosqlite:///{path}"


def copies() -> int:
    """Give the number of the copy made last on the server; 0 where there is none."""
    return _copies[-1] if _copies else 0


def drop_after(number: int) -> None:
    """Drop the copies that were made on the server after so many."""
    for copy in [each for each in _copies if each > number]:
        server().drop(f"copy_{copy}")
        _copies.remove(copy)


def file_of(database: Database) -> Path:
    """Give the file of a database that is one, to do to it what an operator might."""
    kind = database._kind  # noqa: SLF001 - nobody else has to know
    assert isinstance(kind, Sqlite)
    return kind._file.path  # noqa: SLF001


def copied(template: Path, folder: Path) -> str:
    """Copy a database that nobody has open, into a folder or on the server; gives its address."""
    if ON_SERVER:
        return moved(template)
    path = folder / "darial.db"
    shutil.copyfile(template, path)
    return url_of(path)


def moved(template: Path) -> str:
    """Make a database on the server that holds what a file does; gives its address."""
    template_name = _template(template)
    _copies.append(next(_numbers))
    return server().make(f"copy_{_copies[-1]}", template_name)


def fresh() -> str:
    """Make an empty database on the server, wherever the others are; gives its address."""
    _copies.append(next(_numbers))
    return server().make(f"copy_{_copies[-1]}")


@cache
def server() -> Server:
    """Give the server of this process, started when it is asked for first."""
    started = Server(Path(tempfile.mkdtemp(prefix="darial-postgresql-")))
    started.start()
    return started


def close() -> None:
    """End the server, if it was started, and remove what it kept."""
    if server.cache_info().currsize:
        server().stop("immediate")
        shutil.rmtree(server().folder)


@cache
def _template(template: Path) -> str:
    name = f"template_{next(_numbers)}"
    url = server().make(name)
    migrate.upgrade(url)
    # A loop may be running here already: the template is made in a thread of its own.

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_moved(template, url))).result()
    return name


async def _moved(template: Path, url: str) -> None:
    source, target = Database(url_of(template)), Database(url)
    try:
        await move(source, target)
    finally:
        await source.close()
        await target.close()
