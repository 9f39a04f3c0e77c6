"""Cycle: by how much a queue grows and shrinks within a day, learned from what was said of it.

One wave of 24 hours is fitted to the changes between figures that follow one another, those of all
quantities of the queue together, each relative to its usual size: who counts cars in the morning
and who measures kilometres at night tell of the same day. It is drawn to no wave at all (ridge
regression, A. Hoerl and R. Kennard, 1970), so that few figures make a small one.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from app.domain.belief import Grid
from app.domain.relation import RELATED, Figure, Heard
from app.domain.vocabulary import Quantity

SUPPOSED = 0.25
"""How large a wave is supposed to be (standard deviation), of the length that counts as short."""

ALIKE = 0.2
"""By how much two figures may differ for other reasons, of the length that counts as short."""

SHORTEST, LONGEST = 1.0, 16.0
"""Hours between two figures that tell of the time of day, at least and at most."""

KNOWN_TO = 3.0
"""Hours over which a figure may speak at most to tell of the time of day."""

TOLERATED = 3.0
"""How many joint widths a change may lie from none before it counts for less."""

MOST_NATS = 1.8
"""How far, in nats, a wave moves a line at most at a time."""

TURN = 2 * math.pi / 24


@dataclass(frozen=True, slots=True)
class Cycle:
    """A wave of 24 hours over UTC: `cosine` * cos(2 pi h / 24) + `sine` * sin(2 pi h / 24).

    Both are in the quantity's unit.
    """

    cosine: float
    sine: float

    def nats(self, length: float, before: datetime, then: datetime, least: float) -> float:
        """Give by how much the logarithm of a line changes from one moment to another.

        `length` is how long it is at the first, and `least` (> 0) what it counts as at least, both
        in the quantity's unit; the result lies within MOST_NATS to either side of 0.
        """
        start = max(length, least)
        end = start + self._at(then) - self._at(before)
        bounded = max(end / start, math.exp(-MOST_NATS))
        return min(math.log(bounded), MOST_NATS)

    def _at(self, moment: datetime) -> float:
        angle = TURN * moment.timestamp() / 3600
        return self.cosine * math.cos(angle) + self.sine * math.sin(angle)


STEADY = Cycle(0.0, 0.0)
"""A queue of which nobody told how it goes through the day."""


class _Change(NamedTuple):
    """From one figure to the next, as shares of the usual size: of the wave's parts, and told."""

    cosine: float
    sine: float
    told: float
    weight: float


def learned(heard: Mapping[Quantity, Heard]) -> dict[Quantity, Cycle]:
    """Give the cycle of each quantity that has figures; none is told where few speak of hours."""
    figures = {
        quantity: _hourly(heard[quantity].figures) for quantity in RELATED if quantity in heard
    }
    usual = {
        quantity: math.exp(fmean(figure.log for figure in said))
        for quantity, said in figures.items()
        if said
    }
    changes = [
        change
        for quantity, size in usual.items()
        for change in _changes(figures[quantity], heard[quantity].grid, size)
    ]
    if not changes:
        return {}
    return {
        quantity: _fitted(changes, size, SUPPOSED * heard[quantity].grid.short)
        for quantity, size in usual.items()
    }


def _hourly(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.hours <= KNOWN_TO]


def _changes(figures: Iterable[Figure], grid: Grid, size: float) -> Iterator[_Change]:
    for one, other in pairwise(figures):
        gap = other.hour - one.hour
        if SHORTEST <= gap <= LONGEST:
            yield _change(one, other, grid, size)


def _change(one: Figure, other: Figure, grid: Grid, size: float) -> _Change:
    first, last = math.exp(one.log), math.exp(other.log)
    walked = max(one.hourly, other.hourly) * (other.hour - one.hour) * first * last
    variance = one.own * first**2 + other.own * last**2 + walked + (ALIKE * grid.short) ** 2
    off = abs(last - first) / math.sqrt(variance)
    return _Change(
        cosine=math.cos(TURN * other.hour) - math.cos(TURN * one.hour),
        sine=math.sin(TURN * other.hour) - math.sin(TURN * one.hour),
        told=(last - first) / size,
        weight=size**2 / variance * min(1.0, TOLERATED / max(off, TOLERATED)),
    )


def _fitted(changes: Iterable[_Change], size: float, supposed: float) -> Cycle:
    """Solve the two normal equations; `supposed` and the result are in the quantity's unit."""
    both = (size / supposed) ** 2
    cosines = sines = both
    mixed = along_cosine = along_sine = 0.0
    for change in changes:
        cosines += change.weight * change.cosine**2
        sines += change.weight * change.sine**2
        mixed += change.weight * change.cosine * change.sine
        along_cosine += change.weight * change.cosine * change.told
        along_sine += change.weight * change.sine * change.told
    parted = cosines * sines - mixed**2
    return Cycle(
        cosine=size * (sines * along_cosine - mixed * along_sine) / parted,
        sine=size * (cosines * along_sine - mixed * along_cosine) / parted,
    )
