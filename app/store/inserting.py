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
        stored += (await session.exec_driver_sql(_insertion(size), values)).rowcount
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
def _insertion(rows: int) -> str:
    row = f"({', '.join('?' * len(WRITTEN))})"
    return (
        f"INSERT INTO reports ({', '.join(WRITTEN)}) VALUES {', '.join([row] * rows)} "  # noqa: S608 - our own column names
        "ON CONFLICT (public) DO NOTHING"
    )


async def stored_by(session: ReadSession, newest: int, publics: Collection[int]) -> frozenset[int]:
    """Give which of these numbers were stored already when `newest` was the last row."""
    rows = await session.scalars(
        select(public_number).where(public_number.in_(publics), table.c.id <= newest)
    )
    return frozenset(rows)
