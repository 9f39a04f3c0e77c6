"""The leader: whoever holds the lock polls, sends, and keeps hours and an archive for all.

What it does has two parts. `polling` asks publishers: it goes on while the database is away, for
nobody else could do it then, and what it brings is kept until it can be stored. `duties` are
whatever needs the database: they end as soon as we cannot be sure any more that we lead. Whatever
either would store after another process has begun to lead is refused by the fence of its lead
(app/store/leading.py), so all that is told here is how soon it ends by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import structlog

from app.leading.task import Task
from app.store import leading
from app.store.database import Database
from app.store.fault import DatabaseBusy, StoreError
from app.store.leader_lock import Lock
from app.store.leading import Lead

log = structlog.get_logger(__name__)

BEAT_S = 1.0
"""How often the lock is seen to, or tried for: a few times before it is lost by silence."""

BEGIN_S = 5.0
"""How long it may take to raise the term: it waits for who writes."""

Work = Callable[[Lead], AbstractAsyncContextManager[object]]
Now = Callable[[], datetime]
Wait = Callable[[float], Awaitable[object]]


class Stand(StrEnum):
    """How a process stands to leading."""

    UNKNOWN = "unknown"
    """It has not been able to ask yet."""
    LEADS = "leads"
    STANDS_BY = "stands by"
    CUT_OFF = "cut off"
    """It led when the database was there last."""


@dataclass(slots=True, kw_only=True)
class Leader:
    """Leads where nobody else does: `run` goes on until cancelled. It owns the lock.

    `polling` and `duties` make the work of a lead.
    """

    database: Database
    lock: Lock
    now: Now
    polling: Work
    duties: Work
    wait: Wait = asyncio.sleep
    beat_s: float = BEAT_S
    stand: Stand = field(default=Stand.UNKNOWN, init=False)
    _lead: Lead | None = field(default=None, init=False)
    _polling: Task | None = field(default=None, init=False)
    _duties: Task | None = field(default=None, init=False)
    _failing: bool = field(default=False, init=False)

    @property
    def leads(self) -> bool:
        """Tell whether we lead, as far as we have seen."""
        return self.stand is Stand.LEADS

    async def start(self) -> None:
        """Lead at once where nobody does; raises what keeps our work from beginning."""
        await self.beat()
        for task in (self._polling, self._duties):
            if task is not None:
                await task.opened()

    async def run(self) -> None:
        """See to the lock again and again until cancelled."""
        while True:
            await self.wait(self.beat_s)
            await self.beat()

    async def close(self) -> None:
        """End our work, then let others lead."""
        await self._end()
        await self.lock.let_go()

    async def beat(self) -> None:
        """See to the lock once, and begin or end our work by what we find; it never raises.

        Where that cannot be told, our duties end at once, and we look again before we wait.
        """
        led = self.leads
        await self._looked()
        if led and self.stand is Stand.CUT_OFF:
            await self._looked()

    async def _looked(self) -> None:
        try:
            await self._seen_to()
        except StoreError as error:
            self._cut_off(error)
        except Exception:
            # The one net under leading: whatever breaks, we try again rather than never lead.
            if not self._failing:
                log.exception("leading broke; it is tried again")
            self._failing = True
            await self.close()
            self._stands(Stand.UNKNOWN)

    async def _seen_to(self) -> None:
        self._check()
        if not await self.lock.hold():
            await self._end()
            self._stands(Stand.STANDS_BY)
            return
        if self._lead is None or await self.lock.standing() != self._lead:
            await self._begin()
        elif self.stand is not Stand.LEADS:
            self._go_on(self._lead)
        elif self._duties is not None and self._duties.goes_on():
            self._failing = False

    def _check(self) -> None:
        """Raise what broke our work."""
        for task in (self._polling, self._duties):
            if task is not None and (fault := task.fault()) is not None:
                raise fault

    async def _begin(self) -> None:
        """Begin a lead of our own; what we did under an earlier one has ended by then."""
        await self._end()
        try:
            async with asyncio.timeout(BEGIN_S), self.database.writing() as session:
                lead = await leading.begin(session, self.now())
        except TimeoutError as error:
            raise DatabaseBusy("the database took too long to let us lead") from error
        self._lead = lead
        self._polling = Task(self.polling(lead))
        self._go_on(lead)

    def _go_on(self, lead: Lead) -> None:
        """Take up our duties: nobody led since we did, so polling has gone on."""
        self._duties = Task(_after(self._duties, self.duties(lead)))
        self._stands(Stand.LEADS, term=lead.term)

    def _cut_off(self, error: StoreError) -> None:
        """Do what needs the database no more: somebody else may lead by now."""
        if self._duties is not None:
            self._duties.end()
        self._stands(Stand.UNKNOWN if self._lead is None else Stand.CUT_OFF, reason=str(error))

    async def _end(self) -> None:
        tasks = [each for each in (self._duties, self._polling) if each is not None]
        self._lead = self._duties = self._polling = None
        for task in tasks:
            task.end()
        for task in tasks:
            await task.ended()

    def _stands(self, stand: Stand, **about: object) -> None:
        if stand is self.stand:
            return
        before, self.stand = self.stand, stand
        if stand is Stand.LEADS:
            log.info("this process leads", **about)
        elif stand is Stand.CUT_OFF:
            log.warning("it cannot be seen any more who leads: our duties pause", **about)
        elif stand is Stand.STANDS_BY and before in {Stand.LEADS, Stand.CUT_OFF}:
            log.warning("another process leads now, and this one stands by")
        elif stand is Stand.STANDS_BY:
            log.info("another process leads, and this one stands by")


@asynccontextmanager
async def _after(
    before: Task | None, work: AbstractAsyncContextManager[object]
) -> AsyncIterator[None]:
    """Do work once what was done before has ended."""
    if before is not None:
        await before.ended()
    async with work:
        yield
