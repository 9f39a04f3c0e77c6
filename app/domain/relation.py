"""Relations: by how much two quantities of one queue go together, learned from what was said.

A relation begins at what is known of lines everywhere and is drawn to what is said of this one:
each figure is held against the nearest one of the other quantity, and of all these ratios and the
prior the median by weight is taken, which a misprint or a liar moves only so far.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import NamedTuple

from app.domain.belief import Grid, walk
from app.domain.consensus import centre_of
from app.domain.voice import Role, Voice

TOGETHER = timedelta(hours=4)
"""How far apart in time two figures may be and still tell how their quantities go together."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One quantity as a multiple of another: the logarithm of the factor, its width in nats."""

    log_factor: float
    width: float


class Series(NamedTuple):
    """What was said of one quantity, and its grid."""

    voices: Sequence[Voice]
    grid: Grid


class _Figure(NamedTuple):
    """A figure: its hour, its logarithm, its variance and what an hour adds to that, its weight."""

    hour: float
    log: float
    variance: float
    hourly: float
    weight: float


class _Ratio(NamedTuple):
    """The logarithm of a ratio and what it weighs: the inverse of its variance."""

    log: float
    weight: float


def learned(prior: Relation, least: float, basis: Series, other: Series) -> Relation:
    """Give the relation of `other` to `basis`; it stays as wide as `least` (nats) at least."""
    ratios = [
        _Ratio(prior.log_factor, 1 / prior.width**2),
        *_ratios(_figures(basis), _figures(other)),
    ]
    total = sum(ratio.weight for ratio in ratios)
    return Relation(_median(ratios, total), math.hypot(1 / math.sqrt(total), least))


def _ratios(basis: Sequence[_Figure], other: Iterable[_Figure]) -> list[_Ratio]:
    hours = [figure.hour for figure in basis]
    found = []
    for figure in other:
        place = bisect_left(hours, figure.hour)
        for near in _nearest(basis[max(place - 1, 0) : place + 1], figure):
            changed = abs(near.hour - figure.hour) * max(near.hourly, figure.hourly)
            variance = near.variance + figure.variance + changed
            weight = min(near.weight, figure.weight) / variance
            found.append(_Ratio(figure.log - near.log, weight))
    return found


def _nearest(beside: Sequence[_Figure], figure: _Figure) -> list[_Figure]:
    """Give the figure nearest in time, where it is near enough."""
    near = [
        each for each in beside if abs(each.hour - figure.hour) <= TOGETHER / timedelta(hours=1)
    ]
    return sorted(near, key=lambda each: abs(each.hour - figure.hour))[:1]


def _figures(series: Series) -> list[_Figure]:
    """Give the figures above zero, in the order of their moments."""
    grid = series.grid
    return sorted(
        _Figure(
            hour=voice.until.timestamp() / 3600,
            log=centre,
            variance=voice.scale**2,
            hourly=walk(grid, math.exp(centre)),
            weight=voice.weight,
        )
        for voice in series.voices
        if voice.role is Role.USED
        and voice.weight > 0
        and (centre := centre_of(voice.report, grid)) is not None
        and centre >= grid.logs[0]
    )


def _median(ratios: Iterable[_Ratio], total: float) -> float:
    """Give the first ratio at which half of the weight is reached."""
    rising = sorted(ratios)
    reached = accumulate(ratio.weight for ratio in rising)
    half = (at for at, weight in enumerate(reached) if weight >= total / 2)
    return rising[next(half, -1)].log
