"""The filter: from the voices of one series to the belief held at an instant.

It predicts by widening with the time that passes and by the time of day, and updates by what was
said at each moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.belief import Grid, Masses, joined, moved, quantile, unknown, updated, widened
from app.domain.cycle import STEADY, Cycle
from app.domain.likelihood import log_likelihood
from app.domain.voice import Voice

MOST_MOMENTS = 64
"""How many moments of a series bear on a number at most on either side of it: the nearest.

What a sensor said two days and sixty readings ago moves no number by a thousandth."""

LEAST_MOVED = 0.005
"""The least line a cycle moves, of the length that counts as short."""


def belief(heard: Sequence[Voice], grid: Grid, at: datetime, cycle: Cycle = STEADY) -> Masses:
    """Give the belief at an instant: the past carried forward, times the future carried back."""
    past = [voice for voice in heard if voice.report.observed_from <= at]
    future = [voice for voice in heard if voice.report.observed_from > at]
    masses = _carried(past, grid, at, cycle)
    if any(voice.weight > 0 for voice in future):
        masses = joined(masses, _carried(future, grid, at, cycle))
    return masses


def told(masses: Masses, heard: Iterable[Voice], grid: Grid) -> Masses:
    """Give the belief after what some voices (at least one) say of its very moment."""
    return updated(masses, _spoken(heard, grid))


def _carried(heard: Sequence[Voice], grid: Grid, at: datetime, cycle: Cycle) -> Masses:
    """Run the filter over the voices, from the one furthest from `at` to the nearest, up to it."""
    by_moment: dict[datetime, list[Voice]] = defaultdict(list)
    for voice in heard:
        if voice.weight > 0:
            by_moment[voice.moment(at)].append(voice)
    masses = unknown()
    before: datetime | None = None
    nearest_last = sorted(by_moment, key=lambda moment: (-abs(moment - at), moment))
    for moment in nearest_last[-MOST_MOMENTS:]:
        masses = masses if before is None else later(masses, grid, (before, moment), cycle)
        masses = told(masses, by_moment[moment], grid)
        before = moment
    return masses if before is None else later(masses, grid, (before, at), cycle)


def later(masses: Masses, grid: Grid, between: tuple[datetime, datetime], cycle: Cycle) -> Masses:
    """Give a belief after the time between two moments: wider, and moved by the time of day."""
    before, then = between
    if before == then:
        return masses
    wider = widened(masses, grid, _hours(before, then))
    length = 0.0 if cycle == STEADY else quantile(wider, grid, 0.5)
    if length == 0:
        return wider
    return moved(wider, grid, cycle.nats(length, before, then, LEAST_MOVED * grid.short))


def _hours(one: datetime, other: datetime) -> float:
    return abs((other - one).total_seconds()) / 3600


def _spoken(heard: Iterable[Voice], grid: Grid) -> Masses:
    weighed = [
        voice.weight * log_likelihood(voice.report, grid, voice.scale)
        for voice in sorted(heard, key=lambda voice: voice.report.id)
    ]
    total = weighed[0]
    for further in weighed[1:]:
        total = total + further
    return total
