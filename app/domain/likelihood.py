"""How far a report speaks for each possible value: its width, and its likelihood over a grid.

Likelihoods are Student-t in the logarithm with a floor, so that one report moves a belief only
so far whatever it claims (P. Huber, Robust Statistics, 1981, on bounded influence). The floor is
such that whoever has heard nothing else takes a report for wrong with the chance WRONG.
"""

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

import numpy as np

from app.domain.belief import CELLS, Grid, Masses
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Precision, Quantity
from app.domain.waiting import joined_at

TAIL = 2.5
"""Degrees of freedom of the Student-t: how heavy the tails are."""

WRONG = 0.05
"""The chance that a report is simply wrong, and says nothing of the value."""

BOUND_WIDTH: Mapping[Bound, float] = {
    Bound.EXACT: 0.08,
    Bound.ABOUT: 0.15,
    Bound.BETWEEN: 0.10,
    Bound.AT_LEAST: 0.25,
    Bound.AT_MOST: 0.25,
}
METHOD_WIDTH: Mapping[Method, float] = {
    Method.COUNTED: 0.0,
    Method.OFFICIAL: 0.05,
    Method.OBSERVED: 0.25,
    Method.RELAYED: 0.30,
    Method.DERIVED: 0.60,
}
PRECISION_WIDTH: Mapping[Precision, float] = {
    Precision.HOUR: 0.0,
    Precision.PART_OF_DAY: 0.05,
    Precision.DAY: 0.08,
    Precision.DAYS: 0.30,
    Precision.WEEK: 0.40,
    Precision.MONTH: 0.55,
}
WAIT_WIDTH = 0.25
"""What a wait adds unless all of it is told: people wait at different places of one queue."""

BEYOND_SLACK = 0.25
BEYOND_WIDTH = 0.5
BEYOND_LEAST: Mapping[Bound, float] = {Bound.AT_LEAST: 0.02, Bound.AT_MOST: 0.05}
"""A one-sided bound is said near the figure: how far beyond it, how gently it falls off, and how
little it can say against what lies far beyond, which it allows."""


STANDING_SLOPE = 0.5
"""How fast, per nat, the likelihood of a whole wait falls off beyond what somebody stood of it.

Who speaks up anywhere in the line, all places alike, has stood for less than L of a wait W with the
chance L / W, which is a slope of 1. Half of that holds for those who rather speak far into it."""

_Further = Callable[[float | None, float | None, Grid], Masses]
"""Gives the fit of each cell beyond the one bound that is set."""


def width(report: Report) -> float:
    """Give a report's standard width in nats (0.1 is about ten per cent)."""
    parts = [
        BOUND_WIDTH[_bound(report)],
        METHOD_WIDTH[report.method],
        PRECISION_WIDTH[report.precision],
        WAIT_WIDTH if _of_a_part(report) else 0.0,
        _undated(report),
    ]
    return math.sqrt(sum(part * part for part in parts))


def _of_a_part(report: Report) -> bool:
    return report.quantity is Quantity.WAIT_MINUTES and joined_at(report) is None


def _undated(report: Report) -> float:
    """Widen windows of many days: the figure held somewhere in them."""
    days = (report.ends - report.observed_from) / timedelta(days=1)
    return 0.08 * math.sqrt(min(max(days - 1, 0.0), 7.0))


def _bound(report: Report) -> Bound:
    assert report.bound is not None  # noqa: S101 - checked when the report was made
    return report.bound


def limits(report: Report) -> tuple[float | None, float | None]:
    """Give the least and the greatest value the report itself allows (None: it sets none)."""
    match report.bound:
        case Bound.AT_LEAST:
            return report.low, None
        case Bound.AT_MOST:
            return None, report.high
        case Bound.BETWEEN:
            return report.low, report.high
        case _:
            return report.value, report.value


def distance(report: Report, log_value: float, grid: Grid) -> float:
    """Give how far a value lies outside what the report allows, in nats (0: inside)."""
    least, greatest = limits(report)
    below = 0.0 if least is None else _log(least, grid) - log_value
    above = 0.0 if greatest is None else log_value - _log(greatest, grid)
    return max(below, above, 0.0)


def beyond(report: Report, log_value: float, grid: Grid) -> float:
    """Give how far a value lies past where a one-sided bound is usually said, in nats (0: near).

    Such a bound is not contradicted, but it no longer tells where the value is.
    """
    least, greatest = limits(report)
    if least is not None and greatest is not None:
        return 0.0
    side = _log(least or greatest or 0.0, grid)
    return max(abs(log_value - side) - BEYOND_SLACK, 0.0)


def log_likelihood(report: Report, grid: Grid, scale: float) -> Masses:
    """Give the report's log-likelihood for each cell, at most 0; it has a floor (see WRONG).

    `scale` is its width in nats, which others may have widened.
    """
    least, greatest = limits(report)
    return _log_likelihood(least, greatest, grid, scale, _beyond(report))


@lru_cache(maxsize=4096)
def _log_likelihood(
    least: float | None, greatest: float | None, grid: Grid, scale: float, further: _Further | None
) -> Masses:
    """Give the log-likelihood of a figure with these limits; kept, as it is asked for again."""
    fit = np.ones(CELLS + 1)
    if least is not None:
        fit *= _student(np.maximum(_log(least, grid) - grid.axis, 0.0) / scale)
    if greatest is not None:
        fit *= _student(np.maximum(grid.axis - _log(greatest, grid), 0.0) / scale)
    if further is not None:
        fit *= further(least, greatest, grid)
    fit /= fit.max()
    floor = WRONG / (1 - WRONG) * fit.mean()
    result: Masses = np.log((1 - floor) * fit + floor)
    result.flags.writeable = False
    return result


def _student(z: Masses) -> Masses:
    result: Masses = (1 + z * z / TAIL) ** (-(TAIL + 1) / 2)
    return result


def _beyond(report: Report) -> _Further | None:
    """Give how well what lies beyond a one-sided bound fits it; None: as well as the bound."""
    least, greatest = limits(report)
    both = least is not None and greatest is not None
    if both or report.method is Method.DERIVED:
        return None
    return _near if joined_at(report) is None else _standing


def _near(least: float | None, greatest: float | None, grid: Grid) -> Masses:
    """Give how well each value fits a one-sided bound, which is said near the figure."""
    side = _log(least or greatest or 0.0, grid)
    beyond = side - grid.axis if least is None else grid.axis - side
    far = np.maximum(beyond - BEYOND_SLACK, 0.0) / BEYOND_WIDTH
    still = BEYOND_LEAST[Bound.AT_MOST if least is None else Bound.AT_LEAST]
    result: Masses = still + (1 - still) / (1 + far * far)
    return result


def _standing(least: float | None, _greatest: float | None, grid: Grid) -> Masses:
    """Give how well each whole wait fits what somebody has stood of it so far."""
    result: Masses = np.exp(-STANDING_SLOPE * np.maximum(grid.axis - _log(least or 0.0, grid), 0.0))
    return result


def _log(value: float, grid: Grid) -> float:
    """Give where a value stands on the axis; what is below the grid stands at zero's cell."""
    return max(math.log(value), grid.zero) if value > 0 else grid.zero
