"""Counting: the numbers that a server gives to further rows, after rows that brought their own."""

from sqlalchemy import Table, func, select

from app.store.database import WriteSession
from app.store.every_table import EVERY_TABLE
from app.store.inserting import SQLITE


async def go_on_counting(session: WriteSession) -> None:
    """Have the numbers of further rows follow those that were brought along.

    SQLite does so by itself.
    """
    if session.dialect.name == SQLITE:
        return
    for table in EVERY_TABLE:
        if _is_numbered(table):
            highest = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            some = select(func.count() > 0).select_from(table).scalar_subquery()
            await session.execute(select(func.setval(sequence, highest, some)))


def _is_numbered(table: Table) -> bool:
    column = table.autoincrement_column
    return column is not None and column.name == "id"
