"""Heads: what a count counts, and of which mode and group."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.vocabulary import Mode, Subject
from app.reading.amount import COUNT, DASHES, TIME, Amount
from app.reading.finding import Scene
from app.reading.part import Part
from app.reading.sentence import Clause
from app.reading.token import MARK, WORD

MODES: Mapping[str, Mode] = {
    "noun.truck": Mode.TRUCK,
    "noun.bus": Mode.BUS,
    "noun.motorcycle": Mode.MOTORCYCLE,
    "noun.bicycle": Mode.BICYCLE,
    "noun.scooter": Mode.SCOOTER,
    "noun.walker": Mode.FOOT,
    "noun.train": Mode.RAIL,
    "noun.car": Mode.CAR,
}
"""In the order in which one wins over another: a heavy car is a lorry."""

OF_MODES = frozenset(MODES)

OF_VEHICLES = (
    Subject.RUSSIAN_CITIZENS,
    Subject.KAZAKH_CITIZENS,
    Subject.RUSSIAN_PLATED,
    Subject.CARS_REGISTERED_ELSEWHERE,
)
GROUPS: Mapping[str, Subject] = {f"group.{subject}": subject for subject in Subject}
VEHICLES = frozenset({"noun.vehicle", *MODES}) - {"noun.walker"}
PEOPLE = frozenset({"noun.person", "noun.walker", *GROUPS})
HEADS = VEHICLES | PEOPLE
PERSONS = PEOPLE - {"noun.walker"} - {f"group.{each}" for each in OF_VEHICLES}
"""Who is counted even beside a vehicle; what vehicles can be too counts them: Russian cars."""

OWN = ("small.preposition", "small.filler", "way.out", "way.in")
"""What may stand after a figure that a title has told the noun of."""

STOPS = ("small.preposition", "small.and", "range.and", "small.not", "small.but")
NUMBERED = 3
"""How far after `the number of` or `the queue of` its noun may stand."""

NEAR = 3
"""How far after it what a mode has may stand."""

PER = frozenset({60, 1440, 10080})
"""Minutes of the hour, day and week in which so many are."""

LONGEST_LEAD = 6
FURTHEST = 4
"""How many parts after a figure what it counts may stand."""

TIMES = ("time.", "weekday", "month", "period.", "small.preposition", "minutes", "unit.day")
COLONS = DASHES | {":", "~", "≈"}
QUOTES = frozenset('«»"“”„')
GONE = ("verb.enter", "verb.cross", "verb.leave", "verb.gather")


class Head(NamedTuple):
    """What is counted: vehicles or people, by mode and group; `at` is the first part of it."""

    at: int
    last: int
    people: bool
    mode: Mode
    subject: Subject | None
    inverted: bool


def head(parts: Sequence[Part], clause: Clause, amount: Amount) -> Head | None:
    """Give what a count counts: after it (`300 cars`), or right before it (`cars: 300`).

    A noun before its figure without a mark between is inverted: `машин 200` is about 200.
    """
    found = _after(parts, clause, amount)
    if found is None:
        return _before(parts, clause, amount) or _leading(parts, clause, amount)
    made = _made(parts, found, inverted=False)
    made = _of_country(parts, amount, made) if made.subject is None else made
    made = made._replace(mode=Mode.ANY) if _two_modes(parts, made) else made
    return made if made.people or made.mode is not Mode.ANY else _of_mode(parts, amount, made)


CITIZENS: Mapping[str, Subject] = {
    "citizens.ru": Subject.RUSSIAN_CITIZENS,
    "citizens.kz": Subject.KAZAKH_CITIZENS,
}


def _of_country(parts: Sequence[Part], amount: Amount, made: Head) -> Head:
    """Give citizens whose country stands before their number: `Ресейдің 300 азаматы`."""
    whose = parts[amount.first - 1].among(CITIZENS) if amount.first else []
    return made._replace(subject=CITIZENS[whose[0]]) if whose else made


def _two_modes(parts: Sequence[Part], made: Head) -> bool:
    """Say whether two modes stand before the noun: `2000 light and heavy vehicles`."""
    after = parts[made.last + 1 : made.last + 4]
    either = bool(after) and after[0].means("small.and") and made.mode is not Mode.ANY
    phrase = any(len(each.said) > len(each.folded) for each in after[1:2])
    noun = phrase or any(each.means("noun.vehicle") for each in after[2:])
    return either and noun and modes(after, 1, 1) not in ([], [made.mode])


def _of_mode(parts: Sequence[Part], amount: Amount, made: Head) -> Head:
    """Give vehicles whose mode stands before their number: `ачааны 150 машин`, 150 lorries."""
    before = modes(parts, amount.first - 1, amount.first - 1) if amount.first else []
    return made._replace(mode=before[0]) if before else made


def _after(parts: Sequence[Part], clause: Clause, amount: Amount) -> list[int] | None:
    """Give the parts that name what is counted, the first group of them after the figure."""
    named: list[int] = []
    for at in _following(parts, clause, amount):
        part = parts[at]
        if part.among(HEADS):
            named.append(at)
        elif named or part.means(*STOPS) or any(s.startswith("other.") for s in part.senses):
            break
    return named or None


def _following(parts: Sequence[Part], clause: Clause, amount: Amount) -> Iterator[int]:
    end = min(len(parts), amount.last + 1 + FURTHEST)
    for at in range(amount.last + 1, end):
        part = parts[at]
        hyphen = part.folded in DASHES and part.glued
        if part.kind is MARK and (hyphen or (part.folded in QUOTES and at == amount.last + 1)):
            continue
        if part.kind is not WORD or at > clause.last:
            return
        yield at


def _before(parts: Sequence[Part], clause: Clause, amount: Amount) -> Head | None:
    at = amount.first - 1
    marks = COLONS if at >= clause.first else DASHES
    marked = at >= 1 and parts[at].folded in marks
    if marked:
        at -= 1
        at -= 1 if at >= 0 and parts[at].means("way.out", "way.in") else 0
    named: list[int] = []
    while at >= 0 and parts[at].kind is WORD and parts[at].among(HEADS):
        named.insert(0, at)
        at -= 1
    if not named or (not marked and _taken(parts, clause, amount, named[0])):
        return None
    numbered = parts[named[0]].means("small.number_of")
    return _made(parts, named, inverted=not (marked or numbered))


def _taken(parts: Sequence[Part], clause: Clause, amount: Amount, at: int) -> bool:
    """Say whether a noun is counted by a figure before it: not by the 5 of `300 cars 5 rows`."""
    before = min(at, amount.first)
    earlier = (each for each in clause.amounts if each.unit == COUNT and each.last < before)
    return any(at in (_after(parts, clause, each) or ()) for each in earlier)


def _leading(parts: Sequence[Part], clause: Clause, amount: Amount) -> Head | None:
    """Give the noun of a clause whose only figure ends it: `Машин на Ларсе около 300`.

    It opens the clause, or its verb comes at once: `hakijoita tuli eilen 39`.
    """
    of = _numbered(parts, clause, amount)
    if of is not None:
        return _made(parts, [of], inverted=False)
    rest = parts[amount.last + 1 : clause.last + 1]
    if len(clause.amounts) != 1 or clause.first >= amount.first:
        return None
    if parts[clause.first].among(HEADS) and _headed(parts, clause, amount):
        return _made(parts, [clause.first], inverted=False)
    ends = not any(part.kind is WORD for part in rest)
    if not ends and not rest[0].means("small.and"):
        return None
    if ends and parts[clause.first].among(HEADS):
        return _made(parts, [clause.first], inverted=True)
    of = _come(parts, clause, amount)
    return None if of is None else _made(parts, [of], inverted=False)


def _headed(parts: Sequence[Part], clause: Clause, amount: Amount) -> bool:
    """Say whether a figure comes after a colon, with but its way or its day: `Cars: 300 out`."""
    rest = parts[amount.last + 1 : clause.last + 1]
    return parts[amount.first - 1].folded == ":" and all(
        tells_when(part) or part.means(*OWN) for part in rest
    )


def _numbered(parts: Sequence[Part], clause: Clause, amount: Amount) -> int | None:
    """Give what a clause gives the number of: `the number of lorries exceeds 2,000 on Monday`."""
    own = [each for each in clause.amounts if each.unit == COUNT]
    rest = parts[amount.last + 1 : clause.last + 1]
    if len(own) != 1 or not all(tells_when(part) for part in rest):
        return None
    at = clause.first
    while at < amount.first - 1 and parts[at].means("small.filler"):
        at += 1
    if not parts[at].means("noun.queue"):
        led = range(clause.first, amount.first)
        at = next((each for each in led if parts[each].means("small.number_of")), amount.first)
    named = range(at + 1, min(at + 1 + NUMBERED, amount.first))
    return next((at for at in named if parts[at].among(HEADS)), None)


def tells_when(part: Part) -> bool:
    """Say whether a part after a figure only tells when, or is no word."""
    return part.kind is not WORD or any(each.startswith(TIMES) for each in part.senses)


def _come(parts: Sequence[Part], clause: Clause, amount: Amount) -> int | None:
    """Give who is said to have come, or to be: `hakijoita tuli eilen 39`, `saapuneita on 21`."""
    for at in range(clause.first, amount.first - 1):
        near = at + 2 == amount.first and parts[at + 1].means("small.filler")
        if parts[at].among(HEADS) and (near or parts[at + 1].means(*GONE)):
            return at
        if parts[at].means("noun.crossing") and _only_led(parts[at + 1 : amount.first]):
            return at
    return None


def _only_led(between: Sequence[Part]) -> bool:
    """Say whether nothing but when it was stands before a figure: `crossings were in May 800`."""
    known = (part.means("small.filler") or tells_when(part) for part in between)
    return len(between) <= LONGEST_LEAD and all(known)


def _made(parts: Sequence[Part], named: Sequence[int], *, inverted: bool) -> Head:
    senses = {sense for at in named for sense in parts[at].senses}
    mode = next((MODES[each] for each in MODES if each in senses), Mode.ANY)
    people = not senses & VEHICLES or bool(senses & PERSONS)
    return Head(
        at=named[0],
        last=named[-1],
        people=people,
        mode=Mode.FOOT if people and mode is Mode.FOOT else Mode.ANY if people else mode,
        subject=next((GROUPS[each] for each in GROUPS if each in senses), None),
        inverted=inverted,
    )


def modes(parts: Sequence[Part], first: int, last: int) -> list[Mode]:
    """Give each mode that is named from one part to another, in order; no `longer than cars`."""
    named = []
    for at in range(first, min(last + 1, len(parts))):
        senses = parts[at].senses
        if not senses or OF_MODES.isdisjoint(senses):
            continue
        mode = next(MODES[each] for each in MODES if each in senses)
        compared = at > first and parts[at - 1].means("bound.at_least", "bound.at_most")
        if mode not in named and not compared:
            named.append(mode)
    return named


def is_rate(amount: Amount) -> bool:
    """Say whether an amount right after a count tells in what time so many are: `10 an hour`."""
    alone = amount.first == amount.last and not amount.bare
    return alone and amount.unit == TIME and amount.low in PER


def counted_per(scene: Scene, amount: Amount) -> bool:
    """Say whether an amount tells in what time so many are, right after them: `7,000 men a day`."""
    before = scene.before(amount.first)
    return before is not None and bool(before.among(HEADS)) and is_rate(amount)


def groups(parts: Sequence[Part], first: int, last: int) -> list[Subject]:
    """Give each group that is named from one part to another, in order."""
    named = [GROUPS[each] for part in parts[first : last + 1] for each in part.among(GROUPS)]
    return list(dict.fromkeys(named))


def only_mode(scene: Scene) -> Mode:
    """Give the one mode that a clause names, or else its sentence; `any` where there are two."""
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    title = before.first if before is not None and not before.amounts else scene.clause.first
    for first in (scene.clause.first, title, scene.sentence.first):
        named = modes(scene.parts, first, scene.clause.last)
        if named:
            return named[0] if len(named) == 1 else Mode.ANY
    return Mode.ANY
