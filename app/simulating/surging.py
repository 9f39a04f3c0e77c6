"""Surging: when a simulated line truly surges, and when that was told.

A line surges where its mean of six hours is twice what it was a day before, at least SHORTEST cars.
A surge is counted from the second day of a week on, where it lasts for six hours and none was going
on in the half day before. It is found if it is told within WITHIN minutes of its onset, before or
after; an alarm is false if within as many minutes the line has not even grown by half.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.growth import MATTERS, Answers, growth, surges
from app.domain.vocabulary import Quantity
from app.simulating.answering import Answer
from app.simulating.scenario import DAY
from app.simulating.world import World, minute_of

SPAN = DAY // 4
SHORTEST = 150.0
TWICE, HALF_MORE = 2.0, 1.5
WITHIN = DAY // 2
FEW = MATTERS[Quantity.QUEUE_VEHICLES]
"""Cars below which all lines are alike."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a week's surges were told: minutes from each onset until then (None: not found).

    Those found were told before their onset where the minutes are negative. `alarms` is how often a
    surge was said to begin, `wrong` how often there was none.
    """

    after: tuple[float | None, ...]
    alarms: int
    wrong: int


class Line(NamedTuple):
    """By minute: the mean of six hours (NaN before), and by what it has grown in a day."""

    mean: NDArray[np.float64]
    grown: NDArray[np.float64]


def line(world: World) -> Line:
    """Give the line of a world and its growth, both per minute of what is simulated."""
    total = np.concatenate(([0.0], np.cumsum(world.waiting, dtype=np.float64)))
    mean = np.full(world.waiting.size, np.nan)
    mean[SPAN - 1 :] = (total[SPAN:] - total[:-SPAN]) / SPAN
    grown = np.full(mean.size, np.nan)
    grown[DAY:] = np.maximum(mean[DAY:], FEW) / np.maximum(mean[:-DAY], FEW)
    return Line(mean=mean, grown=grown)


def onsets(world: World) -> list[int]:
    """Give the minutes at which surges begin that are to be found."""
    return _onsets(world, line(world))


def _onsets(world: World, lined: Line) -> list[int]:
    mean, grown = lined
    on: Flags = (grown >= TWICE) & (mean >= SHORTEST)
    edges = np.flatnonzero(np.diff(on.astype(np.int8), prepend=0, append=0))
    first, last = world.week.start + DAY, world.week.stop - WITHIN
    return [
        int(begin)
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
        if end - begin >= SPAN and first <= begin < last and not on[begin - WITHIN : begin].any()
    ]


def found(world: World, answered: Iterable[Answer]) -> Found:
    """Give how a week's surges were told by the answers given in it."""
    told = list(_told(answered))
    begun = [at for (_, before), (at, now) in pairwise([(0, False), *told]) if now and not before]
    lined = line(world)
    grew = _grew_by_half(lined)
    return Found(
        after=tuple(_after(onset, told) for onset in _onsets(world, lined)),
        alarms=len(begun),
        wrong=sum(not grew[max(at - WITHIN, 0) : at + WITHIN].any() for at in begun),
    )


def _grew_by_half(lined: Line) -> Flags:
    mean, grown = lined
    flags: Flags = (grown >= HALF_MORE) & (mean >= SHORTEST / 2)
    return flags


def _after(onset: int, told: Iterable[tuple[int, bool]]) -> float | None:
    return next((float(at - onset) for at, now in told if now and abs(at - onset) <= WITHIN), None)


def _told(answered: Iterable[Answer]) -> Iterator[tuple[int, bool]]:
    """Give for each minute asked whether a surge was told, by what was answered a day before."""
    asked = _by_minute(answered)
    already = False
    for at, now in asked.items():
        before = asked.get(at - DAY)
        grown = None if before is None else growth(now, before, DAY / 60)
        already = surges(now, grown, already=already)
        yield at, already


def _by_minute(answered: Iterable[Answer]) -> dict[int, Answers]:
    asked: dict[int, dict[Quantity, Answer]] = {}
    for each in answered:
        asked.setdefault(minute_of(each.at), {})[each.quantity] = each
    return dict(asked)
