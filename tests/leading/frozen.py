"""A process that leads and stands still in the middle of its work, as a frozen machine does.

`python -m tests.leading.frozen DATABASE_URL` stores a source, writes `stored`, and stops itself.
Once it goes on it tries to store another, writes how that ended, and `stands by` once it does.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import logs
from app.clock import now
from app.leading.leader import Leader, Stand
from app.store import sources
from app.store.database import Database
from app.store.fault import LeadLost
from app.store.leader_lock import lock_of
from app.store.leading import Lead, fence_of
from tests.leading.teams import BEAT_S, QUICK
from tests.store.made import source


async def main(url: str) -> None:
    """Lead, stand still, go on."""
    database = Database(url, busy_s=2)

    @asynccontextmanager
    async def polling(lead: Lead) -> AsyncIterator[None]:
        fenced = database.fenced(fence_of(lead))
        await _store(fenced, "before")
        os.kill(os.getpid(), signal.SIGSTOP)
        await _store(fenced, "after")
        yield

    @asynccontextmanager
    async def duties(_lead: Lead) -> AsyncIterator[None]:
        yield

    leader = Leader(
        database=database,
        lock=lock_of(url, database, QUICK),
        now=now,
        polling=polling,
        duties=duties,
        beat_s=BEAT_S,
    )
    await leader.start()
    while leader.stand is not Stand.STANDS_BY:
        await leader.beat()
    _say(str(leader.stand))
    await leader.close()
    await database.close()


async def _store(database: Database, name: str) -> None:
    try:
        async with database.writing() as session:
            await sources.register(session, source(name))
    except LeadLost:
        _say("refused")
    else:
        _say("stored")


def _say(word: str) -> None:
    print(word, flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    logs.configure(json=False)  # to standard error, out of the way of what is read
    asyncio.run(main(sys.argv[1]))
