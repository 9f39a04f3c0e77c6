"""Service: how many of each mode get through in each minute, by lanes, nights and shared staff.

Cars, lorries and walkers share the staff: a lorry takes as much of their time as four cars, a
walker as a fifth of one. Lanes open and close in steps, nights and changes of shift are slow, and
in a closed minute nothing passes.
"""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from app.simulating.arrivals import LORRIES, WALKERS, Counts, Rates
from app.simulating.scenario import DAY, LENGTH, Course

WORK = (1.0, 4.0, 0.2)
"""The staff's time that one car, one lorry and one walker take, in cars."""

LANES = np.array([0.7, 0.85, 1.0, 1.15])
"""How much gets through with so many lanes open, of the capacity."""

LANES_LAST = 10 * 60
"""Minutes, on average, for which lanes stay as they are (exponential)."""

NIGHT, SHIFT = 0.75, 0.35
"""What is left from 23 to 6 o'clock, and in the half hours of a change of shift (8 and 20)."""

SHORT = 30
"""Minutes over which the pace wavers (gamma, relative deviation 0.25)."""


class Served(NamedTuple):
    """How many of each mode got through in each minute."""

    cars: Counts
    lorries: Counts
    walkers: Counts


def staff(course: Course, rng: Generator) -> Rates:
    """Give what the staff can do in each minute, in cars."""
    minutes = np.arange(LENGTH)
    hour = (minutes % DAY) / 60
    night = np.where((hour >= 23) | (hour < 6), NIGHT, 1.0)  # noqa: PLR2004 - hours
    shift = np.where(((hour % 12) >= 8) & ((hour % 12) < 8.5), SHIFT, 1.0)  # noqa: PLR2004 - hours
    wavering = rng.gamma(16, 1 / 16, LENGTH // SHORT + 1).repeat(SHORT)[:LENGTH]
    shares = 1 + LORRIES * WORK[1] + WALKERS * WORK[2]
    able = course.capacity * shares / DAY * night * shift * wavering * _lanes(rng)
    able /= (night * shift).mean()
    for start, end in course.closed:
        able[start:end] = 0.0
    result: Rates = able
    return result


def _lanes(rng: Generator) -> Rates:
    lengths = np.maximum(rng.exponential(LANES_LAST, LENGTH), 60).astype(np.int64)
    until = np.cumsum(lengths)
    changes = int(np.searchsorted(until, LENGTH)) + 1
    open_lanes: Rates = np.repeat(rng.choice(LANES, changes), lengths[:changes])[:LENGTH]
    return open_lanes


def served(arrived: tuple[Counts, Counts, Counts], able: Rates) -> Served:
    """Give who gets through in each minute; each mode is served first in, first out.

    The staff's time is parted by the work that waits, but cars get no less than 40% and no more
    than 80% of it while anybody else waits, and what one mode does not need the others get.
    """
    through = np.zeros((3, LENGTH), dtype=np.int64)
    waiting, begun = [0, 0, 0], [0.0, 0.0, 0.0]
    joining = [mode.tolist() for mode in arrived]
    for minute, time in enumerate(able.tolist()):
        for mode in range(3):
            waiting[mode] += joining[mode][minute]
        parts = _parted(waiting, time)
        for mode in range(3):
            begun[mode] += parts[mode] / WORK[mode]
            done = min(int(begun[mode]), waiting[mode])
            waiting[mode] -= done
            begun[mode] = begun[mode] - done if waiting[mode] else 0.0
            through[mode, minute] = done
    return Served(*through)


def _parted(waiting: list[int], time: float) -> tuple[float, float, float]:
    work = [count * each for count, each in zip(waiting, WORK, strict=True)]
    total = sum(work)
    if not total:
        return time, 0.0, 0.0
    share = min(max(work[0] / total, 0.4), 0.8) if total > work[0] else 1.0
    cars = min(time * share, work[0] + WORK[0])
    rest = time - cars
    others = total - work[0]
    lorries = rest * work[1] / others if others else 0.0
    return cars, lorries, rest - lorries
