"""Trials: what we had published, held against sharper figures that came to be known only later.

A figure is sharper than a belief where it was counted, where an authority said it, or where it is
the wait of somebody who was there and has crossed: not "so far", which is only a bound, nor what a
medium relays. It is held against the belief that stood when its interval ended, and that had heard
neither of it nor of what repeats it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from app.domain.comparison import (
    Compared,
    Figure,
    claim,
    compared,
    ended,
    figure_of,
    figure_said,
    figures_of,
)
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Knowledge, Method, Mode, NoNumber, Quantity

SHARP = frozenset({Method.COUNTED, Method.OFFICIAL})
"""Methods whose every figure is a yardstick."""

MOST_OF_AN_HOUR = 4
"""How many figures of one series that end within one hour are tried, so that a sensor of every
minute does not drown everybody else."""


class LeftOut(StrEnum):
    """Why a sharper figure is held against nothing, where a number may well have been published."""

    NOT_PUBLISHED = "not_published"
    KNOWN_BEFORE = "known_before"
    SAID_ZERO = "said_zero"
    NO_OTHER_FIGURE = "no_other_figure"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """What was published and stood at a moment, in the quantity's unit: since when, and how made.

    Without a number, `no_number` says why.
    """

    published_at: datetime
    low: float | None
    mid: float | None
    high: float | None
    no_number: NoNumber | None
    method_version: str


class Told(NamedTuple):
    """A report, and what of its series stood when its interval ended (None: nothing ever had)."""

    report: Report
    stood: Stood | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One sharper figure, whose interval ended `at` a moment, and what came of it.

    `method_version` is that of the belief it was compared with, None where it was with none.
    """

    quantity: Quantity
    mode: Mode
    at: datetime
    source: str
    outcome: Compared | NoNumber | LeftOut
    method_version: str | None


def is_sharper(report: Report) -> bool:
    """Tell whether a report is a yardstick for a belief; what was corrected is none."""
    if report.revision or not figure_of(report):
        return False
    if report.method in SHARP:
        return True
    return report.quantity is Quantity.WAIT_MINUTES and report.method is Method.OBSERVED


def trials(place: Place, told: Sequence[Told], since: datetime, until: datetime) -> Iterator[Trial]:
    """Try what was published of one series by the figures that ended in a window (since, until].

    `told` are all its reports that may be told, as they may be told; those before the window are
    what the plain answers go by.
    """
    figures = figures_of(each.report for each in told)
    stood = {id(each.report): each.stood for each in told}
    of_hour: Counter[datetime] = Counter()
    for row, heard in _yardsticks(figures, place, since, until):
        hour = row.ends.replace(minute=0, second=0, microsecond=0)
        of_hour[hour] += 1
        belief = stood[id(row.report)]
        outcome: Compared | NoNumber | LeftOut
        if of_hour[hour] > MOST_OF_AN_HOUR:
            outcome = LeftOut.CROWDED
        elif _had_heard(row, belief, heard):
            outcome = LeftOut.KNOWN_BEFORE
        else:
            outcome = _outcome(row, belief, figures, place)
        yield _trial(row.report, outcome, belief)


def _yardsticks(
    figures: Sequence[Figure], place: Place, since: datetime, until: datetime
) -> list[tuple[Figure, datetime]]:
    """Give the sharper figures of a window, each with when it was first heard of by anybody.

    What repeats one of them is left out.
    """
    chosen: dict[object, Figure] = {}
    heard: dict[object, datetime] = {}
    for row in figures:
        key = figure_said(row.report), claim(row.report, place)
        recorded = row.report.recorded_at
        heard[key] = min(recorded, heard.get(key, recorded))
        first = key not in chosen or recorded < chosen[key].report.recorded_at
        if first and since < row.ends <= until and is_sharper(row.report):
            chosen[key] = row
    return sorted(((row, heard[key]) for key, row in chosen.items()), key=lambda each: each[0].ends)


def _had_heard(row: Figure, stood: Stood | None, heard: datetime) -> bool:
    """Tell whether we may have heard of a figure when we published what stood at its end."""
    return heard < row.ends or (stood is not None and heard <= stood.published_at)


def _outcome(
    row: Figure, stood: Stood | None, figures: Sequence[Figure], place: Place
) -> Compared | NoNumber | LeftOut:
    if stood is None:
        return LeftOut.NOT_PUBLISHED
    if stood.mid is None:
        return stood.no_number or NoNumber.UNKNOWN
    if not stood.mid:
        return LeftOut.SAID_ZERO
    before = ended(row, figures, place, row.ends, Knowledge.THEN)
    if not before:
        return LeftOut.NO_OTHER_FIGURE
    return compared(row, (stood.low, stood.mid, stood.high), before, row.ends)


def _trial(row: Report, outcome: Compared | NoNumber | LeftOut, stood: Stood | None) -> Trial:
    held = stood is not None and isinstance(outcome, Compared)
    return Trial(
        quantity=row.quantity,
        mode=row.mode,
        at=row.ends,
        source=row.source,
        outcome=outcome,
        method_version=stood.method_version if held and stood else None,
    )
