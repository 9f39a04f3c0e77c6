"""What tests of leading share: a leader whose work is noted, with beats of its own choosing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from app.clock import now
from app.leading.leader import Leader, Stand, Work
from app.store.database import Database
from app.store.leader_lock import Lock, Patience, lock_of
from app.store.leading import Lead

QUICK = Patience(silent_s=0.3, answer_s=0.3)
"""A session that is silent for so long is ended: a test need not wait for seconds."""

BEAT_S = 0.05
PATIENCE_S = 20.0
"""How long we wait for what takes less than a second: the machine may be busy."""


@dataclass
class Notes:
    """What work began and ended: `polling 1`, `duties 1`, each with its term."""

    going_on: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    breaks: set[str] = field(default_factory=set)

    def work(self, kind: str) -> Work:
        """Give work of a kind that is noted while it goes on; one that `breaks` does not begin."""

        @asynccontextmanager
        async def noted(lead: Lead) -> AsyncIterator[None]:
            if kind in self.breaks:
                raise LookupError(kind)
            name = f"{kind} {lead.term}"
            self.begun.append(name)
            self.going_on.append(name)
            try:
                yield
            finally:
                self.going_on.remove(name)

        def work(lead: Lead) -> AbstractAsyncContextManager[None]:
            return noted(lead)

        return work

    async def until(self, *names: str) -> None:
        """Wait until exactly this goes on."""
        await until(lambda: sorted(self.going_on) == sorted(names))


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something that others do."""
    async with asyncio.timeout(PATIENCE_S):
        while not happened():  # noqa: ASYNC110 - they are not asked to tell us
            await asyncio.sleep(0.001)


async def beating_until(leader: Leader, stand: Stand) -> None:
    """Let a leader see to its lock until it stands so."""
    async with asyncio.timeout(PATIENCE_S):
        while leader.stand is not stand:
            await leader.beat()


def leader_of(database: Database, url: str, notes: Notes, lock: Lock | None = None) -> Leader:
    """Make a leader of a database whose work is noted."""
    return Leader(
        database=database,
        lock=lock or lock_of(url, database),
        now=now,
        polling=notes.work("polling"),
        duties=notes.work("duties"),
        beat_s=BEAT_S,
    )
