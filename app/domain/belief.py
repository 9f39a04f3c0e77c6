"""A belief: what we hold about one number, as a distribution over a grid of its logarithm.

Zero has a cell of its own, below the least positive value. Time widens a belief (a random walk in
the logarithm, wider for short lines, plus a small chance of anything), reports multiply it. Both
steps of the widening are doubly stochastic matrices, so time alone never lowers the entropy (Hardy,
Littlewood and Polya's majorisation).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.domain.vocabulary import Quantity

Masses = NDArray[np.float64]
"""Probabilities or likelihoods, one per cell of a grid: zero first, then rising values."""

CELLS = 240
"""How many positive cells a grid has: one step is 3 to 5 per cent of a value."""

WALK = 0.015
"""Variance of the logarithm that one hour adds where a line is long (a factor of 1.8 in a day)."""

MOST_WALK = 0.3
"""Variance of the logarithm that one hour adds at most, however short a line is."""

ANYTHING = 0.01 / 24
"""The chance per hour that the number has become anything at all."""

ZERO_APART = 1.0
"""How far below the least positive value zero stands, in nats: none is not nearly one."""

LOST = 0.5
"""A belief of which more than this share would leave the grid is not moved."""

DEVIATIONS = 1.2816
"""Within how many standard deviations of its middle 80% of a normal distribution lie."""

SPAN: Mapping[Quantity, tuple[float, float]] = {
    Quantity.WAIT_MINUTES: (1.0, 86_400.0),
    Quantity.QUEUE_VEHICLES: (1.0, 100_000.0),
    Quantity.QUEUE_PEOPLE: (1.0, 1_000_000.0),
    Quantity.QUEUE_KM: (0.02, 300.0),
    Quantity.BOOKED_VEHICLES: (1.0, 1_000_000.0),
}
"""The least and greatest positive value of each grid, in the quantity's unit."""

SHORT: Mapping[Quantity, float] = {
    Quantity.WAIT_MINUTES: 360.0,
    Quantity.QUEUE_VEHICLES: 500.0,
    Quantity.QUEUE_PEOPLE: 1200.0,
    Quantity.QUEUE_KM: 4.0,
    Quantity.BOOKED_VEHICLES: 500.0,
}
"""Where an hour adds twice WALK, in the quantity's unit.

By how many vehicles a line grows or shrinks in a day does not depend on how many stand in it, so
that short ones change by more of themselves. WALK, MOST_WALK and these were chosen on simulated
weeks such that no quantity of the archive lies further off."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of one quantity: `logs` of the positive values, `axis` with zero's cell before.

    `edges` lie around the positive cells, halfway between them in the logarithm. `short` is the
    length at which an hour adds twice WALK, in the quantity's unit.
    """

    logs: Masses
    axis: Masses
    edges: Masses
    step: float
    short: float

    @property
    def zero(self) -> float:
        """Give where zero stands on the axis of logarithms: well apart from the least value."""
        return float(self.axis[0])


@lru_cache(maxsize=len(Quantity))
def grid_of(quantity: Quantity) -> Grid:
    """Give the grid of a quantity that can be a belief; raises KeyError for any other."""
    least, greatest = SPAN[quantity]
    logs = np.linspace(math.log(least), math.log(greatest), CELLS)
    axis = np.concatenate(([logs[0] - ZERO_APART], logs))
    step = float(logs[1] - logs[0])
    edges = np.concatenate(([logs[0] - step / 2], logs + step / 2))
    return Grid(logs=logs, axis=axis, edges=edges, step=step, short=SHORT[quantity])


def unknown() -> Masses:
    """Give the belief of somebody who has heard nothing: every cell alike."""
    return np.full(CELLS + 1, 1.0 / (CELLS + 1))


def walk(grid: Grid, value: float) -> float:
    """Give the variance of the logarithm, in nats squared, that an hour adds to a line.

    `value` is its length in the quantity's unit, 0 where there is none.
    """
    if value <= 0:
        return MOST_WALK
    return min(WALK * (1 + (grid.short / value) ** 2), MOST_WALK)


def widened(masses: Masses, grid: Grid, hours: float) -> Masses:
    """Give the belief after `hours` (>= 0) without news, which widen it by its median's walk."""
    if hours <= 0:
        return masses
    return spread(masses, grid, hours, walk(grid, quantile(masses, grid, 0.5)))


def spread(masses: Masses, grid: Grid, hours: float, hourly: float) -> Masses:
    """Give a belief after `hours` (> 0), each of which adds `hourly` nats squared of variance."""
    walked = _walked(masses, math.sqrt(hourly * hours) / grid.step)
    lost = -math.expm1(-ANYTHING * hours)
    mixed: Masses = (1 - lost) * walked + lost * float(walked.sum()) / walked.size
    return mixed


def moved(masses: Masses, grid: Grid, nats: float) -> Masses:
    """Give a belief with its positive values moved by `nats`; zero stays, and so does the sum."""
    if nats == 0:
        return masses
    rest = float(masses[1:].sum())
    there = np.interp(grid.logs - nats, grid.logs, masses[1:], left=0.0, right=0.0)
    reached = float(there.sum())
    if reached <= LOST * rest:
        return masses
    return np.concatenate((masses[:1], there * (rest / reached)))


def blurred(masses: Masses, grid: Grid, width: float) -> Masses:
    """Give a belief with its positive values widened by `width` nats; a measured zero stays."""
    return np.concatenate((masses[:1], _walked(masses[1:], width / grid.step)))


def _walked(masses: Masses, cells: float) -> Masses:
    reach = min(math.ceil(4 * cells), masses.size - 1)
    kernel = _kernel(round(cells, 3), reach)
    padded = np.concatenate((masses[:reach][::-1], masses, masses[masses.size - reach :][::-1]))
    walked: Masses = np.convolve(padded, kernel, mode="valid")
    return walked


@lru_cache(maxsize=4096)
def _kernel(cells: float, reach: int) -> Masses:
    offsets = np.arange(-reach, reach + 1, dtype=np.float64)
    kernel = np.exp(-0.5 * (offsets / max(cells, 1e-9)) ** 2)
    result: Masses = kernel / kernel.sum()
    return result


def updated(masses: Masses, log_likelihood: Masses) -> Masses:
    """Give the belief after a piece of news (natural logarithms, any constant left out)."""
    weighed = masses * np.exp(log_likelihood - log_likelihood.max())
    result: Masses = weighed / weighed.sum()
    return result


def joined(masses: Masses, other: Masses) -> Masses:
    """Give the belief of somebody who holds both of two independent ones."""
    return updated(masses, np.log(np.maximum(other, 1e-300)))


def quantile(masses: Masses, grid: Grid, share: float) -> float:
    """Give the value below which `share` (0..1) of the belief lies, in the quantity's unit."""
    rising = np.cumsum(masses)
    rising /= rising[-1]
    if rising[0] >= share:
        return 0.0
    return float(np.exp(np.interp(share, rising, grid.edges)))


def width_of_80(low: float, high: float, least: float) -> float:
    """Give the standard width, in nats, of which an interval of 80% speaks if it is normal.

    Both ends count as `least` (> 0) at least, in their unit.
    """
    return math.log(max(high, least) / max(low, least)) / (2 * DEVIATIONS)


def entropy(masses: Masses) -> float:
    """Give how undecided a belief is, in nats."""
    shares = masses[masses > 0] / masses.sum()
    return float(-(shares * np.log(shares)).sum())
