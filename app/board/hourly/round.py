"""A round: each place is assessed at the hours that have ended, and they are kept."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog

from app.board.hourly.hour import HOUR, Hour, packed, unpacked
from app.board.hourly.keeping import REACH, KeptSpans, Next, kept_spans
from app.board.threads import in_thread, while_wanted
from app.board.timeline import Timeline, timelines
from app.catalog import Catalogue
from app.domain.evidence import in_order, may_tell, usual
from app.domain.place import Place
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store import hourly, series
from app.store.database import Database, ReadSession
from app.store.fault import StoreError
from app.store.hourly import Span, Stretch, Told

FIRST_S = 60.0
"""How soon after the start the first round begins: answers and the board come first."""

EVERY_S = 60.0
"""How long after a round the next one begins."""

RESTED = 4
"""How many times as long as a day of hours took we rest after it, so that answers go on."""

log = structlog.get_logger(__name__)

Now = Callable[[], datetime]
Wait = Callable[[float], Awaitable[object]]


async def keep_hours(
    database: Database,
    catalogue: Catalogue,
    *,
    now: Now,
    wait: Wait = asyncio.sleep,
    ticks: Callable[[], float] = monotonic,
) -> None:
    """Keep what is held at the end of each hour, until cancelled; `wait` is given seconds.

    What fails is logged once, until it goes well again, and tried in the next round.
    """
    failing = False
    await wait(FIRST_S)
    while True:
        try:
            await one_round(database, catalogue, now=now, wait=wait, ticks=ticks)
            failing = False
        except StoreError as error:
            if not failing:
                log.warning("the hours that ended could not be kept", reason=str(error))
            failing = True
        await wait(EVERY_S)


async def one_round(  # noqa: PLR0913 - whom for, and by whose clock, each named
    database: Database,
    catalogue: Catalogue,
    *,
    now: Now,
    wait: Wait,
    ticks: Callable[[], float] = monotonic,
    reach: timedelta = REACH,
) -> None:
    """Bring every place of which anything was heard up to the last full hour.

    Where no hours are kept of one, the first lies `reach` back. Raises StoreError where the
    database is away, full or busy; what was kept by then stays.
    """
    async with database.reading() as session:
        heard = {each.queue.place for each in await series.heard(session)}
    for place in catalogue.places.values():
        began = ticks()
        while (
            place.id in heard
            and place.modes
            and await keep_next(database, catalogue, place.id, now(), reach)
        ):
            await wait(RESTED * (ticks() - began))
            began = ticks()


async def keep_next(
    database: Database,
    catalogue: Catalogue,
    place: str,
    now: datetime,
    reach: timedelta = REACH,
) -> bool:
    """Assess a place at its next hours, a day of them at most, and keep them; gives whether any.

    They are kept by what was known at the end of each, disclosed and rounded as in any answer.
    Where none were, the first lies `reach` before now. Where a queue was heard of that the hours
    kept before do not tell of, all are assessed anew. Raises StoreError.
    """
    async with database.reading() as session:
        task = await _task(session, catalogue, place, now, reach)
    if task is None:
        return False
    hours = await task.hours()
    changes = await in_thread(_changes, hours, task.before)
    async with database.writing() as session:
        await hourly.keep(
            session, place, task.found, task.next.span, Stretch(task.next.first, changes)
        )
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What is to be assessed: the timeline, the hours, and what was kept of the hour before them.

    `queues` are those to be told of, `found` is what the store had when it was read.
    """

    timeline: Timeline
    next: Next
    queues: frozenset[Queue]
    found: Span | None
    before: bytes | None

    async def hours(self) -> list[tuple[datetime, Hour]]:
        """Assess each hour, in a thread, a queue at a time."""
        moments, timeline = self.next.moments, self.timeline
        place = timeline.evidence.place
        told = {
            queue: await in_thread(timeline.stands, queue, while_wanted(moments))
            for queue in in_order(self.queues, place)
        }
        return [
            (
                moment,
                Hour(
                    stands={queue: stands[number] for queue, stands in told.items()},
                    heard=frozenset(queue for queue in told if timeline.heard(queue, moment)),
                ),
            )
            for number, moment in enumerate(moments)
        ]

    @property
    def outgrown(self) -> bool:
        """Say whether there is a queue that was not told of before."""
        if self.before is None:
            return False
        place = self.timeline.evidence.place.id
        return not self.queues <= set(unpacked(place, self.before).stands)


async def _task(
    session: ReadSession, catalogue: Catalogue, place: str, now: datetime, reach: timedelta
) -> _Task | None:
    """Read what is to be done next, from the beginning where a queue is new; None for nothing."""
    found = await kept_spans(session, catalogue, [place])
    task = await _read(session, catalogue, place, found, found.next_of(place, now, reach))
    if task is None or not task.outgrown:
        return task
    coming = found.next_of(place, now, reach, anew=True)
    return await _read(session, catalogue, place, found, coming)


async def _read(
    session: ReadSession, catalogue: Catalogue, place: str, found: KeptSpans, coming: Next | None
) -> _Task | None:
    if coming is None:
        return None
    told = await timelines(session, catalogue, {place: coming.moments}, Knowledge.THEN)
    return _Task(
        timeline=told[place],
        next=coming,
        queues=await _queues(session, catalogue.place(place)),
        found=found.found.get(place),
        before=await _before(session, place, coming),
    )


async def _queues(session: ReadSession, place: Place) -> frozenset[Queue]:
    """Give every queue of a place: the usual ones, and whatever was ever heard of."""
    heard = await series.of_places(session, [place.id])
    return usual(place) | {each.queue for each in heard if may_tell(each, place)}


async def _before(session: ReadSession, place: str, coming: Next) -> bytes | None:
    """Give what is kept of the hour before the next ones; None where they are the first."""
    if coming.first == coming.span.since:
        return None
    last = coming.first - HOUR
    (told,) = await hourly.within(session, place, last, last)
    return told.told


def _changes(hours: Iterable[tuple[datetime, Hour]], before: bytes | None) -> list[Told]:
    """Give the hours at whose end something was held otherwise than at the end of the last."""
    changes: list[Told] = []
    for moment, hour in hours:
        told = packed(hour)
        if told != before:
            changes.append(Told(moment, told))
        before = told
    return changes
