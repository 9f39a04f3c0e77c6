"""Trends: how the numbers of some queues went over the last day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from app.board.hourly.hour import HOUR
from app.board.hourly.reading import kept_hours
from app.board.place_history import place_histories
from app.board.stand import Stand
from app.catalog import Catalogue
from app.domain.history import floored
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge
from app.store.database import ReadSession

APART, COUNT = timedelta(hours=3), 9
"""How far apart the moments of a trend lie, and how many there are: a day from first to last."""

Trends = Mapping[Queue, Sequence[Stand]]
"""How queues stood at the moments of a trend, in order."""


async def trends_kept(
    session: ReadSession, catalogue: Catalogue, queues: Collection[Queue], now: datetime
) -> Trends:
    """Give the trends up to the last hour of which the hours are kept: nothing is assessed anew."""
    moments, asked = _moments(now), _by_place(queues)
    kept = await kept_hours(session, catalogue, dict.fromkeys(asked, moments))
    return {
        queue: [hours[moment].stands[queue] for moment in moments]
        for place, hours in kept.items()
        if len(hours) == COUNT
        for queue in asked[place]
        if queue in next(iter(hours.values())).stands
    }


async def trends_then(
    session: ReadSession, catalogue: Catalogue, queues: Collection[Queue], at: datetime
) -> Trends:
    """Give the trends up to a past moment, as was known at each of theirs."""
    asked = _by_place(queues)
    every = dict.fromkeys(asked, _moments(at))
    found: dict[Queue, Sequence[Stand]] = {}
    for each in await place_histories(session, catalogue, every, Knowledge.THEN):
        known = set(each.queues())
        for queue in asked[each.place.id]:
            if queue in known:
                found[queue] = await each.stands(queue)
    return found


def _moments(at: datetime) -> list[datetime]:
    return [floored(at, HOUR) - n * APART for n in reversed(range(COUNT))]


def _by_place(queues: Collection[Queue]) -> Mapping[str, list[Queue]]:
    found: dict[str, list[Queue]] = defaultdict(list)
    for queue in queues:
        found[queue.place].append(queue)
    return found
