"""Comparison: a figure held against a belief it took no part in, and against two plain answers.

Errors are |ln(mid / figure)|, capped at ln 3 so that a misprinted figure does not decide. `latest`
is the last figure whose interval ended by then; `median24` the median of those that ended in the 24
hours before, else the last. `darial score` and /v1/accuracy both go by this and by nothing else.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from app.domain.independence import day_of
from app.domain.likelihood import limits
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Bound, Knowledge, Method

CAP = math.log(3)
"""The greatest error one figure can count for."""

ABOUT_TOLERANCE = 0.1
"""The precision of a figure given as `about`: a tenth of it, either way."""

DAY = timedelta(hours=24)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Figure(NamedTuple):
    """A report that tells a figure: when its interval ended, when it was known, and the figure."""

    ends: datetime
    known: datetime
    value: float
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure held against a belief and two plain answers: errors in nats, each at most CAP.

    `covered` tells whether the interval of 80% held the figure.
    """

    belief: float
    latest: float
    median24: float
    covered: bool


def figure_of(report: Report) -> float | None:
    """Give the figure a row is scored by; for a range the middle of its logarithms.

    One-sided bounds have none, and neither has zero, of which there is no logarithm.
    """
    least, greatest = limits(report)
    if not least or not greatest:
        return None
    return math.sqrt(least * greatest)


def compared(
    row: Figure,
    said: tuple[float | None, float, float | None],
    before: Sequence[Figure],
    at: datetime,
) -> Compared:
    """Hold an interval (low, mid above 0, high) and what had ended `before` against a figure."""
    low, mid, high = said
    return Compared(
        belief=_error(mid, row.value),
        latest=_error(latest(before), row.value),
        median24=_error(median24(before, at), row.value),
        covered=_holds(row.report, low or 0.0, high or math.inf),
    )


def repeats(report: Report, row: Report, place: Place) -> bool:
    """Tell whether a report is the row itself, or says the same for the same origin and day.

    A sensor's readings are new ones however alike, unless they are of one interval.
    """
    return figure_said(report) == figure_said(row) and claim(report, place) == claim(row, place)


def figure_said(report: Report) -> tuple[float | None, ...]:
    """Give what a report fills of its figure, in the quantity's unit."""
    return report.value, report.low, report.high


def claim(report: Report, place: Place) -> tuple[object, ...]:
    """Give what makes a report and its repeats one claim, beside the figure."""
    counted = report.method is Method.COUNTED
    reading = (report.observed_from, report.ends) if counted else day_of(report, place)
    return report.series, report.origin, reading


def figures_of(reports: Iterable[Report]) -> list[Figure]:
    """Give the figures that reports tell, by the end of their interval."""
    told = [Figure(each.ends, each.known, figure_of(each) or 0.0, each) for each in reports]
    found = [each for each in told if each.value]
    found.sort(key=lambda each: (each.ends, each.report.observed_from, each.known, each.report.id))
    return found


def ended(
    row: Figure, figures: Sequence[Figure], place: Place, at: datetime, knowledge: Knowledge
) -> list[Figure]:
    """Give what the baselines go by: others' figures that had ended, the last one last.

    `figures` are those of the row's series, as figures_of gives them. Given are all of the last
    24 h, or else the last there is.
    """
    first, end = (bisect_right(figures, moment, key=_ends) for moment in (at - DAY, at))
    recent = list(_others(row, figures[first:end], place, at, knowledge))
    before = _others(row, reversed(figures[:first]), place, at, knowledge)
    return recent or list(islice(before, 1))


def _others(
    row: Figure, figures: Iterable[Figure], place: Place, at: datetime, knowledge: Knowledge
) -> Iterator[Figure]:
    """Give the figures that were known by then, but for the row's own and its repeats."""
    by, own = at if knowledge is Knowledge.THEN else END_OF_TIME, row.value
    for each in figures:
        # A repeat is of the same figure, which is seen sooner than the rest.
        if each.known <= by and (each.value != own or not repeats(each.report, row.report, place)):
            yield each


_ends = attrgetter("ends")


def latest(ended: Sequence[Figure]) -> float:
    """Give the first baseline: the last figure there is."""
    return ended[-1].value


def median24(ended: Sequence[Figure], at: datetime) -> float:
    """Give the second baseline: the median of the figures of the last 24 h, else the last one."""
    since = at - DAY
    recent = [each.value for each in ended if each.ends > since]
    return median(recent) if recent else latest(ended)


def _error(said: float, figure: float) -> float:
    return min(abs(math.log(said / figure)), CAP)


def _holds(row: Report, low: float, high: float) -> bool:
    """Tell whether an interval meets the figure, the figure's own precision allowed for."""
    least, greatest = (side or 0.0 for side in limits(row))
    around = _precision(row)
    return low <= greatest * math.exp(around) and high >= least * math.exp(-around)


def _precision(row: Report) -> float:
    """Give the figure's own precision in nats: half its last digit that counts, or a tenth."""
    if row.bound is Bound.ABOUT:
        return ABOUT_TOLERANCE
    if row.bound is not Bound.EXACT or not row.value:
        return 0.0
    digits = f"{row.value:.10g}".replace(".", "").strip("0")
    return math.log1p(0.5 / max(float(digits), 1.0))
