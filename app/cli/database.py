"""The database as a command meets it: there or not, of our shape or not, and what it refuses."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from app.cli.fault import Fault
from app.cli.terminal import tell
from app.clock import now
from app.store import migrate
from app.store.database import Database, ReadSession, WriteSession
from app.store.fault import StoreError
from app.store.mark import is_simulated
from app.store.sqlite import BUSY_S, file_of, url_of

Answer = TypeVar("Answer")

PRIMARY = 0xFF
"""The part of SQLite's extended result codes that holds the primary one."""

SENTENCES = {
    sqlite3.SQLITE_BUSY: "{path} is being written to by another process: try again in a minute.",
    sqlite3.SQLITE_FULL: "The disk is full, so nothing was stored: make room and run this again.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened: allow reading and writing it and its"
    " folder.",
    sqlite3.SQLITE_IOERR: "{path} cannot be read or written ({error}): see whether its disk is full"
    " or failing.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written to: allow that, and for its folder too.",
    sqlite3.SQLITE_NOTADB: "{path} is no database: name another in DARIAL_DATABASE_URL.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged: `darial restore FILE.db.gz` puts a backup back, or"
    " name another file in DARIAL_DATABASE_URL.",
}
"""What SQLite's primary result codes mean to an operator."""

MISSING = (
    "There is no database at {path} yet: `make run` makes and serves one,"
    " `darial import --archive` only makes it."
)
OLDER = (
    "{path} is of an older shape ({found}, this program needs {wanted}): `darial serve --prepare`"
    " brings it up to date."
)
NEWER = (
    "{path} is newer than this program ({found}, this program knows {wanted}): run the program that"
    " wrote it, or name another file in DARIAL_DATABASE_URL."
)
SIMULATED = (
    "{path} is simulated: what it holds was made by `darial simulate` and is true of no border. So"
    " it is asked only: nothing real is written to it, and it is neither served nor passed on. Name"
    " another file in DARIAL_DATABASE_URL."
)
TOLD = "{path} is simulated: nothing in it is true of any border."
SAVED = "As it was it is saved in {where}: `darial restore` of the earlier program takes it back."


def answer(url: str, ask: Callable[[ReadSession], Awaitable[Answer]]) -> Answer:
    """Ask the database one thing; raises Fault where it is missing or not of our shape.

    A simulated one may be asked; that it is one is told.
    """

    async def asked(database: Database) -> Answer:
        async with database.reading() as session:
            return await ask(session)

    require(url, simulated=True)
    return work(url, asked)


def change(url: str, do: Callable[[WriteSession], Awaitable[None]]) -> None:
    """Write in one transaction; raises Fault where the database is missing or not of our shape."""

    async def done(database: Database) -> None:
        async with database.writing() as session:
            await do(session)

    require(url)
    work(url, done)


def work(
    url: str, do: Callable[[Database], Awaitable[Answer]], patience_s: float = BUSY_S
) -> Answer:
    """Open the database for one piece of work; raises Fault where that fails.

    Others that write are waited for as long as `patience_s` seconds.
    """
    with faults(url):
        return asyncio.run(_worked(url, do, patience_s))


async def _worked(
    url: str, do: Callable[[Database], Awaitable[Answer]], patience_s: float
) -> Answer:
    database = Database(url, busy_s=patience_s)
    try:
        return await do(database)
    finally:
        await database.close()


def require(url: str, *, simulated: bool = False) -> None:
    """Raise Fault unless there is a database of the shape that this program needs.

    A simulated one is refused unless it may be `simulated`; then that is told.
    """
    with faults(url):
        _check(url)
        if not simulated:
            refuse_simulated(url)
        elif is_simulated(file_of(url).path):
            tell(TOLD.format(path=shown(url)))


def refuse_simulated(url: str) -> None:
    """Raise Fault for a database that is marked as simulated."""
    with faults(url):
        if is_simulated(file_of(url).path):
            raise Fault(SIMULATED.format(path=shown(url)))


def bring_up(url: str, *, simulated: bool = False) -> None:
    """Make the database, or bring it to our shape; tells what it does, if anything.

    Raises Fault for a simulated one unless it may be `simulated`.
    """
    with faults(url):
        if not simulated:
            refuse_simulated(url)
        found, wanted = migrate.current(url), migrate.head()
        if found == wanted:
            return
        _refuse_newer(url, found, wanted)
        if found is None:
            tell(f"Making the database {shown(url)} ...")
        else:
            tell(f"Bringing the database {shown(url)} from {found} to {wanted} ...")
        migrate.upgrade(url, now(), lambda where: tell(SAVED.format(where=shown(url_of(where)))))


@contextmanager
def faults(url: str) -> Iterator[None]:
    """Turn what the store and SQLite refuse into a sentence."""
    try:
        file_of(url)
    except ValueError as error:
        raise Fault(f"DARIAL_DATABASE_URL cannot be used: {error}.") from error
    try:
        yield
    except StoreError as error:
        raise Fault(f"{shown(url)}: {error}.") from error
    except DBAPIError as error:
        raise _told(url, error.orig) from error
    except sqlite3.Error as error:
        raise _told(url, error) from error


def _told(url: str, error: BaseException | None) -> Fault:
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    sentence = SENTENCES.get(code, "{path} cannot be used: {error}.")
    return Fault(sentence.format(path=shown(url), error=error))


def _check(url: str) -> None:
    found, wanted = migrate.current(url), migrate.head()
    _refuse_newer(url, found, wanted)
    if found != wanted:
        sentence = MISSING if found is None else OLDER
        raise Fault(sentence.format(path=shown(url), found=found, wanted=wanted))


def _refuse_newer(url: str, found: str | None, wanted: str) -> None:
    """Raise Fault for a database of a shape that this program does not know yet."""
    # Revisions are numbered, so a later one sorts after ours.
    if found is not None and found > wanted:
        raise Fault(NEWER.format(path=shown(url), found=found, wanted=wanted))


def shown(url: str) -> str:
    """Give the database's path, short where it lies below the folder we are in."""
    path, here = file_of(url).path, Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
