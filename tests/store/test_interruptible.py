"""Reading that nobody waits for any more ends at once, and leaves nothing occupied."""

import asyncio

import pytest

from app.store.database import Database
from app.store.sqlite import READERS

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_a_statement_ends_with_whoever_asked(database: Database) -> None:
    """A statement without end is interrupted, however often: each connection can be had again."""
    for _ in range(READERS + 1):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), database.reading() as session:
                await session.exec_driver_sql(ENDLESS)

    async with database.reading() as session:
        ((one,),) = await session.exec_driver_sql("SELECT 1")
    assert one == 1


async def test_others_go_on_reading(database: Database) -> None:
    """Only the statement of who was cancelled ends."""
    async with database.reading() as mine:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02), database.reading() as session:
                await session.exec_driver_sql(ENDLESS)

        ((one,),) = await mine.exec_driver_sql("SELECT 1")
    assert one == 1
