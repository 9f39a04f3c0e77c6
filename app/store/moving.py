"""Moving: everything that one database holds, into another that holds nothing yet."""

from app.store.copying import parts, write
from app.store.counting import go_on_counting
from app.store.database import Database
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
