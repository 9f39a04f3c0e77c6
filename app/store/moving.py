"""Moving: everything that one database holds, into another that holds nothing yet."""

from sqlalchemy import Table, func, select

from app.store.copying import parts, write
from app.store.database import Database, WriteSession
from app.store.inserting import SQLITE
from app.store.tables import board, metadata


async def move(source: Database, target: Database) -> None:
    """Copy every row, with the numbers it has."""
    for table in metadata.sorted_tables:
        async with source.reading() as session:
            async for rows in parts(session, table):
                async with target.writing() as writing:
                    if table is board:
                        await writing.execute(board.delete())
                    await write(writing, table, rows)
    async with target.writing() as writing:
        await go_on_counting(writing)


async def go_on_counting(session: WriteSession) -> None:
    """Have the numbers of further rows follow those that were brought along."""
    if session.dialect.name == SQLITE:
        return
    for table in metadata.sorted_tables:
        if _is_numbered(table):
            highest = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            some = select(func.count() > 0).select_from(table).scalar_subquery()
            await session.execute(select(func.setval(sequence, highest, some)))


def _is_numbered(table: Table) -> bool:
    column = table.autoincrement_column
    return column is not None and column.name == "id"
