"""Made reports: seeded, marked as made in source, origin and note, and never real.

Every checkpoint of the catalogue has, in both directions, a queue of cars, a wait of cars and a
queue of trucks, said every half hour at two busy places and four times a day elsewhere; a wait as
travellers tell it, four times a day; and once a day a count and a word on access. That is 2,292 a
day: 100,000 fill the month that an assessment reads and a week besides, ten million twelve years.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalog import Catalogue
from app.domain.place import Place
from app.domain.vocabulary import Mode, OriginKind, PlaceKind, Quantity

SOURCE = "made"
SEED = 20220921
ASKED = "verkhny-lars"
BUSY = frozenset({ASKED, "syrym"})

MINUTE = 60 * 1_000_000
TICK = 30 * MINUTE
TICKS_A_DAY = 48
QUARTER = TICKS_A_DAY // 4
DAY = TICKS_A_DAY * TICK
"""Lengths of time in microseconds; every report is said at a tick, later by its place's minutes."""


class Kind(NamedTuple):
    """What is told of a place: `every` so many ticks (0: as often as the place is busy)."""

    mode: Mode
    quantity: Quantity
    usual: float
    origin_kind: OriginKind
    every: int = 0
    span: int = 0


KINDS = (
    Kind(Mode.CAR, Quantity.QUEUE_VEHICLES, 300, OriginKind.AUTHORITY),
    Kind(Mode.CAR, Quantity.WAIT_MINUTES, 240, OriginKind.AUTHORITY),
    Kind(Mode.TRUCK, Quantity.QUEUE_VEHICLES, 500, OriginKind.AUTHORITY),
    Kind(Mode.CAR, Quantity.WAIT_MINUTES, 260, OriginKind.EYEWITNESS, QUARTER),
    Kind(Mode.CAR, Quantity.CROSSINGS_VEHICLES, 900, OriginKind.AUTHORITY, TICKS_A_DAY, DAY),
    Kind(Mode.ANY, Quantity.ACCESS, 0, OriginKind.AUTHORITY, TICKS_A_DAY, DAY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one origin tells of one series: at which ticks, and how many minutes later."""

    place: str
    direction: str
    kind: Kind
    every: int
    first: int
    late: int


class Said(NamedTuple):
    """One report: its number, its feed's, when its interval ends, its figure (None: a word)."""

    number: int
    feed: int
    ends: int
    value: float | None

    @property
    def identity(self) -> str:
        """Give the identity it is known by."""
        return f"made-{self.number}"


def feeds(catalogue: Catalogue) -> tuple[Feed, ...]:
    """Give every feed there is."""
    places = (each for each in catalogue.places.values() if each.kind is PlaceKind.CHECKPOINT)
    return tuple(feed for rank, place in enumerate(places) for feed in _of_place(rank, place))


def _of_place(rank: int, place: Place) -> Iterator[Feed]:
    for direction in place.directions:
        for kind in KINDS:
            every = kind.every or (1 if place.id in BUSY else QUARTER)
            yield Feed(
                place=place.id,
                direction=direction,
                kind=kind,
                every=every,
                first=rank % every,
                late=rank % 30 * MINUTE,
            )


def said(told: Sequence[Feed], count: int, until: int) -> Iterator[Said]:
    """Give so many reports in the order of time, the last of them before `until`.

    Figures walk at random about what is usual, higher in the day and lower at night.
    """
    due = [
        [number for number, feed in enumerate(told) if tick % feed.every == feed.first]
        for tick in range(TICKS_A_DAY)
    ]
    last = until // TICK - 1
    first, number = _begin(due, last, count)
    walk, chance = [0.0] * len(told), random.Random(SEED)
    for tick in range(first, last + 1):
        hour = 1 + 0.5 * math.sin(tick % TICKS_A_DAY / TICKS_A_DAY * math.tau)
        for feed in due[tick % TICKS_A_DAY]:
            walk[feed] = walk[feed] * 0.98 + chance.gauss(0, 0.08)
            if number >= 0:
                value = _figure(told[feed], hour * math.exp(walk[feed]))
                yield Said(number, feed, tick * TICK + told[feed].late, value)
            number += 1


def _begin(due: Sequence[Sequence[int]], last: int, count: int) -> tuple[int, int]:
    """Give the tick to begin at, and the number (0 or less) of the first report there."""
    first, reports = last + 1, 0
    while reports < count:
        first -= 1
        reports += len(due[first % TICKS_A_DAY])
    return first, count - reports


def _figure(feed: Feed, factor: float) -> float | None:
    if feed.kind.quantity is Quantity.ACCESS:
        return None
    return float(round(feed.kind.usual * factor))
