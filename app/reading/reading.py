"""Readings: the reports that a text makes and what was refused in it, with spans and rules."""

from datetime import datetime
from typing import NamedTuple

from app.domain.vocabulary import Bound, Claim, Mode, Quantity, Subject


class Said(NamedTuple):
    """One report that a text makes, before it has a source.

    `low` and `high` are in the quantity's unit, equal for an exact figure, one of them None for a
    bound on one side; words have `word` and `claim`. `place` and `direction` are None where the
    text does not tell. `observed_from` and `observed_to` are aware, in the place's zone. `span` is
    where it stands in the text (characters), `fired` the rule that found it. `stood`: it is a wait
    that somebody stood through, told at a moment, and `observed_from` is when they joined.
    """

    quantity: Quantity
    low: float | None
    high: float | None
    bound: Bound | None
    word: str | None
    subject: Subject
    claim: Claim | None
    mode: Mode
    direction: str | None
    place: str | None
    observed_from: datetime
    observed_to: datetime | None
    span: tuple[int, int]
    fired: str
    stood: bool = False


class Refused(NamedTuple):
    """What was seen and not used: where it stands in the text (characters), and why."""

    span: tuple[int, int]
    reason: str


class Reading(NamedTuple):
    """What a text says: its reports, what was refused, and its language (ISO 639-1, or empty)."""

    reports: tuple[Said, ...]
    refused: tuple[Refused, ...]
    language: str
