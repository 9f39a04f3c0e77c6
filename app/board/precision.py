"""Precision: the one place where numbers are rounded before they are published.

A belief has a width of tens of percent, so three significant digits lose nothing and promise
nothing. What counts whole things (minutes, vehicles, people, metres) is given whole.
"""

import math
from dataclasses import replace

from app.domain.status import Condition, Estimate, LastFigure, Measurement, Status
from app.domain.vocabulary import UNITS, Quantity

DIGITS = 3
"""Significant digits of a published belief."""

WHOLE = frozenset({"min", "vehicles", "people", "m"})
"""Units of which a fraction says nothing."""


def figure(value: float, quantity: Quantity) -> float:
    """Round a figure of this quantity (in its unit) as it is published; order is kept."""
    if value == 0:
        return 0
    kept = round(value, DIGITS - 1 - math.floor(math.log10(abs(value))))
    return round(kept) if UNITS[quantity] in WHOLE else kept


def rounded(status: Status) -> Status:
    """Give a status with all its figures rounded: what is published, in every form.

    A measurement stays as it was said: it is no belief, and a count of 1,234 is no 1,230.
    """
    estimates = {quantity: _estimate(each) for quantity, each in status.estimates.items()}
    weather = tuple(map(_condition, status.weather))
    traffic = tuple(map(_measurement, status.traffic))
    return replace(status, estimates=estimates, weather=weather, traffic=traffic)


def _measurement(measured: Measurement) -> Measurement:
    low, mid, high = map(whole, (measured.low, measured.mid, measured.high))
    last = measured.last
    if last is not None:
        last = replace(last, low=whole(last.low), mid=whole(last.mid), high=whole(last.high))
    return replace(measured, low=low, mid=mid, high=high, last=last)


def whole(figure: float | None) -> float | None:
    """Write a whole number as one; anything else stays as it is."""
    return int(figure) if figure is not None and figure == int(figure) else figure


def _condition(condition: Condition) -> Condition:
    return replace(
        condition,
        low=_maybe(condition.low, condition.quantity),
        high=_maybe(condition.high, condition.quantity),
    )


def _estimate(estimate: Estimate) -> Estimate:
    return replace(
        estimate,
        low=_maybe(estimate.low, estimate.quantity),
        mid=_maybe(estimate.mid, estimate.quantity),
        high=_maybe(estimate.high, estimate.quantity),
        last=_last(estimate.last, estimate.quantity) if estimate.last else None,
    )


def _last(last: LastFigure, quantity: Quantity) -> LastFigure:
    return replace(
        last,
        low=figure(last.low, quantity),
        mid=figure(last.mid, quantity),
        high=figure(last.high, quantity),
    )


def _maybe(value: float | None, quantity: Quantity) -> float | None:
    return None if value is None else figure(value, quantity)
