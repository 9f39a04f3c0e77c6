"""Signals: the words that tell what a figure beside them counts, and which of them owns it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.reading.amount import TIME, Amount
from app.reading.part import Part
from app.reading.sentence import Clause, Sentence
from app.reading.token import Kind


class Role(StrEnum):
    """What a figure is a figure of."""

    QUEUE = "queue"
    CROSSING = "crossing"
    LIST = "list"
    WAIT = "wait"
    OTHER = "other"


ROLES: Mapping[str, Role] = {
    "noun.queue": Role.QUEUE,
    "noun.tail": Role.QUEUE,
    "verb.stand": Role.QUEUE,
    "verb.wait": Role.QUEUE,
    "verb.gather": Role.QUEUE,
    "noun.wait": Role.WAIT,
    "noun.list": Role.LIST,
    "verb.cross": Role.CROSSING,
    "verb.enter": Role.CROSSING,
    "verb.leave": Role.CROSSING,
    "verb.arrive": Role.CROSSING,
    "noun.entry": Role.CROSSING,
    "noun.exit": Role.CROSSING,
    "noun.crossing": Role.CROSSING,
    "rule.passes": Role.CROSSING,
}
HARD = frozenset(
    f"other.{each}"
    for each in (
        *("refused", "detained", "summoned", "applied", "price", "capacity"),
        *("built", "counted", "age", "delivered", "remaining"),
    )
)
"""Matters that own the only figure of their clause, whatever else stands in it."""

MOST_UNKNOWN = 2
"""A clause with more words that we do not know may speak of anything: nothing is carried there."""


class Signal(NamedTuple):
    """A part that gives figures their role; `sense` is the word's."""

    at: int
    role: Role
    sense: str


def signals(parts: Sequence[Part], clause: Clause) -> list[Signal]:
    """Give the signals of a clause, in order."""
    found = []
    for at in range(clause.first, clause.last + 1):
        for sense in parts[at].senses:
            role = _role(sense)
            if role is not None:
                found.append(Signal(at, role, sense))
    return found


@lru_cache(maxsize=1024)
def _role(sense: str) -> Role | None:
    return Role.OTHER if sense.startswith("other.") else ROLES.get(sense)


def owner(
    parts: Sequence[Part], sentence: Sentence, clause: Clause, amount: Amount
) -> Signal | None:
    """Give the signal that a figure belongs to, or None where it cannot be told.

    Where the clause names something before its first figure, names stand before figures in it;
    else after them. A clause of figures alone goes on with what was said before it, or else with
    what comes at once after it.
    """
    own = signals(parts, clause)
    if not own:
        return _carried(parts, sentence, clause)
    hard = [each for each in own if each.sense in HARD]
    if hard and len(clause.amounts) == 1 and not _arrived(own, hard[0], amount):
        return hard[0]
    position = [each.first for each in clause.amounts].index(amount.first)
    start, end = _room(clause, position)
    after = [each for each in own if amount.last < each.at < end]
    before = [each for each in own if start <= each.at < amount.first]
    leads = own[0].at < clause.amounts[0].first
    if position == 0:
        return _nearest(before, after, amount) or own[0]
    if leads and before:
        return before[-1]
    return after[0] if after and not leads else _last(own, amount)


def _arrived(own: list[Signal], hard: Signal, amount: Amount) -> bool:
    """Say whether people came before they applied for something: their arrival is counted."""
    first = next((each for each in own if each.at > amount.last), None)
    return first is not None and first.sense == "verb.enter" and hard.sense == "other.applied"


def _room(clause: Clause, position: int) -> tuple[int, int]:
    amounts = clause.amounts
    start = amounts[position - 1].last + 1 if position else clause.first
    end = amounts[position + 1].first if position + 1 < len(amounts) else clause.last + 1
    return start, end


def _nearest(before: list[Signal], after: list[Signal], amount: Amount) -> Signal | None:
    """Give the nearer of the two; whatever is no matter of ours wins where it is as near."""
    if not before or not after:
        return before[-1] if before else after[0] if after else None
    back, forth = before[-1], after[0]
    away, ahead = amount.first - back.at, forth.at - amount.last
    if Role.OTHER in {back.role, forth.role} and abs(away - ahead) <= MOST_UNKNOWN:
        return back if back.role is Role.OTHER else forth
    return back if away <= ahead else forth


def _last(own: list[Signal], amount: Amount) -> Signal | None:
    earlier = [each for each in own if each.at < amount.first]
    return earlier[-1] if earlier else own[0]


def _carried(parts: Sequence[Part], sentence: Sentence, clause: Clause) -> Signal | None:
    if unknown(parts, clause) > MOST_UNKNOWN:
        return None
    at = sentence.clauses.index(clause)
    if at and _timed(parts, sentence.clauses[at - 1]):
        return None
    for earlier in reversed(sentence.clauses[:at]):
        found = signals(parts, earlier)
        if found or unknown(parts, earlier) > MOST_UNKNOWN:
            hard = [each for each in found if each.sense in HARD]
            return hard[0] if hard else found[-1] if found else None
    later = sentence.clauses[at + 1 : at + 2]
    told = [(each, clause) for clause in later for each in signals(parts, clause)[:1]]
    return next((one for one, clause in told if _follows(one, clause)), None)


def _timed(parts: Sequence[Part], clause: Clause) -> bool:
    """Say whether a clause tells how long a passage took: no count goes on with it."""
    told = clause.amounts and all(each.unit == TIME for each in clause.amounts)
    return bool(told) and any(each.sense == "verb.cross" for each in signals(parts, clause))


def _follows(signal: Signal, clause: Clause) -> bool:
    """Say whether a clause is said of the figures before it: `people, who left in two days`."""
    return not clause.amounts or signal.at <= clause.first + 1


def unknown(parts: Sequence[Part], clause: Clause) -> int:
    """Count the words of a clause that mean nothing to us."""
    stretch = parts[clause.first : clause.last + 1]
    return sum(part.kind is Kind.WORD and not part.senses for part in stretch)


def reason_of(signal: Signal) -> str:
    """Give why a figure is none of ours, by the word that owns it."""
    return signal.sense.partition(".")[2].replace("_", " ") if signal.role is Role.OTHER else "role"
