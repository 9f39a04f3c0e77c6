"""`darial move`: all that one database holds into another, of the same kind or the other one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

import typer

from app.cli.database import bring_up, faults, require
from app.cli.database_words import shown
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.keeping import stamp, tidily
from app.cli.progress import Progress
from app.cli.terminal import say, tell
from app.clock import now
from app.store import moving
from app.store.address import is_postgresql, server_url
from app.store.begun import Begun
from app.store.comparing import Compared
from app.store.database import Database, ReadSession, WriteSession
from app.store.moving import Come, Moved, Unmovable
from app.store.sqlite import file_of

EPILOG = """\b
Examples:
  darial move --from sqlite:///darial.db --to postgresql://darial@host/darial
  darial move --from postgresql://darial@one/darial --to postgresql://two/name
  darial move --from postgresql://darial@host/darial --to sqlite:////srv/it.db

\b
Exit codes:
  0    moved whole: both sides hold the same
  1    not whole: some rows differ, or the source was written to meanwhile
  2    wrong usage, or the target holds something else
  3    a database or a disk needs mending
  130  ended by Ctrl-C, or 143 by SIGTERM
After 1, 3, 130 and 143 the same command goes on where it stood."""

SERVED = (
    "{path} was written to while it was moved: end `darial serve` and whatever else writes to it,"
    " then run the same command again. It goes on where it stands."
)
DIFFERENT = (
    "{path} does not hold what {source} holds, and what only grows is not put right: somebody wrote"
    " to one of both. Empty the target, and run the same command again."
)

SETTING = "DARIAL_DATABASE_URL"
DIGITS = 16
"""How much of a digest is shown: enough to see that two are not the same."""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("move", epilog=EPILOG)(move)


def move(
    source: Annotated[
        str, typer.Option("--from", metavar="URL", help="The database that is moved; it stays.")
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="URL", help="An empty one, or a move that was begun.")
    ],
) -> None:
    """Move a database into another, a file's or a server's.

    Everything is copied a part at a time, with the numbers it has; then each table is read on both
    sides and compared by its rows and their SHA-256. A file that is not there is made, a database
    on a server is to be there and empty. Until all is the same the target is served by nobody.
    Ended anywhere, the same command goes on where it stood. End `darial serve` on the source first:
    what it writes meanwhile is noticed, and the move is not whole.

    A password is better kept in PGPASSWORD or in the file ~/.pgpass than in an address.
    """
    _check(source, "--from")
    _check(target, "--to")
    if _same(source, target):
        raise Fault("--from and --to name the same database: name two.", UNUSABLE)
    with tidily():
        with _named("--from"):
            require(source)
        with _named("--to"):
            bring_up(target, begun=True)
        moved = asyncio.run(_moved(source, target))
    outcome(moved, source, target)


def _check(url: str, option: str) -> None:
    try:
        _ = server_url(url) if is_postgresql(url) else file_of(url)
    except ValueError as error:
        raise Fault(f"{option} cannot be used: {error}.", UNUSABLE) from error


def _same(source: str, target: str) -> bool:
    if is_postgresql(source) and is_postgresql(target):
        return server_url(source) == server_url(target)
    if is_postgresql(source) or is_postgresql(target):
        return False
    return file_of(source).path.resolve() == file_of(target).path.resolve()


@contextmanager
def _named(option: str) -> Iterator[None]:
    """Have what is told of a setting told of the option."""
    try:
        yield
    except Fault as fault:
        raise Fault(str(fault).replace(SETTING, option), fault.code) from fault


class _Told(Database):
    """One side, whose faults are told with its address, whatever the other side was asked for."""

    def __init__(self, url: str, option: str) -> None:
        super().__init__(url)
        self._url, self._option = url, option

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        with _named(self._option), faults(self._url):
            async with super().reading() as session:
                yield session

    @asynccontextmanager
    async def writing(self, *, much: bool = False) -> AsyncIterator[WriteSession]:
        with _named(self._option), faults(self._url):
            async with super().writing(much=much) as session:
                yield session


async def _moved(source: str, target: str) -> Moved:
    here, there = _Told(source, "--from"), _Told(target, "--to")
    try:
        before = await _begun(here, there, source, target)
        _tell_begin(before, source, target)
        with _watched("copied") as copied, _watched("compared") as compared:
            return await moving.go_on(here, there, copied, compared)
    finally:
        await here.close()
        await there.close()


async def _begun(here: Database, there: Database, source: str, target: str) -> Begun | None:
    try:
        return await moving.begin(here, there, shown(source), now())
    except Unmovable as error:
        raise Fault(f"Nothing was moved to {shown(target)}: {error}.", UNUSABLE) from error


def _tell_begin(before: Begun | None, source: str, target: str) -> None:
    if before is None:
        tell(f"Moving {shown(source)} to {shown(target)} ...")
        return
    tell(
        f"Going on with the move of {before.origin} to {shown(target)} that was begun"
        f" {stamp(before.begun_at)} ..."
    )


@contextmanager
def _watched(done: str) -> Iterator[Come]:
    with Progress(done) as progress:
        yield progress.at


def outcome(moved: Moved, source: str, target: str) -> None:
    """Tell what became of a move; raises Fault where it is not whole."""
    longest = max(len(each.table) for each in moved.compared)
    for each in moved.compared:
        say(f"{each.table:<{longest}}  {_sides(each)}")
    for table, rows in moved.mended.items():
        tell(f"{table}: {rows:,} rows that had changed since they were copied were put right.")
    if moved.changed:
        raise Fault(SERVED.format(path=shown(source)), PARTLY)
    if moved.differing:
        raise Fault(DIFFERENT.format(path=shown(target), source=shown(source)), PARTLY)
    rows = sum(each.source.rows for each in moved.compared)
    say(f"Moved {rows:,} rows to {shown(target)}: both sides hold the same.")
    tell(f"Name it in {SETTING}, and start `darial serve`; {shown(source)} stays as it is.")


def _sides(each: Compared) -> str:
    here = f"{each.source.rows:>11,} rows  {each.source.digest[:DIGITS]}"
    if each.source == each.target:
        return f"{here}  the same on both sides"
    there = f"{each.target.rows:,} rows  {each.target.digest[:DIGITS]}"
    first = "" if each.first is None else f", from {', '.join(map(str, each.first))} on"
    return f"{here}  not {there}{first}"
