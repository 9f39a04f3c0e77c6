"""A frozen process: another takes over, and what it still had in hand is not stored."""

import asyncio
import signal

from app.leading.leader import Stand
from app.store import sources
from app.store.database import Database
from tests.cli.forking import FORKS
from tests.leading.teams import BEAT_S, PATIENCE_S, Notes, leader_of

STDERR = 2


async def test_a_frozen_leader(on_server: str) -> None:
    """It stores nothing once it goes on, finds that another leads, and stands by."""
    database = Database(on_server)
    with FORKS.start(["tests.leading.frozen", on_server], stderr=STDERR) as process:
        try:
            assert process.stdout is not None
            assert await asyncio.to_thread(process.stdout.readline) == "stored\n"
            leader = leader_of(database, on_server, Notes())
            async with asyncio.timeout(PATIENCE_S):
                while leader.stand is not Stand.LEADS:
                    await leader.beat()
                    await asyncio.sleep(BEAT_S)
            process.send_signal(signal.SIGCONT)
            said = asyncio.create_task(asyncio.to_thread(process.stdout.read))
            while not said.done():
                await leader.beat()
                await asyncio.sleep(BEAT_S)
            await leader.close()
        finally:
            process.kill()
    async with database.reading() as session:
        there = {each.id for each in await sources.every(session)}
    await database.close()

    assert said.result().split("\n") == ["refused", "stands by", ""]
    assert {"before", "after"} & there == {"before"}
