"""Begun moves: what a database is told while another is moved into it, until it is whole.

It stands in a table of its own, which is there as long as a move is under way and in no shape of
ours: whoever finds it knows that the database is not whole yet.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.schema import CreateTable, DropTable

from app.store.address import is_postgresql, plain_engine
from app.store.columns import Moment
from app.store.copying import as_kept
from app.store.database import ReadSession, WriteSession
from app.store.every_table import EVERY_TABLE
from app.store.fault import told_plainly
from app.store.inspection import GROWING, opened
from app.store.sqlite import file_of

moving = Table(
    "moving",
    MetaData(),
    Column("origin", String, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("firsts", String, nullable=False),
)
"""One row: from which address, since when, and how the rows of that database begin."""

Firsts = Mapping[str, str]
"""The digest of the first row of each table that only grows; it stays what it is for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A move that was begun: `origin` is the address it comes from, as it may be shown."""

    origin: str
    begun_at: datetime
    firsts: Firsts

    def is_of(self, firsts: Firsts) -> bool:
        """Tell whether a database that begins like this is the one it was begun from."""
        return self.firsts.items() <= firsts.items()


async def firsts_of(session: ReadSession) -> Firsts:
    """Give how the rows of a database begin."""
    found = {}
    for table in EVERY_TABLE:
        if table.name in GROWING:
            key = [as_kept(table).c[each.name] for each in table.primary_key.columns]
            row = (await session.execute(select(as_kept(table)).order_by(*key).limit(1))).first()
            if row is not None:
                found[table.name] = sha256(repr(tuple(row)).encode()).hexdigest()
    return found


async def begun(session: ReadSession) -> Begun | None:
    """Give the move that is under way into a database; None where none is."""
    return await session.run_sync(_begun)


async def begin(session: WriteSession, move: Begun) -> None:
    """Note that a move is under way."""
    await session.execute(CreateTable(moving))
    firsts = json.dumps(dict(move.firsts))
    values = {"origin": move.origin, "begun_at": move.begun_at, "firsts": firsts}
    await session.execute(insert(moving).values(values))


async def end(session: WriteSession) -> None:
    """Note that it is done."""
    await session.execute(DropTable(moving))


def origin_of(url: str) -> str | None:
    """Give from where a move into the database at `url` was begun; None where none is under way.

    A database that is not there has none. Raises StoreError where it cannot be asked.
    """
    return _on_server(url) if is_postgresql(url) else _in_file(file_of(url).path)


def _begun(connection: Connection) -> Begun | None:
    if not inspect(connection).has_table(moving.name):
        return None
    row = connection.execute(select(moving)).one()
    return Begun(origin=row.origin, begun_at=row.begun_at, firsts=json.loads(row.firsts))


def _on_server(url: str) -> str | None:
    with told_plainly(), plain_engine(url).connect() as connection:
        if connection.scalar(select(func.to_regclass(moving.name))) is None:
            return None
        return str(connection.scalar(select(moving.c.origin)))


def _in_file(path: Path) -> str | None:
    if not path.exists():
        return None
    with opened(path) as connection:
        named = "SELECT count(*) FROM sqlite_master WHERE name = ?"
        ((there,),) = connection.execute(named, (moving.name,))
        if not there:
            return None
        ((origin,),) = connection.execute("SELECT origin FROM moving")
        return str(origin)
