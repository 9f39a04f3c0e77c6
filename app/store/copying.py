"""Copying: rows of any table as they are kept, read and written a part at a time."""

from collections.abc import AsyncIterator, Sequence
from functools import cache
from typing import Any

from psycopg.types.json import Json
from sqlalchemy import JSON, BigInteger, Column, Table, TableClause, insert, select, tuple_
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


async def parts(
    session: ReadSession, table: Table, after: Row | None = None
) -> AsyncIterator[Sequence[Row]]:
    """Give the rows of a table in the order of its key, a part at a time.

    They begin after the row of the key `after`.
    """
    kept = as_kept(table)
    key = [kept.c[each.name] for each in table.primary_key.columns]
    query = select(kept).order_by(*key).limit(PART)
    while True:
        further = query if after is None else query.where(tuple_(*key) > tuple_(*after))
        rows = [tuple(row) for row in await session.execute(further)]
        if rows:
            yield rows
        if len(rows) < PART:
            return
        after = key_of(table, rows[-1])


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
