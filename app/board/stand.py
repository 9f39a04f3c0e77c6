"""A stand: how a queue stood at one moment, as a history tells it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.board.notation import Fields, instant_if_any
from app.domain.report import default_subject
from app.domain.status import Access, Estimate, Status
from app.domain.vocabulary import QUEUE_QUANTITIES, AccessWord, NoNumber, Quantity

SILENCES: Mapping[Quantity, Estimate] = {
    quantity: Estimate(
        quantity=quantity, subject=default_subject(quantity), no_number=NoNumber.UNKNOWN
    )
    for quantity in QUEUE_QUANTITIES
}
"""What is held of a quantity of which nobody ever spoke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a queue stood: its numbers and its word on access, as the fields of a point.

    `numbers` holds the quantities that anybody spoke of; `sources` are those that told of it.
    """

    numbers: Mapping[str, Fields]
    word: Fields
    sources: frozenset[str]

    def number(self, quantity: Quantity) -> Fields:
        """Give the fields of a quantity: the number in its unit, or why there is none."""
        told = self.numbers.get(quantity)
        known = _number(SILENCES[quantity]) if told is None else told
        return known | {"access": self.word["word"]}


def stand_of(status: Status) -> Stand:
    """Give how a queue stood, from its status as it may leave: disclosed and rounded."""
    return Stand(
        numbers={str(quantity): _number(each) for quantity, each in status.estimates.items()},
        word=_word(status.access),
        sources=frozenset(status.sources),
    )


def tells(point: Fields) -> bool:
    """Tell whether a point has a number or a word; that something is withheld tells as well."""
    withheld = point.get("no_number") == NoNumber.WITHHELD
    known = point.get("word") not in {None, AccessWord.UNKNOWN}
    return known or withheld or point.get("mid") is not None


def _number(estimate: Estimate) -> Fields:
    return {
        "low": estimate.low,
        "mid": estimate.mid,
        "high": estimate.high,
        "method": estimate.method,
        "observed_to": instant_if_any(estimate.observed_to),
        "freshness": estimate.freshness,
        "agreement": estimate.agreement,
        "origins": estimate.origins,
        "no_number": estimate.no_number,
    }


def _word(access: Access) -> Fields:
    return {
        "word": access.state,
        "until": instant_if_any(access.until),
        "freshness": access.freshness,
        "claim": access.claim,
        "origin": access.origin,
        "agreement": access.agreement,
        "no_number": access.because,
    }
