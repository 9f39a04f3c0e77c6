"""Signals: the words that tell what a figure beside them counts, and which of them owns it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.reading.amount import COUNT, LENGTH, TIME, Amount
from app.reading.head import head
from app.reading.part import Part
from app.reading.sentence import Clause, Sentence
from app.reading.token import WORD


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
OURS = frozenset({TIME, LENGTH, COUNT})
"""Units of figures that a signal can own: no date takes one from another."""

HARD = frozenset(
    f"other.{each}"
    for each in (
        *("refused", "detained", "summoned", "applied", "price", "capacity"),
        *("built", "counted", "age", "delivered", "remaining"),
    )
)
"""Matters that own the only figure of their clause, whatever else stands in it."""

VERBS = frozenset(each for each in ROLES if each.startswith("verb."))
DENIED = "other.negated"

MOST_UNKNOWN = 2
"""A clause with more words that we do not know may speak of anything: nothing is carried there."""


PERIODS = frozenset(
    {"period.day", "period.week", "period.month", "period.year", "time.today", "time.yesterday"}
    | {"window.over", "window.over_after", "month"}
)
MOST_BETWEEN = 1
MOST_NAMES = 2
LONGEST_LIST = 10
"""How many clauses, and how many names of a list, may stand between a figure and its word."""


class Signal(NamedTuple):
    """A part that gives figures their role; `sense` is the word's."""

    at: int
    role: Role
    sense: str


def signals(parts: Sequence[Part], clause: Clause) -> list[Signal]:
    """Give the signals of a clause, in order."""
    found: list[Signal] = []
    counts = bool(clause.amounts) and all(each.unit == COUNT for each in clause.amounts)
    for at in range(clause.first, clause.last + 1):
        for sense in parts[at].senses:
            role = None if counts and sense == "other.trip" else _role(sense)
            if role is not None and not (
                role is Role.CROSSING and found and _awaited(parts, clause, found[-1], at)
            ):
                denied = sense in VERBS and _denied(parts, clause, at)
                found.append(Signal(at, Role.OTHER, DENIED) if denied else Signal(at, role, sense))
    return found


def _denied(parts: Sequence[Part], clause: Clause, at: int) -> bool:
    """Say whether a verb is denied beside it: `12,000 have not left`, but no `not one has left`."""
    if any(each.high == 0 for each in clause.amounts):
        return False
    before = at > clause.first and parts[at - 1].means("small.not")
    return before or (at < clause.last and parts[at + 1].means("small.not_after"))


AWAITED = frozenset({"verb.wait", "noun.wait", "noun.queue", "noun.tail"})
WAITS = frozenset({"verb.wait", "noun.wait"})
PURPOSES = ("small.preposition", "range.to")
NEAR = 3
"""How far after its queue a passage that is waited for may stand."""


def _awaited(parts: Sequence[Part], clause: Clause, before: Signal, at: int) -> bool:
    """Say whether a passage is only what is waited for: `ждут въезда`, `the queue to leave`."""
    if before.sense not in AWAITED or at - before.at > NEAR:
        return False
    if before.sense not in WAITS and not parts[at - 1].means(*PURPOSES):
        return False
    between = parts[before.at + 1 : at]
    counted = any(before.at < each.first < at for each in clause.amounts)
    return not counted and not any(part.means("small.and", "small.but") for part in between)


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
    stood = _stood(parts, sentence, own, amount)
    if stood is not None:
        return stood
    hard = [each for each in own if each.sense in HARD]
    amounts = [each for each in clause.amounts if each.unit in OURS or each is amount]
    if hard and len(amounts) == 1:
        return _arrival(own, hard[0], amount) or hard[0]
    position = [each.first for each in amounts].index(amount.first)
    start, end = _room(clause, amounts, position)
    after = [each for each in own if amount.last < each.at < end]
    before = [each for each in own if start <= each.at < amount.first]
    leads = own[0].at < amounts[0].first
    if position == 0:
        return _nearest(before, after, amount) or own[0]
    if leads and before:
        return before[-1]
    return after[0] if after and not leads else _last(own, amount)


STOOD = ("verb.stand", "verb.wait", "verb.gather")
"""What is said of those whom a participle before them only describes."""


def _stood(
    parts: Sequence[Part], sentence: Sentence, own: list[Signal], amount: Amount
) -> Signal | None:
    """Give the verb of those who are only described as come: `өткен 300 көлік шекарада тұр`."""
    near = [each for each in own if 0 < amount.first - each.at <= NEAR]
    described = any(parts[each.at].means("small.describing") for each in near)
    if not described or sentence.senses.isdisjoint(STOOD):
        return None
    rest = (clause for clause in sentence.clauses if clause.last > amount.last)
    said = (each for clause in rest for each in signals(parts, clause))
    return next((each for each in said if each.at > amount.last and each.sense in STOOD), None)


