"""An office that sends: a database, a clock that is moved, and the sender on loopback."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.catalog import Catalogue
from app.catalog import load as load_catalogue
from app.domain.change import Change, ChangeKind
from app.store import changes, deliveries, webhooks
from app.store.database import Database
from app.store.deliveries import Attempt
from app.store.sqlite import BUSY_S
from app.store.webhook_tables import deliveries as waiting_table
from app.store.webhook_tables import webhooks as webhook_table
from app.store.webhooks import Webhook
from app.webhooks.posting import Manners, Poster
from app.webhooks.sending import Sender
from app.webhooks.signing import new_secret
from tests.archived import NOW
from tests.databases import is_there, placed, url_of
from tests.serving import Clock
from tests.upstream import resolve

LARS, VAALIMAA = "verkhny-lars", "vaalimaa"
SECOND = timedelta(seconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

MANNERS = Manners(user_agent="Darial/1.0", networks=("127.0.0.0/8",))

Queue = tuple[str, str, str]

CARS: Queue = (LARS, "RU-GE", "car")
TRUCKS: Queue = (LARS, "RU-GE", "truck")
BUSES: Queue = (VAALIMAA, "RU-FI", "bus")
QUEUES = (CARS, TRUCKS, BUSES)


@cache
def catalogue() -> Catalogue:
    """Give the catalogue, read once."""
    return load_catalogue()


def changed(queue: Queue = CARS, **other: Any) -> Change:  # noqa: ANN401 - fields of Change
    """Make a change of a queue's status."""
    place, direction, mode = queue
    told: dict[str, Any] = {
        "version": 7,
        "at": NOW,
        "kind": ChangeKind.STATUS,
        "places": (place,),
        "direction": direction,
        "mode": mode,
    }
    return Change(**told | other)


@dataclass(slots=True, kw_only=True)
class Office:
    """What a test of sending works with."""

    database: Database
    sender: Sender
    clock: Clock
    made: int = field(default=0)

    async def tell(self, *told: Change) -> list[Change]:
        """Keep changes, as whoever publishes does."""
        async with self.database.writing() as session:
            return await changes.add(session, told)

    async def enlist(self, url: str, **filters: Sequence[str]) -> Webhook:
        """List a webhook that is told of whatever comes from now on."""
        self.made += 1
        async with self.database.writing() as session:
            webhook = Webhook(
                id=f"hook{self.made}",
                url=url,
                filters=filters,
                secret=new_secret(),
                added_at=self.clock.now(),
                seen=await changes.newest(session),
            )
            await webhooks.add(session, webhook)
        return webhook

    async def look(self) -> None:
        """Look once, and wait until what is due has been answered."""
        await self.sender.look()
        await self.sender.settled()

    async def move_on(self, by: timedelta) -> None:
        """Let time pass, looking whenever anything is due."""
        end = self.clock.now() + by
        await self.look()
        while (coming := await self._coming()) is not None and coming <= end:
            self.clock.moment = max(coming, self.clock.now() + SECOND / 1000)
            await self.look()
        self.clock.moment = end
        await self.look()

    async def _coming(self) -> datetime | None:
        """Give the next moment at which anything may be sent."""
        now = self.clock.now()
        async with self.database.reading() as session:
            found = [
                (row.next_at, row.held_until)
                for row in await session.execute(
                    select(
                        func.min(waiting_table.c.next_at).label("next_at"),
                        webhook_table.c.held_until,
                    )
                    .join(webhook_table, webhook_table.c.id == waiting_table.c.webhook)
                    .where(webhook_table.c.disabled_at.is_(None))
                    .group_by(webhook_table.c.id)
                )
            ]
        moments = [max(filter(None, each)) for each in found if each[0] is not None]
        return min((each for each in moments if each > now), default=None)

    async def webhook(self, public: str) -> Webhook:
        """Give a webhook as it stands."""
        async with self.database.reading() as session:
            found = await webhooks.one(session, public)
        assert found is not None
        return found

    async def waiting(self, public: str) -> int:
        """Give how many messages wait for a webhook."""
        async with self.database.reading() as session:
            return await deliveries.waiting(session, public)

    async def attempts(self, public: str) -> list[Attempt]:
        """Give the attempts at a webhook, the first one first."""
        async with self.database.reading() as session:
            return list(await deliveries.attempts(session, public, 1000))[::-1]


@asynccontextmanager
async def an_office(
    empty: Path, folder: Path, clock: Clock | None = None, busy_s: float = BUSY_S
) -> AsyncIterator[Office]:
    """Open an office on a database in a folder, new if there is none; names are on this machine."""
    path, clock = folder / "darial.db", clock or Clock()
    if not is_there(path):
        placed(empty, path)
    database = Database(url_of(path), busy_s=busy_s)
    sender = Sender(
        database=database,
        catalogue=catalogue(),
        poster=Poster(MANNERS, now=clock.now, resolve=resolve),
        now=clock.now,
        wait=asyncio.sleep,
        chance=lambda: 0.0,
    )
    try:
        async with sender:
            yield Office(database=database, sender=sender, clock=clock)
    finally:
        await database.close()
