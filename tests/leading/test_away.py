"""A server that goes away under a leader that polls: nothing of it is lost, and it leads on."""

import asyncio
from pathlib import Path

import pytest

from app.catalog import Catalogue, load
from app.leading.leader import Stand
from app.store import leading
from app.store.database import Database
from app.store.fault import StoreError
from app.store.leading import Lead, fence_of
from tests.databases import server
from tests.leading.teams import PATIENCE_S, Notes, beating_until, leader_of
from tests.polling.test_spooling import Process, stored


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


async def lead_of(database: Database) -> Lead:
    """Give the lead that was begun last."""
    async with database.reading() as session:
        lead = await leading.standing(session)
    assert lead is not None
    return lead


async def back(database: Database) -> None:
    """Wait until the database answers: attempts at it are spaced."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                await lead_of(database)
            except StoreError:
                await asyncio.sleep(0.02)
            else:
                return


async def test_a_server_that_restarts(on_server: str, catalogue: Catalogue, tmp_path: Path) -> None:
    """Who led polls on; back, it leads in the same term, and what waited is stored before news."""
    database, notes = Database(on_server, busy_s=2), Notes()
    process = Process(database, catalogue, tmp_path)
    leader = leader_of(database, on_server, notes)
    await leader.start()
    process.poller.database = database.fenced(fence_of(await lead_of(database)))
    await process.cars(10, 0)
    server().stop()
    try:
        await leader.beat()
        assert leader.stand is Stand.CUT_OFF
        for minute in (1, 2):
            polled = await process.cars(10 + minute, minute)
            assert polled is not None
            assert polled.kept.waits
    finally:
        server().start()
    await beating_until(leader, Stand.LEADS)
    await back(database)
    await process.cars(13, 3)
    await leader.close()

    assert [value for value, _ in await stored(database)] == [10, 11, 12, 13]
    assert notes.begun == ["polling 1", "duties 1", "duties 1"]
    await database.close()
