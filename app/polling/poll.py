"""A poll: one attempt at one source, from the first request to the stored reports."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.catalog import Catalogue
from app.polling.gathering import Gathered, Gatherer, Remembered, remember
from app.polling.judging import judge
from app.polling.keeping import Kept, after, keep
from app.polling.made import Attempt, Made, made_of
from app.polling.pace import Pace
from app.polling.rereading import Reader, reread_held
from app.polling.spooling import AWAY, Spooling
from app.sources.kit import Blocked, Source, Unreachable
from app.store import feeds
from app.store.database import Database
from app.store.feeds import Feed
from app.store.reports import Added

SHARE = 0.9
"""The share of its interval that a whole poll may take."""

SLACK = timedelta(seconds=5)
LONGEST = timedelta(minutes=10)
"""The longest a whole poll may take, however long its interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A poll that was made: the attempt, what storing it did, and when to ask again."""

    attempt: Attempt
    kept: Kept
    pace: Pace


@dataclass(slots=True, kw_only=True)
class Poller:
    """Polls sources and stores what they bring; remembers what may be asked on condition.

    `payloads_too` tells whether answers are kept to be read again. With `spooling`, what cannot be
    stored while the database is away waits on disk; without, it is lost.
    """

    database: Database
    catalogue: Catalogue
    gatherer: Gatherer
    now: Callable[[], datetime]
    payloads_too: bool = True
    spooling: Spooling | None = None
    _noted: set[str] = field(default_factory=set)
    _none_held: set[str] = field(default_factory=set)
    _known: dict[str, dict[str, Remembered]] = field(default_factory=lambda: defaultdict(dict))
    _feeds: dict[str, Feed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Ask for all again where something of a source was lost."""
        if self.spooling is not None:
            self.spooling.lost = lambda source: self._known.pop(source, None)

    async def poll(self, source: Source) -> Polled | None:
        """Poll a source once; None where the operator has paused it.

        What goes wrong with the source is the outcome. Raises StoreError where it can neither be
        stored nor wait: nothing of it counts then, and the next poll asks for all of it again.
        """
        feed = await self._feed(source)
        if feed.paused_at is not None:
            return None
        known = self._known[source.id]
        attempt = await self._attempt(source, feed)
        made = made_of(attempt, payloads_too=self.payloads_too)
        kept = await self._kept(made, feed)
        self._feeds[source.id] = kept.feed
        remember(known, attempt.gathered.learned)  # forgotten by now where something was lost
        if not kept.waits and (attempt.verdict.future or source.id not in self._none_held):
            await self._try_held(source)
        return Polled(attempt=attempt, kept=kept, pace=_pace(kept.feed, attempt))

    async def _kept(self, made: Made, feed: Feed) -> Kept:
        """Store a poll after all that waits, or have it wait too while the database is away."""
        source = made.source.id
        try:
            if self.spooling is not None:
                await self.spooling.store()
            kept = await keep(self.database, made, known=source in self._noted)
        except AWAY as error:
            if self.spooling is None:
                raise
            await self.spooling.put(made, error)
            stands, turn = after(feed, made)
            return Kept(added=Added(), feed=stands, turn=turn, waits=True)
        self._noted.add(source)
        return kept

    async def _try_held(self, source: Source) -> None:
        """Try again what was held of a source, and remember where nothing is any more.

        The poll itself is stored by then: with the database away, the next one tries it.
        """
        reader = Reader(catalogue=self.catalogue, texts=self.gatherer.texts, now=self.now())
        try:
            waits = await reread_held(self.database, source, reader)
        except AWAY:
            return
        if waits:
            self._none_held.discard(source.id)
        else:
            self._none_held.add(source.id)

    async def _feed(self, source: Source) -> Feed:
        """Give how a source stands, as we know it while the database is away.

        Raises StoreError where we do not, or where nothing more may wait: no publisher is asked for
        what would be lost.
        """
        try:
            async with self.database.reading() as session:
                return await feeds.one(session, source.id) or Feed(source=source.id)
        except AWAY:
            known = self._feeds.get(source.id)
            if known is None or self.spooling is None:
                raise
            self.spooling.check_room()
            return known

    def know(self, stand: Mapping[str, Feed]) -> None:
        """Note how sources stand, by their ids: so that one that is paused is known to be."""
        self._feeds |= stand

    async def _attempt(self, source: Source, feed: Feed) -> Attempt:
        started, began = self.now(), time.monotonic()
        gathered = await gathered_in_time(self.gatherer, source, started, self._known[source.id])
        return Attempt(
            source=source,
            started_at=started,
            seconds=time.monotonic() - began,
            gathered=gathered,
            verdict=judge(source, gathered, feed, self.catalogue, self.now()),
        )


async def gathered_in_time(
    gatherer: Gatherer, source: Source, started: datetime, known: dict[str, Remembered]
) -> Gathered:
    """Gather within the time a whole poll may take; what came until then counts."""
    gathered = Gathered()
    limit = min(max(source.every * SHARE, source.timeout + SLACK), LONGEST)
    try:
        async with asyncio.timeout(limit.total_seconds()):
            first = source.asks(gatherer.scope, started)
            await gatherer.gather(source, first, started, known, gathered)
    except TimeoutError:
        seconds = limit.total_seconds()
        gathered.faults.append(Unreachable(f"the whole poll took longer than {seconds:.0f} s"))
    return gathered


def _pace(feed: Feed, attempt: Attempt) -> Pace:
    """Tell how to go on: failures count up, and whoever asked for time gets it."""
    asked = [
        fault.retry
        for fault in attempt.gathered.faults
        if isinstance(fault, Blocked | Unreachable) and fault.retry is not None
    ]
    until = [attempt.started_at + each if isinstance(each, timedelta) else each for each in asked]
    return Pace(failures=feed.failures, not_before=max(until, default=None))
