"""A process that tells of changes and sends them until it is killed.

`python -m tests.webhooks.endless DATABASE_URL` writes `told ID` once a change is stored.
"""

import asyncio
import random
import sys

from app.clock import now
from app.store import changes
from app.store.database import Database
from app.webhooks.posting import Poster
from app.webhooks.sending import Sender
from tests.webhooks.office import BUSES, CARS, MANNERS, TRUCKS, catalogue, changed


async def main(url: str) -> None:
    """Tell and send until killed."""
    database, chance = Database(url), random.SystemRandom()
    async with Sender(
        database=database,
        catalogue=catalogue(),
        poster=Poster(MANNERS, now=now),
        now=now,
    ) as sender:
        while True:
            some = [changed(chance.choice((CARS, TRUCKS, BUSES))) for _ in range(3)]
            async with database.writing() as session:
                told = await changes.add(session, some)
            for each in told:
                print("told", each.id, flush=True)  # noqa: T201 - the acknowledgement
            await sender.look()
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
