"""Amounts on the command line: a wait, a count or a length, said exactly, roughly or as limits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import typer

from app.correcting.reporting import Figure
from app.domain.vocabulary import Bound

NUMBER = r"\d{1,8}(?:\.\d{1,3})?"
PIECE = re.compile(rf"({NUMBER})([a-z]*)", re.ASCII)
RANGE = re.compile(r"[-\u2013]")

SIGNS: Mapping[str, Bound] = {
    ">": Bound.AT_LEAST,
    "<": Bound.AT_MOST,
    "~": Bound.ABOUT,
}
"""How an amount is marked that is none said exactly."""

MINUTES: Mapping[str, float] = {"d": 24 * 60, "h": 60, "min": 1}
"""The parts a time is said in, largest first, in minutes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: how it is called, its units and what each is worth, and how to write it.

    A unit that is empty may be left out.
    """

    name: str
    units: Mapping[str, float]
    example: str
    whole: bool = False


WAIT = Measure(
    "wait",
    MINUTES,
    "20h, 90min, 2d or 1h30min; 18h-24h from one to the other, '>20h' at least, '<2h' at most,"
    " '~20h' about",
)
COUNT = Measure(
    "count",
    {"": 1},
    "300; 250-300 from one to the other, '>300' at least, '<300' at most, '~300' about",
    whole=True,
)
KILOMETRES = Measure(
    "length",
    {"": 1, "km": 1},
    "5 or 2.5; 3-5 from one to the other, '>5' at least, '<5' at most, '~5' about",
)


def amount(measure: Measure) -> Callable[[str], Figure]:
    """Give a reader of such amounts; a refusal says how to write one."""
    return lambda text: _figure(text, measure)


def span(text: str) -> timedelta:
    """Read the length of a time: 6h, 90min, 2d. Raises ValueError."""
    return timedelta(minutes=_value(_bare(text), WAIT, ""))


def _figure(text: str, measure: Measure) -> Figure:
    try:
        return _read(_bare(text), measure)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text[:40]!r} is no {measure.name}: write {measure.example}"
        ) from error


def _bare(text: str) -> str:
    return "".join(text.lower().split()).replace(">=", ">").replace("<=", "<")


def _read(said: str, measure: Measure) -> Figure:
    bound = SIGNS.get(said[:1])
    if bound is not None:
        return _marked(bound, _value(said[1:], measure, ""))
    low, _, high = RANGE.sub("-", said).partition("-")
    if not high:
        return Figure(Bound.EXACT, value=_value(said, measure, ""))
    # In 18-24h the unit stands once, at the end.
    unit = "".join(PIECE.findall(high)[-1][1:]) if PIECE.search(high) else ""
    return Figure(Bound.BETWEEN, low=_value(low, measure, unit), high=_value(high, measure, ""))


def _marked(bound: Bound, value: float) -> Figure:
    if bound is Bound.AT_LEAST:
        return Figure(bound, low=value)
    return Figure(bound, high=value) if bound is Bound.AT_MOST else Figure(bound, value=value)


def _value(said: str, measure: Measure, unit: str) -> float:
    """Add up the pieces of an amount; `unit` stands where the last piece has none."""
    pieces = PIECE.findall(said)
    if not pieces or "".join(number + name for number, name in pieces) != said:
        raise ValueError(said)
    order = list(measure.units)
    worth = [(float(number), name or unit) for number, name in pieces]
    places = [order.index(name) for _, name in worth]
    if places != sorted(set(places)):
        raise ValueError(said)
    value = sum(number * measure.units[name] for number, name in worth)
    if measure.whole and value != int(value):
        raise ValueError(said)
    return value
