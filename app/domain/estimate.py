"""From the reports of one series to its published estimate: numbers, doubts and reasons."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from app.domain import bearers
from app.domain.agreement import agreement
from app.domain.belief import Grid, Masses, blurred, grid_of, quantile
from app.domain.consensus import centre_of
from app.domain.cycle import STEADY, Cycle
from app.domain.filtering import belief, later, told
from app.domain.freshness import Cadences, Limits, limits_of_figure
from app.domain.report import Report
from app.domain.status import Estimate, LastFigure
from app.domain.vocabulary import (
    Freshness,
    Knowledge,
    Method,
    NoNumber,
    Quantity,
    Subject,
)
from app.domain.voice import Role, Voice, spoken_until

STEP = timedelta(minutes=30)
"""Widening by time is published in steps of this length, so that documents rest in between."""

LOOKBACK = timedelta(days=14)
"""How long before the newest report older ones still take part."""

LOOKAHEAD = timedelta(days=3)
"""How far later reports may reach back when knowledge is `now`."""

MEANING = 0.1
"""Width in nats of what no two origins mean alike: where a line begins, which lanes count."""

VAGUE = 100.0
"""An interval whose ends lie further apart than this factor is no number."""

LOW, MID, HIGH = 0.14, 0.5, 0.86
"""The shares of a belief that are published: its middle, and the ends of the interval of 80%.