def _arrival(own: list[Signal], hard: Signal, amount: Amount) -> Signal | None:
    """Give that people came who applied for something: their arrival is counted."""
    if hard.sense != "other.applied":
        return None
    return next(
        (each for each in own if each.at > amount.last and each.sense == "verb.enter"), None
    )


def _room(clause: Clause, amounts: Sequence[Amount], position: int) -> tuple[int, int]:
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
        if found:
            hard = [each for each in found if each.sense in HARD]
            return hard[0] if hard else found[-1]
        if unknown(parts, earlier) > MOST_UNKNOWN:
            break
    return _further(parts, sentence, at)


def _further(parts: Sequence[Part], sentence: Sentence, at: int) -> Signal | None:
    """Give what is said after a clause, at once or behind one that only describes what it counts.

    `300 cars, mostly with families, had gathered`
    """
    over = 0
    for later in sentence.clauses[at + 1 : at + 1 + LONGEST_LIST]:
        found = signals(parts, later)[:1]
        if found:
            follows = _follows(parts, found[0], later)
            listed = follows or _ends_list(parts, sentence, later, found[0])
            return found[0] if listed else None
        over += not _in_a_list(parts, later)
        counted = _counted(later) and "small.of_which" not in later.senses
        counted = counted and not _only_counted(parts, sentence, later)
        if counted or over > MOST_BETWEEN:
            return None
    return None


def _in_a_list(parts: Sequence[Part], clause: Clause) -> bool:
    """Say whether a clause only goes on with names: `people from Kenya, Somalia, Syria`."""
    stretch = parts[clause.first : clause.last + 1]
    words = [part for part in stretch if part.kind is WORD and not part.means("small.and")]
    return 0 < len(words) <= MOST_NAMES and all(part.capital for part in words)


def _timed(parts: Sequence[Part], clause: Clause) -> bool:
    """Say whether a clause tells how long a passage took: no count goes on with it."""
    told = clause.amounts and all(each.unit == TIME for each in clause.amounts)
    return bool(told) and any(each.sense == "verb.cross" for each in signals(parts, clause))


def _only_counted(parts: Sequence[Part], sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause is but one more count of a list over a period: `40 men, 30 cars`."""
    items = len(clause.amounts) == 1 and not unknown(parts, clause)
    return items and not sentence.senses.isdisjoint(PERIODS)


def _counted(clause: Clause) -> bool:
    """Say whether a clause has a figure that can be ours: `carrying 400 tons` has none."""
    return any(each.unit in OURS for each in clause.amounts)


def _follows(parts: Sequence[Part], signal: Signal, clause: Clause) -> bool:
    """Say whether a clause is said of the figures before it: `people, who left in two days`.

    Or of a list that it ends: `from Yemen, Somalia and Syria arrived in December 2023`.
    """
    led = [part for part in parts[clause.first : signal.at] if not part.means("small.and")]
    names = len(led) <= MOST_NAMES + 1 and all(part.capital for part in led)
    after = [each for each in clause.amounts if each.unit == COUNT and each.first > signal.at]
    counts = any(head(parts, clause, each) is not None for each in after)
    return not clause.amounts or (not counts and (signal.at <= clause.first + 1 or names))


def _ends_list(parts: Sequence[Part], sentence: Sentence, clause: Clause, signal: Signal) -> bool:
    """Say whether a clause ends a list of counts with the verb of all: `40 men, 30 cars passed`.

    Of counts only where a period is named: else the first of them may stand, while the others
    passed. Durations have none: `cars 3 hours, lorries 10 hours wait`.
    """
    timed = bool(clause.amounts) and clause.amounts[0].unit == TIME
    if (sentence.senses.isdisjoint(PERIODS) and not timed) or len(clause.amounts) != 1:
        return False
    opens = clause.amounts[0].first <= clause.first + 1
    rest = parts[signal.at + 1 : clause.last + 1]
    ended = all(part.kind is not WORD or part.among(PERIODS) for part in rest)
    roles = {Role.QUEUE, Role.WAIT} if timed else {Role.CROSSING}
    return opens and ended and signal.role in roles


def unknown(parts: Sequence[Part], clause: Clause) -> int:
    """Count the words of a clause that mean nothing to us."""
    stretch = parts[clause.first : clause.last + 1]
    return len([part for part in stretch if part.kind is WORD and not part.senses])


def reason_of(signal: Signal) -> str:
    """Give why a figure is none of ours, by the word that owns it."""
    return signal.sense.partition(".")[2].replace("_", " ") if signal.role is Role.OTHER else "role"
