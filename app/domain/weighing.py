"""Weighing: what each voice did for one number, and what it alone would have said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from app.domain.agreement import differs
from app.domain.belief import Grid, grid_of, walk
from app.domain.consensus import OUTLYING, TOLERATED, centre_of
from app.domain.cycle import STEADY, Cycle
from app.domain.estimate import MEANING, Assessed, shares, vague
from app.domain.filtering import belief
from app.domain.likelihood import beyond
from app.domain.status import Estimate
from app.domain.vocabulary import Method, NoNumber, Quantity
from app.domain.voice import Role, Voice

MOST_VOICES = 500
"""How many voices of one number are told at most: those of most weight."""

NOT_GIVEN = frozenset({NoNumber.CLOSED, NoNumber.OUTSIDE_HOURS})
"""Why a figure is not given although there is one: nothing passes."""

BEARING = frozenset({Role.USED, Role.OUTLIER, Role.CONTEXT})
"""The roles of voices that take part."""


class Figures(NamedTuple):
    """What is published of a belief: its shares, in the quantity's unit."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One voice: what it did for a number, and what it alone would have said (None: too little).

    `stands` tells whether it is among those that bear agreement and age, `differs` whether it
    contradicts the number beyond its precision. Its role is `outlier` where others agree against
    it, or where it is a bound said so far from the number that it tells nothing of it; `context`
    where it is derived from other figures.
    """

    voice: Voice
    stands: bool
    differs: bool
    alone: Figures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number: its voices, those of most weight first, and how they lead to it.

    The figure, or the last one, is that of the belief at `moment` (None: there is none to give),
    widened by `blur` nats; `cycle` and `wrong` are as in Assessed. `left_out` counts voices beyond
    MOST_VOICES. `lowest` and `highest` are the voices used that say the least and the most. Of what
    is withheld there are no voices.
    """

    quantity: Quantity
    estimate: Estimate
    voices: tuple[Spoken, ...] = ()
    left_out: int = 0
    moment: datetime | None = None
    blur: float = 0.0
    cycle: Cycle = STEADY
    wrong: float | None = None
    lowest: Voice | None = None
    highest: Voice | None = None


def weighed(assessed: Assessed, published: Estimate | None) -> Number:
    """Explain one number as published; of what is withheld nothing is told but that it is."""
    estimate = published or assessed.estimate
    if estimate.no_number is NoNumber.WITHHELD:
        return Number(quantity=estimate.quantity, estimate=estimate)
    given = estimate.no_number not in NOT_GIVEN
    moment = assessed.moment if given else None
    spoken = sorted(assessed.voices, key=_weightiest)
    series = _series(assessed)
    used = [voice for voice in assessed.standing if voice.role is Role.USED]
    rising = _rising(used, series.grid)
    return Number(
        quantity=estimate.quantity,
        estimate=estimate,
        voices=tuple(_spoken(voice, series, moment) for voice in spoken[:MOST_VOICES]),
        left_out=max(len(spoken) - MOST_VOICES, 0),
        moment=moment,
        blur=assessed.blur if moment else 0.0,
        cycle=assessed.cycle,
        wrong=assessed.wrong,
        lowest=rising[0] if rising else None,
        highest=rising[-1] if rising else None,
    )


def _weightiest(voice: Voice) -> tuple[float, bool, float, str]:
    derived = voice.report.method is Method.DERIVED
    return -voice.weight, derived, -voice.until.timestamp(), voice.report.id


class _Series(NamedTuple):
    """A number as it was assessed, and what is asked of it once for all its voices.

    `standing` are the identities of the voices that stand, `newest` the last moment they spoke of.
    """

    assessed: Assessed
    grid: Grid
    standing: frozenset[int]
    newest: datetime | None


def _series(assessed: Assessed) -> _Series:
    return _Series(
        assessed=assessed,
        grid=grid_of(assessed.estimate.quantity),
        standing=frozenset(map(id, assessed.standing)),
        newest=max((voice.until for voice in assessed.standing), default=None),
    )


def _spoken(voice: Voice, series: _Series, moment: datetime | None) -> Spoken:
    return Spoken(
        voice=replace(voice, role=_told_role(voice, series)),
        stands=id(voice) in series.standing,
        differs=voice.role in BEARING and _differs(voice, series),
        alone=None if moment is None else _alone(voice, series, moment),
    )


def _told_role(voice: Voice, series: _Series) -> Role:
    """Give what a voice did, as it is told: weights and agreement are as they are."""
    if voice.role is not Role.USED:
        return voice.role
    if voice.report.method is Method.DERIVED:
        return Role.CONTEXT
    return Role.OUTLIER if _tells_nothing(voice, series) else Role.USED


def _tells_nothing(voice: Voice, series: _Series) -> bool:
    """Tell whether it is a bound said as far off as would cost a figure most of its weight."""
    mid, moment = series.assessed.estimate.mid, series.assessed.moment
    if not mid or moment is None:
        return False
    hours = abs((moment - voice.moment(moment)) / timedelta(hours=1))
    joint = math.sqrt(voice.scale**2 + walk(series.grid, mid) * hours)
    off = beyond(voice.report, math.log(mid), series.grid) / joint
    return off > TOLERATED / math.sqrt(OUTLYING)


def _differs(voice: Voice, series: _Series) -> bool:
    mid = series.assessed.estimate.mid
    if mid is None or series.newest is None:
        return voice.role is Role.OUTLIER
    return differs(voice, mid, series.newest, series.grid)


def _alone(voice: Voice, series: _Series, moment: datetime) -> Figures | None:
    """Give what one voice of full weight would have said; None where that is too wide to tell."""
    grid = series.grid
    masses = belief([replace(voice, weight=1.0)], grid, moment, series.assessed.cycle)
    blur = 0.0 if voice.report.method is Method.COUNTED else MEANING
    figures = Figures(*shares(masses, grid, blur))
    return None if vague(figures.low, figures.high, grid) else figures


def _rising(voices: Sequence[Voice], grid: Grid) -> list[Voice]:
    """Give the voices that tell a figure or a range, in rising order of it."""
    centres = {voice.report.id: centre_of(voice.report, grid) for voice in voices}
    told = [voice for voice in voices if centres[voice.report.id] is not None]
    return sorted(told, key=lambda voice: (centres[voice.report.id] or 0.0, voice.report.id))
