"""Inserting: rows go to the driver as they are, many in one statement, each public id once.

On PostgreSQL they go by COPY, where they are many (app/store/staging.py).
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, literal, select, type_coerce

from app.store.database import ReadSession, WriteSession
from app.store.row import WRITTEN, Values
from app.store.staging import NEW, copy, insert_new
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
    if not rows:
        return 0
    if session.dialect.name != SQLITE:
        return await insert_new(session, WRITTEN, rows)
    return await _insert(session, WRITTEN, rows, NEW)


async def insert_numbered(session: WriteSession, rows: Sequence[Values]) -> None:
    """Insert rows that begin with their own number, none of which is there.

    Raises IntegrityError where one is.
    """
    columns = ("id", *WRITTEN)
    if session.dialect.name != SQLITE:
        await copy(session, table.name, columns, rows)
        return
    await _insert(session, columns, rows, "")


async def _insert(
    session: WriteSession, columns: tuple[str, ...], rows: Sequence[Values], otherwise: str
) -> int:
    stored, start = 0, 0
    for size in _sizes(len(rows)):
        values = tuple(chain.from_iterable(rows[start : start + size]))
        statement = _insertion(columns, size, otherwise)
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
def _insertion(columns: tuple[str, ...], rows: int, otherwise: str) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return (
        f"INSERT INTO reports ({', '.join(columns)}) VALUES {', '.join([row] * rows)} {otherwise}"  # noqa: S608 - our own column names
    )


async def stored_by(session: ReadSession, newest: int, publics: Collection[int]) -> frozenset[int]:
    """Give which of these numbers were stored already when `newest` was the last row."""
    named = one_of(session, public_number, publics)
    return frozenset(
        await session.scalars(select(public_number).where(named, table.c.id <= newest))
    )


def one_of(
    session: ReadSession, column: ColumnElement[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Give the condition that a column holds one of many values.

    PostgreSQL takes them as one: its driver looks at each value of a statement by itself.
    """
    if session.dialect.name == SQLITE:
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))
