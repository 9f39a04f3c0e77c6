"""Where tests keep their databases: in SQLite files, or on a PostgreSQL server.

The latter with DARIAL_TEST_STORE=postgresql. A path stands for a database in both cases: on a
server for one that is made when its address is asked for first, and dropped after the test.
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
from sqlalchemy import make_url

from app.store import migrate
from app.store.copying import parts, write
from app.store.counting import go_on_counting
from app.store.database import Database
from app.store.every_table import EVERY_TABLE
from app.store.postgresql import Postgresql
from app.store.sqlite_database import Sqlite
from app.store.tables import board
from tests.long import FULL
from tests.postgresql import Cluster, Given, Server

SWITCHES = ("DARIAL_TEST_STORE", "DARIAL_TEST_POSTGRESQL")
"""What tells where: our own variables, which the service would take for misspelt settings."""

ON_SERVER = os.environ.get("DARIAL_TEST_STORE", "sqlite") == "postgresql"  # noqa: TID251
"""Whether databases are on a server."""

GIVEN = os.environ.get("DARIAL_TEST_POSTGRESQL", "")  # noqa: TID251
"""The address of a database on a server that is there already; without it we start one."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM = 2_000_000_000
"""Bytes that must be free in memory for a server to live there: databases come and go quicker."""

needs_file = pytest.mark.skipif(ON_SERVER, reason="is about SQLite's file")
"""Marks what only a database in a file can show."""

SHOWN_ONCE = frozenset(
    {
        "browser", "catalog", "chaos", "dialling", "domain", "leading", "reading", "replicas",
        "simulating", "sources", "test_move.py", "test_moving.py",
    }
)  # fmt: skip
"""Tests that use no database, a server of their own, or both kinds whatever the others use."""

SHOWN_AT_LENGTH = frozenset(
    {
        "page", "test_accuracy.py", "test_accuracy_replayed.py", "test_fault_matrix.py",
        "test_every_feed.py", "test_readme.py", "test_stream.py",
    }
)  # fmt: skip
"""Tests that take minutes over what comes before the store and after it: publishers that fail,
pages written, years assessed, changes sent on. What they ask, others ask a server too; with FULL=1
they do as well."""

GIVES_ONE = frozenset({"archive", "database", "empty", "newspapers", "with_archive"})
"""The fixtures that every database of a test is copied from, or that give one."""

_numbers = count(1)
_templates: list[int] = []
_made: dict[Path, int] = {}
"""The databases on the server, by the path that stands for each."""


def is_shown(path: Path) -> bool:
    """Tell whether tests of a folder or file need not run once more on a server."""
    return path.name in SHOWN_ONCE or (not FULL and path.name in SHOWN_AT_LENGTH)


def uses_one(test: pytest.Item) -> bool:
    """Tell whether a test uses a database, by the fixtures it asks for."""
    return not GIVES_ONE.isdisjoint(getattr(test, "fixturenames", ()))


def url_of(path: Path) -> str:
    """Give the address of the database that a path stands for: on a server it is there, empty."""
    if not ON_SERVER:
        return file_url(path)
    if path.absolute() not in _made:
        _make(path)
    return cluster().url(_name(_made[path.absolute()]))


def file_url(path: Path) -> str:
    """Give the address of a database file, whatever the others are."""
    return f"sqlite+aiosqlite:///{path}"


def missing(folder: Path) -> str:
    """Give the address of a database that is not there."""
    return cluster().url("nowhere") if ON_SERVER else file_url(folder / "missing.db")


def copied(template: Path, folder: Path) -> str:
    """Copy a database that nobody has open, as darial.db of a folder; gives its address."""
    return url_of(placed(template, folder / "darial.db"))


def placed(template: Path, path: Path) -> Path:
    """Copy a database that nobody has open to another path, and give that."""
    if not ON_SERVER:
        shutil.copyfile(template, path)
        return path
    _make(path, _name(_made[template.absolute()]))
    return path


