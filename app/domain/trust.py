"""Trust: how far the nameless are believed at one queue, by those who answer for their word.

Each nameless figure is held against what the named ones around it let expect, in its own quantity
or in another that goes together with it. It is either meant honestly, and lies as near as their
widths together let expect, or it is wrong and may say anything; how many are wrong is learned from
all of them (the EM algorithm of Dempster, Laird and Rubin, 1977, for a mixture of two). A figure
keeps as much of its weight as the chance that it is honest, and a little always, for authorities
err too. Where nobody named speaks, the nameless are believed as they are.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.domain.belief import Grid, grid_of, walk
from app.domain.consensus import OUTLYING, centre_of
from app.domain.likelihood import distance
from app.domain.relation import Figure, Heard, Relation, learned
from app.domain.vocabulary import Quantity
from app.domain.voice import Role, Voice

USUAL = 0.05
"""The share of nameless figures that is supposed to be wrong."""

SUPPOSED, OF_ONE = 10.0, 8.0
"""As if so many nameless figures had been seen before of which the usual share was wrong: of the
whole queue, and of one quantity as many as are wrong in the whole."""

ANYTHING = 8.0
"""Over how many nats a wrong figure may lie anywhere."""

LEAST = 0.02
"""What is left of a nameless voice's weight at least."""

LEARNED_OFF, UNLEARNED_OFF = 0.25, 0.35
"""How far, in nats, what one quantity lets expect of another is off: however much was said, and of
a wait, which is never learned from those who are held against it."""

FEW = 4
"""How many of the nearest figures before and after one are looked at; of each the sharpest."""

ROUNDS = 6
"""How often the share and the chances are computed from one another; they hardly change after."""

Speaking = Mapping[Quantity, Sequence[Voice]]
Expecting = Callable[[Quantity, Quantity], Relation | None]
"""Gives how a quantity (the second) goes together with another everywhere; None: nobody knows."""


class Apart(NamedTuple):
    """How far a figure lies from what is expected, in joint widths, and that width in nats."""

    widths: float
    joint: float


class Trusted(NamedTuple):
    """The voices of a queue by quantity, and the share of nameless ones that is thought wrong."""

    voices: Mapping[Quantity, Sequence[Voice]]
    wrong: Mapping[Quantity, float]


def trusted(speaking: Speaking, expecting: Expecting) -> Trusted:
    """Weigh the nameless voices of one queue, by quantity, against the named ones."""
    judged = {quantity for quantity, heard in speaking.items() if any(map(_is_judged, heard))}
    if not judged:
        return Trusted(speaking, {})
    answered = _answered_for(speaking, judged, expecting)
    apart = {
        quantity: _apart(heard, answered[quantity], grid_of(quantity))
        for quantity, heard in speaking.items()
    }
    every = _share([each for found in apart.values() for each in found.values()], USUAL, SUPPOSED)
    wrong = {
        quantity: _share(list(found.values()), every, OF_ONE) for quantity, found in apart.items()
    }
    return Trusted(
        voices={
            quantity: [_weighed(voice, apart[quantity], wrong[quantity]) for voice in heard]
            for quantity, heard in speaking.items()
        },
        wrong={quantity: share for quantity, share in wrong.items() if apart[quantity]},
    )


def _is_judged(voice: Voice) -> bool:
    return not voice.named and voice.weight > 0


def _answered_for(
    speaking: Speaking, judged: Collection[Quantity], expecting: Expecting
) -> dict[Quantity, list[Figure]]:
    """Give by quantity the figures that somebody answers for, and what they let expect of it."""
    named = {
        quantity: Heard([voice for voice in heard if voice.named], grid_of(quantity))
        for quantity, heard in speaking.items()
    }
    every = {quantity: Heard(heard, grid_of(quantity)) for quantity, heard in speaking.items()}
    found = {quantity: list(heard.figures) for quantity, heard in named.items()}
    for basis, heard in named.items():
        for quantity in judged:
            prior = expecting(basis, quantity) if heard.figures and basis is not quantity else None
            if prior is not None:
                relation = _relation(quantity, prior, heard, every[quantity])
                found[quantity] += _expected(heard.figures, relation, grid_of(quantity))
    return {quantity: sorted(figures) for quantity, figures in found.items()}


def _relation(quantity: Quantity, prior: Relation, basis: Heard, other: Heard) -> Relation:
    if quantity is Quantity.WAIT_MINUTES:
        return Relation(prior.log_factor, min(prior.width, UNLEARNED_OFF))
    return learned(prior, LEARNED_OFF, basis, other)


def _expected(figures: Iterable[Figure], relation: Relation, grid: Grid) -> list[Figure]:
    found = []
    for figure in figures:
        log = figure.log + relation.log_factor
        found.append(
            figure._replace(
                log=log,
                variance=figure.variance + relation.width**2,
                hourly=max(figure.hourly, walk(grid, math.exp(log))),
            )
        )
    return found


def _apart(heard: Iterable[Voice], answered: Sequence[Figure], grid: Grid) -> dict[str, Apart]:
    """Give by report how far each nameless figure lies from what is expected at its moment."""
    hours = [figure.hour for figure in answered]
    found: dict[str, Apart] = {}
    for voice in heard:
        if not _is_judged(voice) or centre_of(voice.report, grid) is None:
            continue
        hour = voice.until.timestamp() / 3600
        place = bisect_left(hours, hour)
        sides = (answered[max(place - FEW, 0) : place], answered[place : place + FEW])
        beside = [_sharpest(side, hour) for side in sides if side]
        if beside:
            found[voice.report.id] = _off(voice, beside, grid)
    return found


class _Expected(NamedTuple):
    """The variance, in nats squared, with which a logarithm is expected; and the logarithm."""

    variance: float
    log: float


def _sharpest(side: Iterable[Figure], hour: float) -> _Expected:
    return min(
        _Expected(figure.variance + figure.hourly * abs(figure.hour - hour), figure.log)
        for figure in side
    )


def _off(voice: Voice, beside: Sequence[_Expected], grid: Grid) -> Apart:
    total = sum(1 / each.variance for each in beside)
    centre = sum(each.log / each.variance for each in beside) / total
    joint = math.sqrt(voice.scale**2 + 1 / total)
    return Apart(distance(voice.report, centre, grid) / joint, joint)


def _share(apart: Sequence[Apart], supposed: float, strength: float) -> float:
    """Give the share that is wrong, drawn to the one supposed as by `strength` figures."""
    share = supposed
    for _ in range(ROUNDS):
        wrong = sum(_wrong(each, share) for each in apart)
        share = (wrong + supposed * strength) / (len(apart) + strength)
    return share


def _wrong(apart: Apart, share: float) -> float:
    """Give the chance that a figure is wrong where so great a share of them is."""
    normal = math.exp(-(apart.widths**2) / 2) / (apart.joint * math.sqrt(2 * math.pi))
    honest, wrong = (1 - share) * normal, share / ANYTHING
    return wrong / (wrong + honest)


def _weighed(voice: Voice, apart: Mapping[str, Apart], share: float) -> Voice:
    if voice.named or (off := apart.get(voice.report.id)) is None:
        return voice
    believed = 1 - _wrong(off, share)
    role = Role.OUTLIER if believed < OUTLYING else voice.role
    return replace(voice, weight=voice.weight * max(believed, LEAST), role=role)
