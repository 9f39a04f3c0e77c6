"""What a report must be to be made at all: bounded texts, an ordered interval, a likely figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from app.domain.vocabulary import UNITS, WORDS, Bound, Quantity

if TYPE_CHECKING:
    from app.domain.report import Report


class Plausible(NamedTuple):
    """The least and greatest figure we take for true, and why."""

    least: float
    greatest: float
    reason: str


PLAUSIBLE: Mapping[Quantity, Plausible] = {
    Quantity.WAIT_MINUTES: Plausible(
        0, 60 * 24 * 60, "nobody has waited at a crossing for 60 days"
    ),
    Quantity.QUEUE_VEHICLES: Plausible(0, 100_000, "a line of 100,000 vehicles is 700 km long"),
    Quantity.QUEUE_PEOPLE: Plausible(0, 1_000_000, "no crossing has had a million people in line"),
    Quantity.QUEUE_KM: Plausible(0, 300, "no line has been longer than 300 km"),
    Quantity.BOOKED_VEHICLES: Plausible(0, 1_000_000, "no electronic list holds a million"),
    Quantity.CROSSINGS_PEOPLE: Plausible(0, 50_000_000, "more than a border passes in a year"),
    Quantity.CROSSINGS_VEHICLES: Plausible(0, 20_000_000, "more than a border passes in a year"),
    Quantity.APPROACH_FLOW_RATIO: Plausible(0, 2, "a share of free flow lies near 0 to 1"),
    Quantity.TEMPERATURE_C: Plausible(-70, 60, "no post has been colder or hotter"),
    Quantity.WIND_MS: Plausible(0, 110, "the strongest gust ever measured was 113 m/s"),
    Quantity.SNOWFALL_CM: Plausible(0, 300, "no hour or day has brought three metres"),
    Quantity.VISIBILITY_M: Plausible(0, 400_000, "nobody sees further than 400 km"),
}
"""What a figure may be, per quantity, in that quantity's unit (inclusive)."""

FIGURE_AHEAD = timedelta(minutes=10)
"""How far ahead of our time a figure's interval may begin."""

WORD_AHEAD = timedelta(days=400)
"""How far ahead of our time a word's interval may begin."""

TEXT_LIMITS: Mapping[str, int] = {
    "word": 40,
    "note": 300,
    "publisher": 200,
    "origin": 200,
    "url": 2000,
    "language": 12,
    "source": 60,
    "identity": 200,
    "permalink": 2000,
    "fired": 120,
    "poll": 64,
    "time_basis": 20,
}
"""The most characters each text of a report may have."""


REQUIRED = ("place", "direction", "source", "identity", "origin")
"""The texts no report may lack."""


class InvalidReport(ValueError):
    """A report that contradicts itself or the world; names the field and the mend."""

    def __init__(self, field: str, detail: str) -> None:
        """Keep the field's name beside the sentence."""
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail


def in_utc(field: str, moment: datetime) -> datetime:
    """Bring a moment to UTC; raises InvalidReport where it has no offset."""
    if moment.tzinfo is None:
        raise InvalidReport(field, "has no UTC offset; write it as 2022-09-28T12:00:00+03:00")
    return moment.astimezone(UTC)


def check(report: Report) -> None:
    """Hold a report against itself and the world; raises InvalidReport for the first fault."""
    _check_texts(report)
    _check_interval(report)
    if report.quantity in WORDS:
        _check_word(report)
    else:
        _check_figure(report)


def _check_texts(report: Report) -> None:
    for name, most in TEXT_LIMITS.items():
        text: str | None = getattr(report, name)
        if text:
            _check_text(name, text, most)
    for name in REQUIRED:
        if not getattr(report, name):
            raise InvalidReport(name, "is empty; it must be given")


def _check_text(name: str, text: str, most: int) -> None:
    if len(text) > most:
        raise InvalidReport(name, f"has {len(text)} characters; at most {most} are kept")
    if "\x00" in text:
        raise InvalidReport(name, "holds a NUL character; remove it")


def _check_interval(report: Report) -> None:
    if report.observed_to is None:
        if report.quantity not in {Quantity.ACCESS, Quantity.RULE, Quantity.EVENT}:
            raise InvalidReport("observed_to", "is empty; only access, rule and event may be open")
        return
    if report.observed_to < report.observed_from:
        raise InvalidReport("observed_to", "lies before observed_from; exchange the two")


SAID_IN: Mapping[Quantity, frozenset[str]] = {
    quantity: frozenset(word.value for word in words) for quantity, words in WORDS.items()
}
FIGURE_FIELDS = ("value", "low", "high", "bound")


def _check_word(report: Report) -> None:
    allowed = SAID_IN[report.quantity]
    if report.word not in allowed:
        listed = ", ".join(word.value for word in WORDS[report.quantity])
        raise InvalidReport("word", f"{report.word!r} is none of {listed}")
    for name in FIGURE_FIELDS:
        if getattr(report, name) is not None:
            raise InvalidReport(name, f"must be empty: {report.quantity} is said in words")


FILLED: Mapping[Bound, tuple[str, ...]] = {
    Bound.EXACT: ("value",),
    Bound.ABOUT: ("value",),
    Bound.BETWEEN: ("low", "high"),
    Bound.AT_LEAST: ("low",),
    Bound.AT_MOST: ("high",),
}
"""Which of value, low and high a bound needs; the others may refine it."""


def _check_figure(report: Report) -> None:
    _check_filled(report)
    held = [
        (name, figure)
        for name, figure in (("low", report.low), ("value", report.value), ("high", report.high))
        if figure is not None
    ]
    for name, figure in held:
        _check_plausible(report.quantity, name, figure)
    for (before, smaller), (after, larger) in pairwise(held):
        if smaller > larger:
            raise InvalidReport(after, f"{larger:g} is below {before} {smaller:g}")


def _check_filled(report: Report) -> None:
    if report.word:
        raise InvalidReport("word", f"must be empty: {report.quantity} is a figure")
    if report.bound is None:
        raise InvalidReport("bound", f"is empty; give one of {', '.join(Bound)}")
    for name in FILLED[report.bound]:
        if getattr(report, name) is None:
            raise InvalidReport(name, f"is empty, but bound {report.bound} needs it")


def _check_plausible(quantity: Quantity, name: str, figure: float) -> None:
    least, greatest, reason = PLAUSIBLE[quantity]
    if least <= figure <= greatest:
        return
    if not math.isfinite(figure):
        raise InvalidReport(name, f"{figure} is no number")
    unit = UNITS[quantity]
    raise InvalidReport(name, f"{figure:g} {unit} is outside {least:g} to {greatest:g}: {reason}")
