"""Why: each report behind the numbers of one queue, what it did, and who decided on access."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.place import Place
from app.domain.vocabulary import NoNumber, Quantity
from app.domain.voice import Role
from app.web.page.figures import Fields, measured, sure
from app.web.page.place.measured import said
from app.web.page.place.said import Speaker, Time, speaker_of, time_of, way_of
from app.web.page.place.spread import Spread, spread_of
from app.web.page.speech import Speech

MOST_VOICES = 40
MOST_WORDS = 12
"""How many are shown; the interface has the others."""

BEARING = frozenset({Role.USED, Role.OUTLIER})
"""What a report did that is shown at once; the others are folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One report: its figure, time, speaker and method, what it did, and its weight, 0 to 1."""

    text: str
    time: Time
    speaker: Speaker | None
    publisher: str
    method: str
    did: str
    outlier: bool
    weight: float
    weight_text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number, the reports that bear on it, and the `others`, of which `left_out` are more."""

    quantity: str
    text: str
    known: bool
    sure: str
    drawing: Spread | None
    voices: Sequence[Voice]
    others: Sequence[Voice]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word on access: what it was, who said it when, and what it did."""

    word: str
    speaker: Speaker | None
    since: Time
    did: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why one queue is told of as it is: the rule that decided access, and each number."""

    direction: str
    mode: str
    access: str
    rule: str
    words: Sequence[Word]
    numbers: Sequence[Number]
    evidence: str


def why_of(
    told: Mapping[str, Any], place: Place, evidence: str, speech: Speech, now: datetime
) -> Why:
    """Give an explanation of the interface in words; `evidence` is where all of it stands."""
    access = told["access"]
    return Why(
        direction=way_of(told["direction"], speech),
        mode=speech.label("mode", told["mode"]),
        access=speech.label("access_word", access["state"]),
        rule=speech.label("access_rule", access["rule"]),
        words=[_word(each, place, speech, now) for each in access["words"][:MOST_WORDS]],
        numbers=[_number(each, place, speech, now) for each in told["numbers"]],
        evidence=evidence,
    )


def _word(told: Fields, place: Place, speech: Speech, now: datetime) -> Word:
    word = speech.label("access_word", told["word"])
    return Word(
        word=f"{word} ({speech.label('claim', told['claim'])})" if told["claim"] else word,
        speaker=speaker_of(told, speech),
        since=time_of(told["observed_from"], speech, now, place),
        did=speech.label("role", told["role"]),
        note=told["note"],
    )


def _number(told: Mapping[str, Any], place: Place, speech: Speech, now: datetime) -> Number:
    quantity = Quantity(told["quantity"])
    known = told["mid"] is not None
    voices = told["voices"]
    bearing = [each for each in voices if each["role"] in BEARING]
    others = [each for each in voices if each["role"] not in BEARING]
    shown = others[: max(MOST_VOICES - len(bearing), 0)]
    return Number(
        quantity=speech.label("quantity", quantity),
        text=measured(told["low"], told["high"], quantity, speech)
        if known
        else speech.label("no_number", told["no_number"] or NoNumber.UNKNOWN),
        known=known,
        sure=sure(told["agreement"], told["origins"], speech) if known else "",
        drawing=spread_of(told, speech),
        voices=_voices(bearing[:MOST_VOICES], quantity, place, speech, now),
        others=_voices(shown, quantity, place, speech, now),
        left_out=told["voices_left_out"] + len(voices) - len(bearing[:MOST_VOICES]) - len(shown),
    )


def _voices(
    told: Iterable[Fields], quantity: Quantity, place: Place, speech: Speech, now: datetime
) -> list[Voice]:
    return [
        Voice(
            text=said(each, each["value"], quantity, speech),
            time=time_of(each["until"], speech, now, place, ends=True),
            speaker=speaker_of(each, speech),
            publisher=_publisher(each),
            method=speech.label("method", each["method"]) if each["method"] else "",
            did=speech.label("role", each["role"]),
            outlier=each["role"] == Role.OUTLIER,
            weight=each["weight"],
            weight_text=speech.number(round(100 * each["weight"])),
            note=each["note"],
        )
        for each in told
    ]


def _publisher(told: Fields) -> str:
    """Give who published it, where that is somebody else than who said it."""
    publisher = told["publisher"] or ""
    return "" if publisher == told["origin"] else publisher
