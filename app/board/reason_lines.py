"""Reasons as lines of CSV: one for each voice behind a number and each word on access."""

from collections.abc import Iterator

from app.board.notation import Fields
from app.domain.vocabulary import UNITS, Quantity

COLUMNS = (
    "place", "kind", "direction", "mode", "at", "quantity", "unit", "said_of", "said_of_direction",
    "said_of_mode", "subject", "report", "notice", "role", "repeat_of", "weight", "scale", "bound",
    "value", "low", "high", "word", "state", "claim", "official", "alone_low", "alone_mid",
    "alone_high", "stands", "differs", "counts_as", "named", "origin", "origin_kind", "publisher",
    "source", "method", "observed_from", "observed_to", "until", "joined_at", "published_at",
    "note", "url",
)  # fmt: skip
"""The columns of an explanation in CSV."""


def lines(explained: Fields) -> Iterator[Fields]:
    """Give the lines of an explanation, from its JSON object; those of access come last."""
    queue = {name: explained[name] for name in ("place", "kind", "direction", "mode", "at")}
    for number in explained["numbers"]:
        for voice in number["voices"]:
            yield _voice(number, voice) | queue
    for word in explained["access"]["words"]:
        yield _word(word) | queue


def _voice(number: Fields, voice: Fields) -> Fields:
    alone = voice["alone"] or {}
    return voice | {
        "quantity": number["quantity"],
        "unit": UNITS[number["quantity"]],
        "subject": number["subject"],
        **{f"alone_{name}": alone.get(name) for name in ("low", "mid", "high")},
    }


def _word(word: Fields) -> Fields:
    return word | {
        "quantity": Quantity.ACCESS,
        "said_of": word["place"],
        "said_of_direction": word["direction"],
        "said_of_mode": word["mode"],
    }
