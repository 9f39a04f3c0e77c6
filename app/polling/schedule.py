"""The schedule: one job per source on APScheduler's asyncio scheduler. It never dies.

A job is set to its next time by the poll itself, once that has ended, because the pace depends on
how it ended; the job's trigger says when to come if that should not happen.
"""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from app.domain.health import Health
from app.polling.pace import Pace, first, following
from app.polling.poll import Polled
from app.sources.kit import Source
from app.store.fault import StoreError
from app.store.turns import Turn

log = structlog.get_logger(__name__)

AT_ONCE = 500
"""How many sources are polled at the same moment, at the most: so many may hang."""

REMEMBERED = 10_000
"""Of how many polls we remember how late they began."""

PAUSED = timedelta(minutes=1)
"""How soon we look again whether a paused source was resumed."""

Poll = Callable[[Source], Awaitable[Polled | None]]


@dataclass(slots=True, kw_only=True)
class Schedule:
    """Polls each source at its pace until it is closed.

    `tell` hears of each turn of health. `first` gives when a source is asked for the first time,
    `chance` draws a number from 0 to 1. `lateness` holds by how many seconds the last polls began
    later than they were due.
    """

    poll: Poll
    sources: Sequence[Source]
    now: Callable[[], datetime]
    tell: Callable[[Turn], None]
    first: Callable[[Source, datetime], datetime] = first
    chance: Callable[[], float] = random.random
    lateness: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _due: dict[str, datetime] = field(default_factory=dict)
    _scheduler: AsyncIOScheduler = field(init=False)
    _turns: asyncio.Semaphore = field(init=False)
    _closing: bool = False
    _failing: set[str] = field(default_factory=set)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Make the scheduler; nothing runs before `start`."""
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._turns = asyncio.Semaphore(AT_ONCE)

    def start(self) -> None:
        """Start polling: each source within a minute, and then at its own offset."""
        started = self.now()
        for source in self.sources:
            self._due[source.id] = self.first(source, started)
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(seconds=source.every.total_seconds(), timezone=UTC),
                args=[source],
                id=source.id,
                name=source.id,
                next_run_time=self._due[source.id],
            )
        self._scheduler.start()

    @property
    def running(self) -> bool:
        """Tell whether the scheduler is at work."""
        return bool(self._scheduler.running)

    async def close(self) -> None:
        """End polling: no further poll begins, and those under way are cancelled and awaited."""
        self._closing = True
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler ends in the loop's next round
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, source: Source) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine of the scheduler runs in one
        self._running.add(task)
        try:
            async with self._turns:
                self.lateness.append((self.now() - self._due[source.id]).total_seconds())
                pace = await self._paced(source)
            self._again(source, pace)
        except asyncio.CancelledError:
            if not self._closing:
                raise
            # The scheduler would log it as a failure, and we ended it ourselves.
        finally:
            self._running.discard(task)

    async def _paced(self, source: Source) -> Pace | None:
        """Poll once, whatever happens, and tell how to go on; None for a paused source."""
        try:
            polled = await self.poll(source)
        except StoreError as error:
            self._fails(source, error)
            return Pace()
        except Exception:
            # The one net under a poll: a fault of ours in one source must not end the others.
            if source.id not in self._failing:
                log.exception("a poll broke", source=source.id)
            self._failing.add(source.id)
            return Pace(failures=1)
        self._works(source)
        if polled is None:
            return None
        if polled.kept.turn is not None:
            self._turned(polled.kept.turn)
        return polled.pace

    def _fails(self, source: Source, error: StoreError) -> None:
        if not self._failing:  # one database serves all, so one line says it
            log.error("what sources bring cannot be stored", reason=str(error))
        self._failing.add(source.id)

    def _works(self, source: Source) -> None:
        if source.id in self._failing:
            self._failing.discard(source.id)
            log.info("polls succeed again", source=source.id)

    def _turned(self, turn: Turn) -> None:
        if turn.health is Health.DOWN:
            log.warning(
                "a source is down",
                source=turn.source,
                outcome=str(turn.outcome),
                reason=turn.reason,
            )
        else:
            log.info("a source is up", source=turn.source)
        self.tell(turn)

    def _again(self, source: Source, pace: Pace | None) -> None:
        now = self.now()
        # A paused source is looked at soon, so that it goes on soon after it is resumed.
        coming = (
            now + min(source.every, PAUSED)
            if pace is None
            else following(source, pace, now, self.chance())
        )
        self._due[source.id] = coming
        try:
            self._scheduler.modify_job(source.id, next_run_time=coming)
        except JobLookupError:
            return  # we are closing
