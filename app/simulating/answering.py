"""Answering: what would have been said of a simulated week, by us and by plainer means.

At each moment asked only what was known by then takes part. `latest` is the last figure whose
interval had ended, `mean24` and `median24` those of the 24 hours before (else the latest),
`official` the last figure of an authority.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from app.domain.access import decide
from app.domain.comparison import DAY, figures_of, latest, median24
from app.domain.estimate import LOOKBACK
from app.domain.estimates import estimates
from app.domain.evidence import Evidence, words_known
from app.domain.report import Report
from app.domain.vocabulary import AccessWord, Knowledge, Method, OriginKind, Quantity
from app.simulating.scenario import Scenario
from app.simulating.telling.instruments import CADENCES
from app.simulating.world import HOUR, PLACE, QUEUE, World, minute_of, moment

ASKED = (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES)
EVERY, FIRST = 180, 37
"""It is asked every three hours, at an odd minute, when nobody has just spoken."""

PLAIN = ("latest", "mean24", "median24", "official")
"""What others publish, to be held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One quantity asked at one moment: the truth, our interval, and what plain means would say.

    All are in the quantity's unit; a figure that cannot be given is None. `scenario` is None where
    the truth was not simulated.
    """

    at: datetime
    scenario: Scenario | None
    quantity: Quantity
    truth: float
    low: float | None
    mid: float | None
    high: float | None
    plain: dict[str, float | None] = field(default_factory=dict)


def answers(world: World, said: Sequence[Report]) -> Iterator[Answer]:
    """Give the answers to all that is asked of a week, by what is said of it."""
    for at in range(world.week.start + FIRST, world.week.stop, EVERY):
        known = [report for report in said if report.known <= moment(at)]
        yield from answers_at(moment(at), known, _truths(world, at), world.course.scenario)


def answers_at(
    now: datetime,
    known: Sequence[Report],
    truths: Mapping[Quantity, float],
    scenario: Scenario | None = None,
) -> Iterator[Answer]:
    """Give the answers at one moment, from the reports of QUEUE known by then, beside the truth."""
    recent = tuple(report for report in known if report.ends >= now - 2 * LOOKBACK)
    evidence = Evidence(place=PLACE, areas=(), reports=recent, cadences=CADENCES)
    ours = estimates(QUEUE, evidence, now)
    for quantity, truth in truths.items():
        said = ours[quantity].estimate
        yield Answer(
            at=now,
            scenario=scenario,
            quantity=quantity,
            truth=truth,
            low=said.low,
            mid=said.mid,
            high=said.high,
            plain=_plain(known, quantity, now),
        )


def _truths(world: World, at: int) -> dict[Quantity, float]:
    """Give what is true; of waits nothing is asked while nothing passes, or where none is known."""
    told = {
        Quantity.QUEUE_VEHICLES: float(world.waiting[at]),
        Quantity.QUEUE_KM: float(world.kilometres[at]),
    }
    wait = float(world.wait[at])
    if not world.closed[at] and not math.isnan(wait):
        told[Quantity.WAIT_MINUTES] = wait
    return told


def _plain(known: Sequence[Report], quantity: Quantity, now: datetime) -> dict[str, float | None]:
    ended = [
        report
        for report in known
        if report.quantity is quantity and report.queue == QUEUE and report.ends <= now
    ]
    figures = figures_of(ended)
    if not figures:
        return dict.fromkeys(PLAIN)
    day = [figure for figure in figures if figure.ends > now - DAY] or figures[-1:]
    official = [figure for figure in figures if figure.report.method is Method.OFFICIAL]
    return {
        "latest": latest(figures),
        "mean24": fmean(figure.value for figure in day),
        "median24": median24(figures, now),
        "official": latest(official) if official else None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One closing or opening: minutes from its first official word until we said so (None: not)."""

    word: str
    after: float | None


def turns(world: World, said: Sequence[Report]) -> tuple[list[Turn], int]:
    """Give how soon closings and openings were known, and how often `closed` was said wrongly.

    It is looked at a minute after each word is known, and each hour. Wrongly is at such a moment at
    which the last official word is not that it is closed.
    """
    words = [each for each in said if each.quantity is Quantity.ACCESS]
    states: list[tuple[float, str]] = []
    hours = range(world.week.start, world.week.stop, HOUR)
    for at in sorted({*hours, *(minute_of(each.known) + 1 for each in words)}):
        known = tuple(each for each in words if each.known <= moment(at))
        states.append((at, _state(known, at)))
    official = [each for each in words if each.origin_kind is OriginKind.AUTHORITY]
    found = [_turn(word, states) for word in official[1:]]
    wrong = sum(
        state == AccessWord.CLOSED and _last_official(official, at) != AccessWord.CLOSED
        for at, state in states
    )
    return found, wrong


def _turn(word: Report, states: Sequence[tuple[float, str]]) -> Turn:
    first = minute_of(word.known)
    after = next((at - first for at, state in states if at > first and state == word.word), None)
    return Turn(word=word.word or "", after=after)


def _last_official(official: Sequence[Report], at: float) -> str:
    return next((each.word or "" for each in reversed(official) if each.known <= moment(at)), "")


def _state(known: tuple[Report, ...], at: int) -> str:
    evidence = Evidence(place=PLACE, areas=(), reports=known)
    words = words_known(evidence, moment(at), Knowledge.THEN)
    return decide(QUEUE, PLACE, words, moment(at), Knowledge.THEN).access.state
