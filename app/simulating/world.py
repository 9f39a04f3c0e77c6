"""The world: one week at a crossing of which every minute is known."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.domain.place import Place
from app.domain.report import Queue
from app.domain.vocabulary import Mode, PlaceKind
from app.simulating.arrivals import Counts, arrivals
from app.simulating.scenario import AFTER, BEFORE, LENGTH, Course, Lies, Scenario, course
from app.simulating.service import served, staff

ByMinute = NDArray[np.float64]
"""One value for each minute of what is simulated; NaN where there is none."""

BEGINS = datetime(2001, 1, 1, tzinfo=UTC)
"""A Monday long before any report we hold: simulated time is never taken for ours."""

PLACE = Place(
    id="simulated",
    kind=PlaceKind.CHECKPOINT,
    names={"en": "A simulated crossing"},
    aliases=(),
    countries=("RU", "GE"),
    foreign_name="",
    zones={"a": ZoneInfo("UTC"), "b": ZoneInfo("UTC")},
    modes=(Mode.CAR, Mode.TRUCK, Mode.FOOT),
)
QUEUE = Queue(PLACE.id, "RU-GE", Mode.CAR)

SEATS = 2.6
"""People in a car, on average."""

HOUR = 60
"""Minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One week's truth, by the minute, of the cars at a crossing.

    `joined` and `across` are all who have joined and crossed by then, `waiting` the cars in line,
    `kilometres` how long it is, `wait` the minutes that who joins now will have taken when across,
    `wait_last` what those took who get across now; both hold the `passage` itself. `closed` says
    where nothing passes, `lorries` how many of them stand besides. `wait` is NaN where nobody who
    joins then gets across in what is simulated.
    """

    course: Course
    seed: int
    joined: Counts
    across: Counts
    waiting: Counts
    kilometres: ByMinute
    wait: ByMinute
    wait_last: ByMinute
    passage: float
    closed: NDArray[np.bool_]
    lorries: Counts

    @property
    def people(self) -> ByMinute:
        """Give the people who wait in cars, by the minute: SEATS in each on average."""
        return np.multiply(self.waiting, SEATS, dtype=np.float64)

    @property
    def per_hour(self) -> ByMinute:
        """Give the cars that got across in the hour before, by the minute."""
        before = np.concatenate((np.zeros(HOUR, dtype=np.int64), self.across[:-HOUR]))
        return (self.across - before).astype(np.float64)

    @property
    def week(self) -> range:
        """Give the minutes that are asked about."""
        return range(BEFORE, LENGTH - AFTER)


def moment(minute: float) -> datetime:
    """Give the moment (UTC) of a minute."""
    return BEGINS + timedelta(minutes=float(minute))


def minute_of(at: datetime) -> int:
    """Give the minute of a moment, cut to what is simulated."""
    return min(max(int((at - BEGINS) / timedelta(minutes=1)), 0), LENGTH - 1)


def world(scenario: Scenario, seed: int, lies: Lies | None = None) -> World:
    """Make a week; the same scenario, seed and lies give the same week to the byte.

    Whoever joins is served first in, first out, so that with A(t) and S(t) as all who have joined
    and crossed by minute t, who joins at t crosses at the first u with S(u) >= A(t), and who
    crosses at t joined at the first u with A(u) >= S(t). A passage takes 12 to 30 minutes besides
    (uniform, one value a week); a car takes up 6 to 8 m of a lane (uniform), in one or two lanes.
    """
    rng = np.random.default_rng([seed, list(Scenario).index(scenario)])
    drawn = course(scenario, rng, lies)
    arrived = arrivals(drawn, rng)
    through = served(arrived, staff(drawn, rng))
    joined, crossed = np.cumsum(arrived[0]), np.cumsum(through.cars)
    passage = float(rng.uniform(12, 30))
    metres, lanes = rng.uniform(6, 8), rng.choice([1, 2], p=[0.7, 0.3])
    waiting = joined - crossed
    return World(
        course=drawn,
        seed=seed,
        joined=joined,
        across=crossed,
        waiting=waiting,
        kilometres=waiting * metres / 1000 / lanes,
        wait=_wait(joined, crossed, passage),
        wait_last=_wait_last(joined, crossed, passage),
        passage=passage,
        closed=_closed(drawn),
        lorries=np.cumsum(arrived[1] - through.lorries),
    )


def _wait(joined: Counts, crossed: Counts, passage: float) -> ByMinute:
    across = np.searchsorted(crossed, joined, side="left").astype(np.float64)
    across[across >= LENGTH] = np.nan
    result: ByMinute = np.maximum(across - np.arange(LENGTH), 0) + passage
    return result


def _wait_last(joined: Counts, crossed: Counts, passage: float) -> ByMinute:
    since = np.searchsorted(joined, crossed, side="left")
    result: ByMinute = np.maximum(np.arange(LENGTH) - since, 0) + passage
    return result


def _closed(drawn: Course) -> NDArray[np.bool_]:
    closed = np.zeros(LENGTH, dtype=np.bool_)
    for start, end in drawn.closed:
        closed[start:end] = True
    return closed