def path_of(url: str) -> Path:
    """Give the path that stands for a database, by its address."""
    if not ON_SERVER:
        return Path(str(make_url(url).database))
    return next(path for path in _made if url_of(path) == url)


def beside(url: str) -> Path | None:
    """Give where the archive of a database on a server goes: where it would beside a file.

    None where it goes there by itself.
    """
    paths = (path for path in _made if url_of(path) == url)
    return next((path.with_name("darial-archive") for path in paths if path.parent.is_dir()), None)


def is_there(path: Path) -> bool:
    """Tell whether a database is there."""
    return path.absolute() in _made if ON_SERVER else path.exists()


def moved(template: Path) -> str:
    """Make a database on the server that holds what a template does; gives its address."""
    source = _name(_made[template.absolute()]) if ON_SERVER else _moved(template)
    path = Path(f"/moved/{next(_numbers)}")
    _make(path, source)
    return cluster().url(_name(_made[path]))


def fresh() -> str:
    """Make an empty database on the server, wherever the others are; gives its address."""
    path = Path(f"/fresh/{next(_numbers)}")
    _make(path)
    return cluster().url(_name(_made[path]))


def newest() -> int:
    """Give the number of the database that was made last on the server; 0 where there is none."""
    return max(_made.values(), default=0)


def drop_after(number: int) -> None:
    """Drop the databases that were made on the server after a number."""
    for path in [path for path, made in _made.items() if made > number]:
        cluster().drop(_name(_made.pop(path)))


def file_of(database: Database) -> Path:
    """Give the file of a database that is one, to do to it what an operator might."""
    return Path(str(make_url(address_of(database)).database))


def address_of(database: Database) -> str:
    """Give the address of a database that is open."""
    kind = database._kind  # noqa: SLF001 - nobody else has to know
    if isinstance(kind, Sqlite):
        return file_url(kind._file.path)  # noqa: SLF001
    assert isinstance(kind, Postgresql)
    return kind._writer.url.set(drivername="postgresql").render_as_string(hide_password=False)  # noqa: SLF001


def _make(path: Path, template: str = "template0") -> None:
    """Make the database of a path; in the place of one that is there, under the same address."""
    number = _made.get(path.absolute())
    if number is None:
        number = next(_numbers)
    else:
        cluster().drop(_name(number))
    cluster().make(_name(number), template)
    _made[path.absolute()] = number


def _name(number: int) -> str:
    return f"darial_test_{os.getpid()}_{number}"


@cache
def _moved(template: Path) -> str:
    number = next(_numbers)
    _templates.append(number)
    url = cluster().make(_name(number))
    migrate.upgrade(url)
    # A loop may be running here already: the template is made in a thread of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_fill(template, url))).result()
    return _name(number)


async def _fill(template: Path, url: str) -> None:
    """Copy every row, with the numbers it has, where nobody can come between."""
    source, target = Database(file_url(template)), Database(url)
    try:
        async with source.reading() as reading, target.writing() as writing:
            await writing.execute(board.delete())
            for table in EVERY_TABLE:
                async for rows in parts(reading, table):
                    await write(writing, table, rows)
            await go_on_counting(writing)
    finally:
        await source.close()
        await target.close()


def cluster() -> Cluster:
    """Give where databases come and go: the server we are given, or our own."""
    return Given(GIVEN) if GIVEN else server()


@cache
def server() -> Server:
    """Give the server of this process, started when it is asked for first; it may be stopped."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = tempfile.mkdtemp(prefix="darial-postgresql-", dir=MEMORY if roomy else None)
    started = Server(Path(folder))
    started.start()
    return started


def close() -> None:
    """End the server, if it was started, and remove what is kept there."""
    if GIVEN:
        drop_after(0)
        for number in _templates:
            cluster().drop(_name(number))
    if server.cache_info().currsize:
        server().stop("immediate")
        shutil.rmtree(server().folder)
