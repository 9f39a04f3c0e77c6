"""Rules: who may cross how, each for its own mode and group, as known to stand at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.freshness import RULE_WITHOUT_STANDING
from app.domain.place import BOTH
from app.domain.report import Report
from app.domain.standing import (
    Hold,
    end_known,
    hold,
    is_asserted,
    is_decision,
    is_official,
    limits_of_word,
)
from app.domain.status import Rule
from app.domain.vocabulary import Agreement, Freshness, Knowledge, Mode, Quantity, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The rules in force, and the instant at which time alone changes them."""

    rules: tuple[Rule, ...]
    changes_at: datetime | None


def in_force(
    direction: str,
    words: Iterable[Report],
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
) -> Ruling:
    """Give the rules known to stand for one direction, by mode and group; rumours are none."""
    by_group: dict[tuple[Mode, Subject], list[Report]] = defaultdict(list)
    for word in words:
        if _applies(word, direction):
            by_group[word.mode, word.subject].append(word)
    rules = [
        rule
        for key in sorted(by_group)
        if (rule := _rule(by_group[key], at, knowledge)) is not None
    ]
    turns = (turn for heard in by_group.values() for word in heard for turn in _turns(word))
    return Ruling(
        rules=tuple(rules),
        changes_at=min((turn for turn in turns if turn > at), default=None),
    )


def _applies(word: Report, direction: str) -> bool:
    asserted = word.quantity is Quantity.RULE and is_asserted(word)
    return asserted and word.direction in {direction, BOTH}


def _rule(heard: Sequence[Report], at: datetime, knowledge: Knowledge) -> Rule | None:
    holding = [word for word in heard if hold(word, at, RULE_WITHOUT_STANDING) is not Hold.NOT]
    decisions = [word for word in holding if is_decision(word)]
    official = [word for word in holding if is_official(word)]
    chosen = max(_contenders(decisions, official, holding), key=_rank, default=None)
    if chosen is None:
        return None
    against = any(
        word.word != chosen.word and word.observed_from == chosen.observed_from for word in holding
    )
    origins = {word.origin for word in holding if word.word == chosen.word}
    return _published(chosen, at, knowledge, _agreement(origins, against=against))


def _contenders(
    decisions: Sequence[Report], official: Sequence[Report], holding: Sequence[Report]
) -> Sequence[Report]:
    """Let nobody but an official end an official decision."""
    return official if decisions else holding


def _rank(word: Report) -> tuple[datetime, bool, datetime, str]:
    return word.observed_from, is_official(word), word.known, word.id


def _agreement(origins: set[str], *, against: bool) -> Agreement:
    if against:
        return Agreement.DIFFER
    return Agreement.AGREE if len(origins) > 1 else Agreement.SINGLE


def _published(word: Report, at: datetime, knowledge: Knowledge, agreement: Agreement) -> Rule:
    ends = end_known(word, at, knowledge)
    running = word.observed_to is not None and at < word.observed_to
    limits = limits_of_word(word, RULE_WITHOUT_STANDING)
    return Rule(
        mode=word.mode,
        subject=word.subject,
        word=word.word or "",
        claim=word.claim,
        observed_from=word.observed_from,
        until=ends if ends is not None and ends > at else None,
        freshness=Freshness.FRESH if running else limits.freshness(at),
        late_at=None if running else limits.late_at,
        stale_at=None if running else limits.stale_at,
        review_at=word.review_at,
        agreement=agreement,
        origin=word.origin,
        origin_kind=word.origin_kind,
        place=word.place,
        url=word.url,
        note=word.note,
    )


def _turns(word: Report) -> list[datetime]:
    limits = limits_of_word(word, RULE_WITHOUT_STANDING)
    return [
        moment
        for moment in (word.observed_from, word.observed_to, limits.late_at, limits.stale_at)
        if moment is not None
    ]
