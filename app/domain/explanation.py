"""An explanation: why each number of one queue, and whether it is open, is what it is.

It makes nothing anew: voices and words are those that the status itself was made of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.access import Decided, decide
from app.domain.access_choice import rank
from app.domain.access_rule import AccessRule
from app.domain.derivation import SOURCE as DERIVED
from app.domain.estimate import Assessed, known
from app.domain.estimates import estimates
from app.domain.evidence import Evidence, words_known
from app.domain.freshness import ACCESS_SEEN
from app.domain.report import Report
from app.domain.standing import Hold, end_known, hold
from app.domain.status import Status
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, NoNumber, Quantity
from app.domain.voice import Role, Voice
from app.domain.weighing import Number, weighed

MOST_WORDS = 100
"""How many words on access are told at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word on access that applied, and what it did: `used`, `context` or `too_old`.

    `ends` is its end as far as it is known.
    """

    report: Report
    role: Role
    ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why access and the numbers of one queue are what they are; `sources` are those behind it."""

    rule: AccessRule
    words: tuple[Word, ...]
    words_left_out: int
    numbers: tuple[Number, ...]
    sources: frozenset[str]


def explain(
    status: Status,
    evidence: Evidence,
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
    quantities: Iterable[Quantity] = (),
) -> Explanation:
    """Explain a status that was assessed from this evidence at this instant (aware).

    `quantities` are those to explain; where none is named, those that the status tells of.
    """
    decided = decide(
        status.queue, evidence.place, words_known(evidence, at, knowledge), at, knowledge
    )
    rule = _rule(status, decided)
    words = [] if rule is AccessRule.WITHHELD else _told(decided, rule, at, knowledge)
    assessed = estimates(status.queue, evidence, at, knowledge)
    wanted = set(quantities) or set(status.estimates)
    numbers = tuple(
        weighed(assessed[quantity], status.estimates.get(quantity))
        for quantity in QUEUE_QUANTITIES
        if quantity in wanted
    )
    behind = {word.report.source for word in words}
    for number in numbers:
        behind |= _sources(number, assessed)
        behind |= _counting(number, status, known(evidence.reports, at, knowledge))
    return Explanation(
        rule=rule,
        words=tuple(words[:MOST_WORDS]),
        words_left_out=max(len(words) - MOST_WORDS, 0),
        numbers=numbers,
        sources=frozenset(behind - {DERIVED}),
    )


def _rule(status: Status, decided: Decided) -> AccessRule:
    """Give the rule that decided, or that an operator withholds it."""
    withheld = status.access.because is NoNumber.WITHHELD
    return AccessRule.WITHHELD if withheld else decided.rule


def _told(decided: Decided, rule: AccessRule, at: datetime, knowledge: Knowledge) -> list[Word]:
    """Give each word that applied: the one that decided, those beside it, those that have ended."""
    order = (Role.USED, Role.CONTEXT, Role.TOO_OLD)
    used = None if rule is AccessRule.OUTSIDE_HOURS else decided.report
    latest_first = sorted(decided.heard, key=rank, reverse=True)
    words = [
        Word(report=word, role=_role(word, used, at), ends=end_known(word, at, knowledge))
        for word in latest_first
    ]
    return sorted(words, key=lambda word: order.index(word.role))


def _role(word: Report, used: Report | None, at: datetime) -> Role:
    if word is used:
        return Role.USED
    ended = word.observed_from <= at and hold(word, at, ACCESS_SEEN) is Hold.NOT
    return Role.TOO_OLD if ended else Role.CONTEXT


def _sources(number: Number, assessed: Mapping[Quantity, Assessed]) -> set[str]:
    """Give the sources behind a number, those of what it is derived from among them."""
    found = {spoken.voice.report.source for spoken in number.voices}
    for basis in QUEUE_QUANTITIES:
        if any(_is_from(spoken.voice, basis) for spoken in number.voices):
            found |= {voice.report.source for voice in assessed[basis].voices}
    return found


def _counting(number: Number, status: Status, said: Iterable[Report]) -> set[str]:
    """Give the sources of the counts by which a queue was turned into a wait."""
    if number.quantity is not Quantity.WAIT_MINUTES:
        return set()
    if not any(each.voice.report.source == DERIVED for each in number.voices):
        return set()
    return {
        report.source
        for report in said
        if report.queue == status.queue and report.quantity is Quantity.CROSSINGS_VEHICLES
    }


def _is_from(voice: Voice, basis: Quantity) -> bool:
    return voice.report.source == DERIVED and voice.report.origin == f"derived from {basis}"
