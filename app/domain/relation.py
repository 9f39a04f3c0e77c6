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
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from app.domain.belief import Grid, walk
from app.domain.consensus import centre_of
from app.domain.vocabulary import Quantity
from app.domain.voice import Role, Voice, spoken_until

TOGETHER = timedelta(hours=4)
"""How far apart in time two figures may be and still tell how their quantities go together."""


RELATED = (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES)
"""The quantities of one queue that grow and shrink together."""

KEPT = 256
"""How many pairs of quantities, of queues asked last, are kept at most."""

LEAST_PART = 0.05
"""What part of a voice a figure counts for at least where its own variance is asked."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One quantity as a multiple of another: the logarithm of the factor, its width in nats."""

    log_factor: float
    width: float


class Figure(NamedTuple):
    """A figure: the last hour it speaks of, and over how many; its logarithm; what it weighs.

    `variance` is its own, in nats squared, and `hourly` what an hour adds to that. `across` is the
    hour at which a wait was over that is told from its beginning on; else `hour`.
    """

    hour: float
    log: float
    variance: float
    hourly: float
    weight: float
    hours: float
    across: float

    @property
    def own(self) -> float:
        """Give its variance as if it were one whole voice: greater where it has a part of one."""
        return self.variance / max(self.weight, LEAST_PART)


class Heard:
    """What was heard of one quantity of a queue."""

    def __init__(self, voices: Sequence[Voice], grid: Grid) -> None:
        """Take the voices of the quantity, and its grid."""
        self.voices, self.grid = voices, grid

    @cached_property
    def sharpest(self) -> float:
        """Give the least width of a voice that has weight, in nats; 0 where none has."""
        return min((voice.scale for voice in self.voices if voice.weight > 0), default=0.0)

    @cached_property
    def figures(self) -> Sequence[Figure]:
        """Give the figures above zero, in the order of their moments."""
        return _figures(self.voices, self.grid)


class _Ratio(NamedTuple):
    """The logarithm of a ratio and what it weighs: the inverse of its variance."""

    log: float
    weight: float


def learned(prior: Relation, least: float, basis: Heard, other: Heard) -> Relation:
    """Give the relation of `other` to `basis`; it stays as wide as `least` (nats) at least."""
    ratios = [
        _Ratio(prior.log_factor, 1 / prior.width**2),
        *_ratios(basis, other),
    ]
    total = sum(ratio.weight for ratio in ratios)
    return Relation(_median(ratios, total), math.hypot(1 / math.sqrt(total), least))


@lru_cache(maxsize=KEPT)
def _ratios(basis: Heard, other: Heard) -> tuple[_Ratio, ...]:
    """Give how each figure goes together with the nearest; kept while both are asked about."""
    hours = [figure.hour for figure in basis.figures]
    found = []
    for figure in other.figures:
        # The line that was joined; where nobody told of it, the one that stood when he was across.
        joined = _nearest(basis.figures, hours, figure.hour)
        near = joined or _nearest(basis.figures, hours, figure.across)
        if near is not None:
            moment = figure.hour if joined else figure.across
            changed = abs(near.hour - moment) * max(near.hourly, figure.hourly)
            weight = min(near.weight, figure.weight) / (near.variance + figure.variance + changed)
            found.append(_Ratio(figure.log - near.log, weight))
    return tuple(found)


def _nearest(figures: Sequence[Figure], hours: Sequence[float], hour: float) -> Figure | None:
    """Give the figure nearest to an hour; theirs are `hours`. None: none lies within TOGETHER."""
    place = bisect_left(hours, hour)
    beside = figures[max(place - 1, 0) : place + 1]
    near = min(beside, key=lambda each: abs(each.hour - hour), default=None)
    apart = math.inf if near is None else abs(near.hour - hour)
    return near if apart <= TOGETHER / timedelta(hours=1) else None


def _figures(voices: Iterable[Voice], grid: Grid) -> list[Figure]:
    return sorted(
        Figure(
            hour=voice.until.timestamp() / 3600,
            log=centre,
            variance=voice.scale**2,
            hourly=walk(grid, math.exp(centre)),
            weight=voice.weight,
            hours=(voice.until - voice.report.observed_from) / timedelta(hours=1),
            across=spoken_until(voice.report).timestamp() / 3600,
        )
        for voice in voices
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