Of simulated weeks the shares 0.1 and 0.9 held 89% and of the archive 82%: a belief forgets sooner
than most lines change, so as to follow those that do. These hold about 80% of either."""


class Held(NamedTuple):
    """What is held of a series at a moment."""

    masses: Masses
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """A series assessed at one instant: its estimate, and what each report did for it.

    `standing` are the voices that bear agreement, age and method. The figure, or the last one, is
    that of the belief at `moment`, its positive values widened by `blur` nats. `cycle` is how the
    queue goes through the day, `wrong` the share (0..1) of the nameless figures that is thought
    wrong (None: none could be held against a named one).
    """

    estimate: Estimate
    voices: tuple[Voice, ...]
    held: Held | None
    changes_at: datetime | None
    standing: tuple[Voice, ...] = ()
    moment: datetime | None = None
    blur: float = 0.0
    cycle: Cycle = STEADY
    wrong: float | None = None


def known(reports: Iterable[Report], at: datetime, knowledge: Knowledge) -> list[Report]:
    """Give the reports an answer about `at` may use."""
    if knowledge is Knowledge.THEN:
        return [report for report in reports if report.known <= at and report.observed_from <= at]
    return [report for report in reports if report.observed_from <= at + LOOKAHEAD]


def estimate(  # noqa: PLR0913 - the whole question, each part named
    quantity: Quantity,
    subject: Subject,
    voices: Sequence[Voice],
    at: datetime,
    *,
    cadences: Cadences | None = None,
    derived: Iterable[Voice] = (),
    cycle: Cycle = STEADY,
    held: Held | None = None,
) -> Assessed:
    """Assess one series at an instant by the voices of its reports, of those known then alone.

    `derived` is what other quantities let us expect: it sharpens a little what is said directly,
    and stands alone, marked as derived, only where nothing direct stands. `cycle` is how the queue
    goes through the day. `held` is what `voices` leave at the last moment they speak of, where that
    is known already; with `derived` it is worked out anew.
    """
    heard = [*voices, *derived]
    empty = Estimate(quantity=quantity, subject=subject, no_number=NoNumber.UNKNOWN)
    past = [voice for voice in heard if voice.report.observed_from <= at]
    if not past:
        return Assessed(estimate=empty, voices=tuple(heard), held=None, changes_at=None)
    further = len(heard) > len(voices)
    around = _Around(cadences or {}, cycle, None if further else held)
    return _assessed(empty, _aged(heard, past, at), at, around)


def _aged(heard: Sequence[Voice], past: Sequence[Voice], at: datetime) -> list[Voice]:
    """Leave out what is long past when the newest was said, which speaks of `at` at the latest."""
    newest = max(min(voice.until, at) for voice in _weighing(bearers.direct(past)))
    oldest = newest - LOOKBACK
    return [
        replace(voice, role=Role.TOO_OLD, weight=0.0) if voice.until < oldest else voice
        for voice in heard
    ]


class _Around(NamedTuple):
    """What an estimate depends on besides its voices."""

    cadences: Cadences
    cycle: Cycle
    held: Held | None


def _assessed(empty: Estimate, heard: Sequence[Voice], at: datetime, around: _Around) -> Assessed:
    cadences, cycle, held = around
    past = [voice for voice in heard if voice.report.observed_from <= at]
    standing = bearers.direct(bearers.standing(past, at, cadences)) or past
    limits = bearers.limits(standing, cadences)
    moment = _moment(past, at, held)
    grid = grid_of(empty.quantity)
    masses = _held(heard, grid, moment, around)
    numbers = _numbers(
        masses, grid, standing, max(spoken_until(voice.report) for voice in standing)
    )
    stale = limits.freshness(at) is Freshness.STALE
    if stale:
        result = _stale(empty, heard, past, limits, cycle)
    elif vague(numbers.low, numbers.high, grid):
        result = replace(empty, observed_to=numbers.observed_to)
    else:
        result = replace(
            empty,
            low=numbers.low,
            mid=numbers.mid,
            high=numbers.high,
            method=bearers.method(standing),
            observed_to=numbers.observed_to,
            freshness=limits.freshness(at),
            late_at=limits.late_at,
            stale_at=limits.stale_at,
            agreement=agreement(standing, grid, numbers.mid),
            origins=len({voice.origin for voice in standing}),
            no_number=None,
        )
    return Assessed(
        estimate=result,
        voices=tuple(heard),
        held=Held(masses, moment),
        changes_at=_changes_at(limits, standing, at, cadences),
        standing=tuple(standing),
        moment=result.observed_to if stale else moment,
        blur=_blur(past if stale else standing),
        cycle=cycle,
    )


def _moment(past: Sequence[Voice], at: datetime, held: Held | None) -> datetime:
    """Give the moment of the belief: the last full step, or the last that a voice speaks of."""
    if held is not None and held.moment <= at:
        return max(floor_to_step(at), held.moment)
    return max([floor_to_step(at), *(voice.moment(at) for voice in past if voice.weight > 0)])


def sharpened(direct: Assessed, derived: Sequence[Voice]) -> Assessed | None:
    """Give a number that stands by direct voices with what is derived besides.

    It changes what is held and nothing of who bears it. None where that cannot be told so: there is
    no such number, or what is derived speaks of another moment.
    """
    found, held = direct.estimate, direct.held
    if found.mid is None or held is None or not _of_moment(derived, held.moment):
        return None
    grid = grid_of(found.quantity)
    masses = told(held.masses, derived, grid)
    low, mid, high = shares(masses, grid, direct.blur)
    if vague(low, high, grid):
        return None
    agreed = agreement(direct.standing, grid, mid)
    return replace(
        direct,
        estimate=replace(found, low=low, mid=mid, high=high, agreement=agreed),
        voices=(*direct.voices, *derived),
        held=Held(masses, held.moment),
    )


def _of_moment(derived: Sequence[Voice], moment: datetime) -> bool:
    return all(each.weight > 0 and each.moment(moment) == moment for each in derived)


def _held(heard: Sequence[Voice], grid: Grid, moment: datetime, around: _Around) -> Masses:
    """Give the belief at a moment, from what is held already if no voice is later than that."""
    held = around.held
    if held is None or held.moment > moment:
        return belief(heard, grid, moment, around.cycle)
    return later(held.masses, grid, (held.moment, moment), around.cycle)


def settled(heard: Sequence[Voice], grid: Grid, cycle: Cycle) -> Held | None:
    """Give what is held at the last moment that direct voices speak of; None: there are none."""
    weighing = [voice for voice in heard if voice.weight > 0]
    if not weighing:
        return None
    moment = max(voice.until for voice in weighing)
    return Held(belief(_aged(heard, heard, moment), grid, moment, cycle), moment)


def _stale(
    empty: Estimate,
    heard: Sequence[Voice],
    past: Sequence[Voice],
    limits: Limits,
    cycle: Cycle,
) -> Estimate:
    """Withhold the number, and keep the last one as it stood when it was last heard."""
    grid = grid_of(empty.quantity)
    newest = _last_spoken(past, grid)
    masses = belief([v for v in heard if v.report.observed_from <= newest], grid, newest, cycle)
    numbers = _numbers(masses, grid, past, newest)
    return replace(
        empty,
        freshness=Freshness.STALE,
        late_at=limits.late_at,
        stale_at=limits.stale_at,
        observed_to=newest,
        no_number=NoNumber.STALE,
        last=None if vague(numbers.low, numbers.high, grid) else numbers,
    )


def _numbers(
    masses: Masses, grid: Grid, heard: Sequence[Voice], observed_to: datetime
) -> LastFigure:
    """Give the shares that are published; what is not counted is a little wider than its belief."""
    low, mid, high = shares(masses, grid, _blur(heard))
    return LastFigure(low=low, mid=mid, high=high, observed_to=observed_to)


def _blur(heard: Sequence[Voice]) -> float:
    return 0.0 if bearers.method(heard) is Method.COUNTED else MEANING


def shares(masses: Masses, grid: Grid, blur: float) -> tuple[float, float, float]:
    """Give the shares of a belief that are published, its positive values widened by `blur`."""
    shown = blurred(masses, grid, blur) if blur else masses
    low, mid, high = (quantile(shown, grid, share) for share in (LOW, MID, HIGH))
    return low, mid, high


def vague(low: float, high: float, grid: Grid) -> bool:
    """Tell whether an interval is so wide that it says nothing."""
    return high > VAGUE * max(low, math.exp(grid.logs[0]))


def _last_spoken(past: Sequence[Voice], grid: Grid) -> datetime:
    """Give when a figure was last spoken of; a mere bound counts only where nothing else was."""
    heard = _weighing(past)
    figures = [voice for voice in heard if centre_of(voice.report, grid) is not None]
    return max(spoken_until(voice.report) for voice in figures or heard)


def _weighing(heard: Sequence[Voice]) -> Sequence[Voice]:
    """Leave out what has no weight (repeats), where anything has."""
    return [voice for voice in heard if voice.weight > 0] or heard


def floor_to_step(at: datetime) -> datetime:
    """Give the last full step (half hour, UTC) at or before an instant."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + (at - epoch) // STEP * STEP


def _changes_at(
    limits: Limits, standing: Iterable[Voice], at: datetime, cadences: Cadences
) -> datetime | None:
    """Give the next instant at which time alone changes the estimate, or one of its voices ends."""
    if limits.freshness(at) is Freshness.STALE:
        return None
    every = [limits, *(limits_of_figure(voice.report, cadences) for voice in standing)]
    turns = (limit.next_change(at) for limit in every)
    return min([floor_to_step(at) + STEP, *(turn for turn in turns if turn is not None)])
