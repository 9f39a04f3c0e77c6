"""Inserting: rows go to the driver as they are, many in one statement, each public id once."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import chain

from sqlalchemy import BigInteger, select, type_coerce

from app.store.database import ReadSession, WriteSession
from app.store.row import WRITTEN, Values
from app.store.tables import reports as table

STATEMENT = 800
"""How many rows one INSERT holds at most: every SQLite takes 32,766 values.

One statement for many rows, because other threads of Python run on while SQLite is inside it. Other
numbers are put together from halves of this, so that there are ten statements, and all stay
prepared.
"""

SQLITE = "sqlite"
"""What the driver of SQLite calls itself; it marks values otherwise than the other one."""

PUBLIC = WRITTEN.index("public")
"""Where a row on its way in has the number of its public id."""

public_number = type_coerce(table.c.public, BigInteger)
"""The public id as the number it is kept as."""


def firsts(rows: Sequence[Values]) -> Sequence[Values]:
    """Leave out each row whose identity came before in the same batch."""
    if len({row[PUBLIC] for row in rows}) == len(rows):
        return rows
    kept: dict[int, Values] = {}
    for row in rows:
        kept.setdefault(row[PUBLIC], row)
    return list(kept.values())


async def insert(session: WriteSession, rows: Sequence[Values]) -> int:
    """Hand rows to the driver as they are, and give how many were not there yet."""
    stored, start = 0, 0
    for size in _sizes(len(rows)):
        values = tuple(chain.from_iterable(rows[start : start + size]))
        statement = _insertion(size, on_sqlite=session.dialect.name == SQLITE)
        stored += (await session.exec_driver_sql(statement, values)).rowcount
        start += size
    return stored


def _sizes(rows: int) -> Iterator[int]:
    size = STATEMENT
    while rows:
        while size > rows:
            size //= 2
        yield size
        rows -= size


@cache
def _insertion(rows: int, *, on_sqlite: bool) -> str:
    return f"{into_reports(WRITTEN, rows, on_sqlite=on_sqlite)} ON CONFLICT (public) DO NOTHING"


def into_reports(columns: Sequence[str], rows: int, *, on_sqlite: bool) -> str:
    """Give the statement that inserts so many rows of these columns."""
    row = f"({', '.join(['?' if on_sqlite else '%s'] * len(columns))})"
    return f"INSERT INTO reports ({', '.join(columns)}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - our own column names


async def stored_by(session: ReadSession, newest: int, publics: Collection[int]) -> frozenset[int]:
    """Give which of these numbers were stored already when `newest` was the last row."""
    rows = await session.scalars(
        select(public_number).where(public_number.in_(publics), table.c.id <= newest)
    )
    return frozenset(rows)
