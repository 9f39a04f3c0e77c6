"""Figures in words: what a row says of its numbers, how sure it is, and how old that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.vocabulary import QUEUE_QUANTITIES, UNITS, Agreement, Freshness, NoNumber, Quantity
from app.web.page.speech import Speech, aware

Fields = Mapping[str, Any]
"""An object of our own answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a row, or why there is none.

    `code` is the quantity's, `quantity` its label. `text` is the number with its unit, or the
    reason in words; `known` tells which. `sure` says who is behind it, `moment` what it speaks of,
    `age` how long ago that was, `ending` from when on it counts no more, where that must be said.
    `last` is the last number there was, where it is too old to stand.
    """

    quantity: str
    code: Quantity
    mode: str
    text: str
    known: bool
    sure: str = ""
    differ: bool = False
    late: bool = False
    moment: datetime | None = None
    age: str = ""
    ending: str = ""
    last: str = ""


def figures_of(row: Fields, speech: Speech, now: datetime) -> list[Figure]:
    """Give the numbers that a row speaks of, in the order of the vocabulary."""
    return [
        figure_of(row[quantity], quantity, row["mode"], speech, now)
        for quantity in QUEUE_QUANTITIES
        if row.get(quantity) is not None
    ]


def has_number(row: Fields) -> bool:
    """Tell whether a row has any number now."""
    told = [row.get(quantity) for quantity in QUEUE_QUANTITIES]
    return any(each is not None and each["mid"] is not None for each in told)


def figure_of(told: Fields, quantity: Quantity, mode: str, speech: Speech, now: datetime) -> Figure:
    """Give one number of a row in words."""
    label = speech.label("quantity", quantity)
    if told["mid"] is None:
        return Figure(
            quantity=label,
            code=quantity,
            mode=mode,
            text=speech.label("no_number", told["no_number"] or NoNumber.UNKNOWN),
            known=False,
            last=_last(told["last"], quantity, speech, now),
        )
    moment = aware(told["observed_to"])
    return Figure(
        quantity=label,
        code=quantity,
        mode=mode,
        text=measured(told["low"], told["high"], quantity, speech),
        known=True,
        sure=sure(told["agreement"], told["origins"], speech),
        differ=told["agreement"] == Agreement.DIFFER,
        late=told["freshness"] == Freshness.LATE,
        moment=moment,
        age=speech.age(moment, now),
        ending=speech.ending(told["stale_at"]),
    )


def measured(low: float, high: float, quantity: Quantity, speech: Speech) -> str:
    """Write a range of a quantity with its unit; a wait in the units that people wait in."""
    if UNITS[quantity] == "min":
        return speech.wait(low, high)
    return f"{speech.between(low, high)} {speech.label('unit', quantity)}"


def sure(agreement: str | None, origins: int, speech: Speech) -> str:
    """Say how many are behind a number, and whether they agree."""
    if agreement == Agreement.DIFFER:
        return speech.count("%(number)s source differs", "%(number)s sources differ", origins)
    if agreement == Agreement.AGREE:
        return speech.count("%(number)s source agrees", "%(number)s sources agree", origins)
    return speech.label("agreement", Agreement.SINGLE)


def _last(last: Fields | None, quantity: Quantity, speech: Speech, now: datetime) -> str:
    if last is None:
        return ""
    said = measured(last["low"], last["high"], quantity, speech)
    return f"{said}, {speech.age(aware(last['observed_to']), now)}"


def moments_of(rows: list[Fields]) -> Iterator[datetime]:
    """Give every moment at which something was heard of some rows."""
    return (aware(row["heard_at"]) for row in rows if row["heard_at"])
