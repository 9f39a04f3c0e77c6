"""Arrivals: how many of each mode join the line in each minute.

A Poisson process whose rate follows the hour, the weekday, slow good and bad days (an
autoregressive factor), and a surge (S. Ross, Introduction to Probability Models, on
non-homogeneous Poisson processes).
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.simulating.scenario import DAY, LENGTH, Course

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]

BY_HOUR = np.array(
    [
        *(0.45, 0.35, 0.3, 0.3, 0.4, 0.6, 0.85, 1.05, 1.25, 1.4, 1.45, 1.4),
        *(1.35, 1.3, 1.3, 1.3, 1.35, 1.35, 1.3, 1.2, 1.1, 0.9, 0.75, 0.6),
    ]
)
"""Arrivals by hour of the day: least before dawn, most from morning to evening."""

BY_WEEKDAY = np.array([0.92, 0.9, 0.92, 0.98, 1.15, 1.12, 1.01])
"""Arrivals by day of the week, Monday first."""

DAYS_APART = 0.15
"""Standard deviation, in nats, of how good and bad days differ."""

LORRIES, WALKERS = 0.22, 0.15
"""Lorries and walkers for each car that arrives on a usual day."""


def rates(course: Course, rng: Generator) -> Rates:
    """Give the cars that arrive per minute, on average, for each minute."""
    minutes = np.arange(LENGTH)
    hours = (minutes % DAY) / 60
    by_hour = np.interp(hours, np.arange(25), np.append(BY_HOUR, BY_HOUR[0])) / BY_HOUR.mean()
    by_weekday = BY_WEEKDAY[(minutes // DAY) % 7] / BY_WEEKDAY.mean()
    days = rng.normal(0, DAYS_APART, LENGTH // DAY + 2)
    slowly = np.exp(np.interp(minutes / DAY, np.arange(len(days)), days))
    usual = course.load * course.capacity / DAY
    result: Rates = usual * by_hour * by_weekday * slowly * _surge(course, minutes)
    return result


def _surge(course: Course, minutes: Counts) -> Rates:
    """Give by what arrivals are multiplied: doubling from the onset, level, halving in a day."""
    if course.onset is None:
        return np.ones(LENGTH)
    since = (minutes - course.onset) / DAY
    rising = np.exp2(np.clip(since, 0, None) / course.doubling_days)
    lasting = np.log2(course.greatest) * course.doubling_days + course.lasting / DAY
    falling = course.greatest * np.exp2(-np.clip(since - lasting, 0, None))
    result: Rates = np.maximum(np.minimum(np.minimum(rising, course.greatest), falling), 0.8)
    return result


def arrivals(course: Course, rng: Generator) -> tuple[Counts, Counts, Counts]:
    """Give the cars, lorries and walkers that join in each minute."""
    cars = rates(course, rng)
    usual = np.full(LENGTH, course.load * course.capacity / DAY)
    walkers = WALKERS * np.maximum(usual, 2 * cars - usual)
    return (
        rng.poisson(cars).astype(np.int64),
        rng.poisson(LORRIES * usual).astype(np.int64),
        rng.poisson(np.maximum(walkers, 0)).astype(np.int64),
    )
