"""Copying: rows of any table as they are kept, read and written a part at a time."""

from collections.abc import AsyncGenerator, Sequence
from functools import cache
from typing import Any

from psycopg.types.json import Json
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnClause,
    Table,
    TableClause,
    insert,
    select,
    tuple_,
)
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table
from sqlalchemy.types import TypeEngine

from app.store.columns import Moment, PublicId
from app.store.database import ReadSession, WriteSession
from app.store.inserting import SQLITE
from app.store.staging import copy

PART = 5000
"""How many rows are read, and written, at a time."""

Row = tuple[Any, ...]
"""A row of a table: a value for each of its columns, in their order, as it is kept."""


@cache
def as_kept(table: Table) -> TableClause:
    """Give a table whose moments and ids are the numbers they are kept as."""
    return plain_table(
        table.name, *(plain_column(each.name, _kept(each)) for each in table.columns)
    )


def _kept(column: Column[Any]) -> TypeEngine[Any]:
    return BigInteger() if isinstance(column.type, Moment | PublicId) else column.type


def key_of(table: Table, row: Row) -> Row:
    """Give the primary key of a row."""
    columns = list(table.columns)
    return tuple(row[columns.index(each)] for each in table.primary_key.columns)


async def last_key(session: ReadSession, table: Table) -> Row | None:
    """Give the primary key of a table's last row; None where it has none."""
    key = _key(table)
    query = select(*key).order_by(*(each.desc() for each in key)).limit(1)
    found = (await session.execute(query)).first()
    return None if found is None else tuple(found)


async def part(session: ReadSession, table: Table, after: Row | None) -> Sequence[Row]:
    """Give the first rows of a table in the order of its key, after the row of the key `after`."""
    key = _key(table)
    query = select(as_kept(table)).order_by(*key).limit(PART)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    return [tuple(row) for row in await session.execute(query)]


async def parts(session: ReadSession, table: Table) -> AsyncGenerator[Sequence[Row], None]:
    """Give all rows of a table in the order of its key, a part at a time."""
    after = None
    while rows := await part(session, table, after):
        yield rows
        after = key_of(table, rows[-1])


def _key(table: Table) -> list[ColumnClause[Any]]:
    kept = as_kept(table)
    return [kept.c[each.name] for each in table.primary_key.columns]


async def write(session: WriteSession, table: Table, rows: Sequence[Row]) -> None:
    """Write rows as `parts` gives them; raises IntegrityError where one of them is there."""
    if session.dialect.name == SQLITE:
        names = [each.name for each in table.columns]
        values = [dict(zip(names, row, strict=True)) for row in rows]
        await session.execute(insert(as_kept(table)), values)
        return
    documents = [index for index, each in enumerate(table.columns) if isinstance(each.type, JSON)]
    told = [_with_documents(row, documents) for row in rows] if documents else rows
    await copy(session, table.name, tuple(each.name for each in table.columns), told)


def _with_documents(row: Row, documents: Sequence[int]) -> Row:
    values = list(row)
    for index in documents:
        values[index] = Json(values[index])
    return tuple(values)
