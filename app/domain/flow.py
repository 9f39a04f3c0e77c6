"""A flow: how many crossed one border or place in one local day, or in one longer window.

Nothing is ever added up but the hours of one sensor's day: not subjects, not directions, not a
border's posts, not windows. What is said of a day is its own row, what is said of any other window
a row of that window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import log

from app.domain.day_sum import is_sum
from app.domain.disclosure import is_banded
from app.domain.report import Report, Series
from app.domain.saying import Saying, agreement, consistent, fit_together, origins
from app.domain.vocabulary import Agreement, Method, NoNumber

WEEK = timedelta(days=7)

AVERAGED = timedelta(hours=36)
"""Windows shorter than this get no average per day."""


class Basis(StrEnum):
    """What a flow rests on.

    `calendar_day`: counts of that local day. `24_hours`: counts of 24 hours that begin at another
    hour and lie mostly in that day. `hours`: the sum, made by us, of what is told of one sensor's
    counts of all the hours of that day: an hour of few is in it as 1 to 9. `daily_rate`: a number
    per day, said to hold in a longer window; no count of that day. `window`: counts of any other
    window.
    """

    CALENDAR_DAY = "calendar_day"
    FULL_DAY = "24_hours"
    HOURS = "hours"
    DAILY_RATE = "daily_rate"
    WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a day's figure compares with that of the same weekday one week before.

    Both figures are of one series, one basis and one origin. `factor` is the later over the
    earlier; `doubling_days` is 7 ln 2 / ln factor, only where the factor is above 1: the time in
    which the figure would double if it went on growing as in that week. It forecasts nothing.
    """

    factor: float
    doubling_days: float | None
    origin: str
    before: date
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One count of one series: of a local day (`day` is given) or of a window.

    `value` is what the best source says: counted or official before observed before relayed, exact
    before rough. It is None where only bounds or a range are known, where the best sources
    contradict each other (`no_number` is then `conflict`) and where a count would point at persons,
    or is made of some that would (`withheld`). `low` and `high` enclose all the figures that were
    said (None: nobody sets that side). Figures of a `daily_rate` are per day.
    """

    series: Series
    basis: Basis
    day: date | None
    start: datetime
    end: datetime
    value: float | None
    low: float | None
    high: float | None
    method: Method
    agreement: Agreement
    origins: int
    no_number: NoNumber | None
    said: tuple[Saying, ...]
    growth: Growth | None = None

    @property
    def average(self) -> tuple[float | None, float | None, float | None] | None:
        """Give low, value and high per 24 hours, derived by us, for a count of a longer window."""
        if self.basis is not Basis.WINDOW or self.end - self.start < AVERAGED:
            return None
        days = (self.end - self.start) / timedelta(days=1)
        low, value, high = (
            None if figure is None else figure / days
            for figure in (self.low, self.value, self.high)
        )
        return low, value, high


def flow(
    series: Series,
    basis: Basis,
    day: date | None,
    window: tuple[datetime, datetime],
    said: Sequence[Saying],
) -> Flow:
    """Weigh what is said (at least one saying, best first) into one flow."""
    best = _best(said)
    missing = _no_number(best)
    low, high = _enclosing(said)
    return Flow(
        series=series,
        basis=basis,
        day=day,
        start=window[0],
        end=window[1],
        value=None if missing else _value(best),
        low=low,
        high=high,
        method=said[0].method,
        agreement=agreement(said),
        origins=origins(said),
        no_number=missing,
        said=tuple(said),
    )


def _no_number(best: Sequence[Saying]) -> NoNumber | None:
    if any(_hides(saying) for saying in best):
        return NoNumber.WITHHELD
    return None if fit_together(best) else NoNumber.CONFLICT


def _hides(saying: Saying) -> bool:
    """Tell whether a figure is withheld behind what is told: a band, or hours of few in a sum."""
    head = saying.reports[0]
    return is_banded(head) or (is_sum(head) and saying.value is None)


def growth(later: Flow, earlier: Flow) -> Growth | None:
    """Compare a day with the same weekday one week before, where one origin counted both."""
    new, old = _value_origins(later), _value_origins(earlier)
    shared = sorted(new.keys() & old.keys())
    if not shared or later.value is None or not earlier.value or later.basis is not earlier.basis:
        return None
    assert earlier.day is not None  # noqa: S101 - only days are compared
    factor = later.value / earlier.value
    return Growth(
        factor=factor,
        doubling_days=WEEK.days * log(2) / log(factor) if factor > 1 else None,
        origin=shared[0],
        before=earlier.day,
        reports=(*new[shared[0]].reports, *old[shared[0]].reports),
    )


def _value_origins(one: Flow) -> dict[str, Saying]:
    """Give the named origins who said the very figure a flow shows."""
    if one.value is None:
        return {}
    return {s.origin: s for s in one.said if s.named and s.value == one.value}


def _best(said: Sequence[Saying]) -> list[Saying]:
    """Give the figures of the best rank there is; bounds on one side are none."""
    figures = [saying for saying in said if saying.two_sided]
    return [saying for saying in figures if saying.rank == figures[0].rank]


def _value(best: Sequence[Saying]) -> float | None:
    """Give the figure said most often among the best; of several, the least."""
    values = [saying for saying in best if saying.value is not None]
    chosen = min(values, key=lambda saying: (-len(saying.reports), saying.value), default=None)
    return chosen.value if chosen else None


def _enclosing(said: Sequence[Saying]) -> tuple[float | None, float | None]:
    """Give the least and the greatest figure said.

    A bound on one side counts only where no figure is known or where it contradicts the best one.
    """
    two_sided = [saying for saying in said if saying.two_sided]
    if not two_sided:
        return _outer_bounds(said)
    first = two_sided[0].reports[0]
    against = [
        saying
        for saying in said
        if not saying.two_sided and not consistent(first, saying.reports[0])
    ]
    figures = [figure for saying in (*two_sided, *against) for figure in saying.figures]
    return min(figures), max(figures)


def _outer_bounds(said: Sequence[Saying]) -> tuple[float | None, float | None]:
    lows = [saying.low for saying in said if saying.low is not None]
    highs = [saying.high for saying in said if saying.high is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and high is not None and low > high:
        return high, low
    return low, high
