"""The database as a command meets it: there or not, of our shape or not, and what it refuses."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from app.cli.database_words import shown, told
from app.cli.fault import Fault
from app.cli.terminal import tell
from app.clock import now
from app.store import migrate
from app.store.address import is_postgresql, server_url
from app.store.begun import origin_of
from app.store.database import Database, ReadSession, WriteSession
from app.store.fault import StoreError
from app.store.mark import is_simulated
from app.store.sqlite import BUSY_S, file_of, url_of

Answer = TypeVar("Answer")

MISSING = (
    "There is no database at {path} yet: `make run` makes and serves one,"
    " `darial import --archive` only makes it."
)
EMPTY = (
    "There is nothing in {path} yet: `make run` fills and serves it, `darial import --archive` only"
    " fills it."
)
OLDER = (
    "{path} is of an older shape ({found}, this program needs {wanted}): `darial serve --prepare`"
    " brings it up to date."
)
NEWER = (
    "{path} is newer than this program ({found}, this program knows {wanted}): run the program that"
    " wrote it, or name another database in DARIAL_DATABASE_URL."
)
SIMULATED = (
    "{path} is simulated: what it holds was made by `darial simulate` and is true of no border. So"
    " it is asked only: nothing real is written to it, and it is neither served nor passed on. Name"
    " another file in DARIAL_DATABASE_URL."
)
BEGUN = (
    "{path} is not whole: it holds a move of {origin} that was begun and not ended. `darial move`"
    " with the same --from and --to goes on with it."
)
TOLD = "{path} is simulated: nothing in it is true of any border."
UNSAVED = "It is not saved first: on a server that is for the server's own means."
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
        elif _simulated(url):
            tell(TOLD.format(path=shown(url)))


def refuse_simulated(url: str) -> None:
    """Raise Fault for a database that is marked as simulated."""
    with faults(url):
        if _simulated(url):
            raise Fault(SIMULATED.format(path=shown(url)))


def bring_up(url: str, *, simulated: bool = False, begun: bool = False) -> None:
    """Make the database, or bring it to our shape; tells what it does, if anything.

    Raises Fault for a simulated one unless it may be `simulated`, and for one that another is being
    moved into unless it may be so `begun`.
    """
    with faults(url):
        if not simulated:
            refuse_simulated(url)
        if not begun:
            _refuse_begun(url)
        found, wanted = migrate.current(url), migrate.head()
        if found == wanted:
            return
        _refuse_newer(url, found, wanted)
        _tell_step(url, found, wanted)
        migrate.upgrade(url, now(), lambda where: tell(SAVED.format(where=shown(url_of(where)))))


def _tell_step(url: str, found: str | None, wanted: str) -> None:
    if found is None:
        tell(f"Making the database {shown(url)} ...")
        return
    tell(f"Bringing the database {shown(url)} from {found} to {wanted} ...")
    if is_postgresql(url):
        tell(UNSAVED)


@contextmanager
def faults(url: str) -> Iterator[None]:
    """Turn what the store and the database refuse into a sentence."""
    try:
        _ = server_url(url) if is_postgresql(url) else file_of(url)
    except ValueError as error:
        raise Fault(f"DARIAL_DATABASE_URL cannot be used: {error}.") from error
    try:
        yield
    except (StoreError, DBAPIError, sqlite3.Error) as error:
        raise told(url, error) from error


def _refuse_begun(url: str) -> None:
    if (origin := origin_of(url)) is not None:
        raise Fault(BEGUN.format(path=shown(url), origin=origin))


def _check(url: str) -> None:
    found, wanted = migrate.current(url), migrate.head()
    _refuse_newer(url, found, wanted)
    if found != wanted:
        sentence = missing(url) if found is None else OLDER
        raise Fault(sentence.format(path=shown(url), found=found, wanted=wanted))
    _refuse_begun(url)


def missing(url: str) -> str:
    """Give the sentence for a database that is not there, or holds nothing."""
    return EMPTY if is_postgresql(url) else MISSING


def _simulated(url: str) -> bool:
    # `darial simulate` makes files, and none of them is ever moved to a server.
    return not is_postgresql(url) and is_simulated(file_of(url).path)


def _refuse_newer(url: str, found: str | None, wanted: str) -> None:
    """Raise Fault for a database of a shape that this program does not know yet."""
    # Revisions are numbered, so a later one sorts after ours.
    if found is not None and found > wanted:
        raise Fault(NEWER.format(path=shown(url), found=found, wanted=wanted))
