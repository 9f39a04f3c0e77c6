"""Counts: vehicles queued, vehicles passed and people, told apart by verb and noun."""

from app.domain.vocabulary import Bound, Mode, Quantity, Subject
from app.reading.amount import Amount
from app.reading.borders import COUNTRIES, SIDES
from app.reading.finding import Finding, Scene
from app.reading.head import CITIZENS, MODES, Head, head, is_rate, modes
from app.reading.moment import clock
from app.reading.second import (
    PEOPLE_BY_ROLE,
    SUBJECTS,
    VEHICLES_BY_ROLE,
    again,
    of_which,
)
from app.reading.signal import ROLES, Role, Signal, owner, reason_of, signals, unknown
from app.reading.token import WORD
from app.reading.uncounted import AT_BORDERS, uncounted

PLAIN = "nothing but a place"
PLACED = (
    *("noun.place", "noun.checkpoint", "noun.border", "way.out", "way.in", "way.both"),
    *SIDES,
)

NEAR = 3
"""How far after a queue its mode may stand."""

BARE = (
    *("noun.vehicle", *MODES, "number", "multiplier"),
    *("small.and", "small.filler", "bound.about"),
)
CROSSED = ("verb.enter", "verb.leave", "noun.entry", "noun.exit")
QUEUES = ("noun.queue", "noun.list")
DAYS = ("time.today", "time.yesterday", "weekday")
FEW = 6
WAITED = frozenset({Role.QUEUE, Role.WAIT})
LINES = frozenset({Role.QUEUE, Role.LIST})


def count(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | str:
    """Give the vehicles or people (how many) that an amount counts, or why it counts none."""
    reason = _no_count(scene, amount)
    if reason is not None:
        return reason
    counted = head(scene.parts, scene.clause, amount)
    if counted is not None and counted.at < amount.first and scene.over(amount):
        return "a time whose unit is left out"
    signal = owner(scene.parts, scene.sentence, scene.clause, amount)
    if counted is None:
        return again(scene, amount, earlier, signal) or _of_the_next(scene, amount, signal)
    if signal is None:
        found = of_which(scene, amount, counted, earlier)
        return _plain(scene, amount, counted, earlier) if isinstance(found, str) else found
    if _left_somewhere(scene, signal, earlier):
        return "nothing tells which country was left"
    listed = _in_a_list(scene, signal)
    return _counted(scene, amount, _citizens(scene, counted, earlier), listed or signal)


def _no_count(scene: Scene, amount: Amount) -> str | None:
    """Give why an amount cannot be a count, or None."""
    if clock(scene.parts, amount.first) is not None:
        return "clock time"
    before = scene.before(amount.first)
    if before is not None and before.means("small.with") and not amount.from_to:
        return "somebody's own"
    if before is not None and before.means("small.out_of") and not _of_a_line(scene, amount):
        return "those of whom some are told"
    whole = not any(each % 1 for each in (amount.low, amount.high) if each)
    return None if whole else "no whole number"


def _of_a_line(scene: Scene, amount: Amount) -> bool:
    """Say whether a figure tells of how many a line is: `очередь из 300 машин`, no `из 300 фур`."""
    led = scene.parts[scene.sentence.first : amount.first]
    return any(part.means("noun.queue", "noun.tail", "noun.list") for part in led)


def _left_somewhere(scene: Scene, signal: Signal, earlier: list[Finding]) -> bool:
    """Say whether people left a country that a later clause does not name but as another's.

    `4 million left the country, 38,000 entered Georgia`
    """
    if signal.sense != "verb.leave" or earlier or scene.means(*COUNTRIES, *AT_BORDERS):
        return False
    at = scene.sentence.clauses.index(scene.clause)
    before = frozenset[str]().union(*[each.senses for each in scene.sentence.clauses[:at]])
    return before.isdisjoint(COUNTRIES) and not scene.sentence.senses.isdisjoint(COUNTRIES)


def _in_a_list(scene: Scene, signal: Signal) -> Signal | None:
    """Give the list in which vehicles stand or are found: `в электронной очереди стоят 300`."""
    if signal.sense == "verb.gather" and _opens_with_a_list(scene):
        return Signal(signal.at, Role.LIST, "noun.list")
    if signal.role not in WAITED or not scene.means("noun.list") or scene.means("noun.queue"):
        return None
    if len(scene.clause.amounts) > 1:
        return None
    own = signals(scene.parts, scene.clause)
    return next((each for each in own if each.role is Role.LIST), None)


def _opens_with_a_list(scene: Scene) -> bool:
    """Say whether a sentence begins with a list, and counts nothing before this clause of it."""
    at = scene.sentence.clauses.index(scene.clause)
    led = scene.sentence.clauses[:at]
    lines = scene.sentence.senses.isdisjoint({"noun.queue", "noun.tail"})
    return lines and bool(led) and "noun.list" in led[0].senses and not any(e.amounts for e in led)


def _citizens(scene: Scene, counted: Head, earlier: list[Finding]) -> Head:
    """Give citizens of the country whose citizens were counted just before: `586 иргэн гарчээ`."""
    bare = counted.subject is None and scene.parts[counted.at].means("noun.citizen")
    subject = earlier[-1].subject if bare and earlier else None
    return counted._replace(subject=subject) if subject in CITIZENS.values() else counted


def _plain(scene: Scene, amount: Amount, counted: Head, earlier: list[Finding]) -> Finding | str:
    """Give a queue where a place and its vehicles are all that is said: `Lars: 300 cars`."""
    strange = unknown(scene.parts, scene.clause)
    told = scene.means(*PLACED) or (scene.hinted and (scene.means("time.now") or _bare(scene)))
    if not told and _headed(scene):
        told, counted = True, counted._replace(inverted=False)
    goes_on = bool(earlier) and earlier[-1].sense == PLAIN
    role = _role_of(scene, counted)
    if role is None or strange or scene.means("verb.let") or not (told or goes_on):
        return "nothing tells what was counted"
    return _counted(scene, amount, counted, Signal(amount.first, role, PLAIN))


def _bare(scene: Scene) -> bool:
    """Say whether a sentence tells nothing but vehicles and their number: `легковых 70`."""
    stretch = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    return all(part.means(*BARE) for part in stretch if part.kind is WORD)


def _role_of(scene: Scene, counted: Head) -> Role | None:
    """Give what a bare count is of: vehicles queue, seekers of a day have come; None for others."""
    if not counted.people:
        return Role.QUEUE
    came = counted.subject is Subject.ASYLUM_SEEKERS and scene.means(*DAYS)
    return Role.CROSSING if came else None


def _headed(scene: Scene) -> bool:
    """Say whether the sentence before is but a heading that names a place: `Lars, 8 a.m.`."""
    heading = scene.heading
    if heading is None or "noun.place" not in heading.senses:
        return False
    known = not any(unknown(scene.parts, each) for each in heading.clauses)
    return known and heading.senses.isdisjoint(ROLES)


def _counted(scene: Scene, amount: Amount, counted: Head, signal: Signal) -> Finding | str:
    if counted.mode is Mode.RAIL:
        return "trains"
    roles = PEOPLE_BY_ROLE if counted.people else VEHICLES_BY_ROLE
    quantity = roles.get(signal.role)
    if quantity is None:
        return reason_of(signal)
    reason = uncounted(scene, amount, counted, signal)
    if reason is not None:
        return reason
    if _few(scene, quantity, amount) or (signal.role in WAITED and _rate(scene, counted)):
        return "a rate, or only some persons"
    crossing = quantity is Quantity.CROSSINGS_VEHICLES
    return Finding(
        quantity=quantity,
        first=min(amount.first, counted.at, signal.at),
        last=max(amount.last, counted.last, signal.at),
        fired=f"{quantity.value}: {signal.sense}",
        low=amount.low,
        high=amount.high,
        bound=Bound.ABOUT if counted.inverted and amount.bound is Bound.EXACT else amount.bound,
        mode=_mode(scene, amount, counted) if signal.role in LINES else counted.mode,
        subject=counted.subject or _group(scene, counted, crossing=crossing),
        sense=signal.sense,
    )


def _few(scene: Scene, quantity: Quantity, amount: Amount) -> bool:
    """Say whether so few people wait, or cross at no post, that it is a story of theirs.

    `the two men wait for their friends`, `both men crossed the border`
    """
    told = quantity is Quantity.QUEUE_PEOPLE or not (
        scene.hinted or "noun.place" in scene.sentence.senses
    )
    return told and quantity in PEOPLE_BY_ROLE.values() and 0 < (amount.high or FEW) < FEW


def _rate(scene: Scene, counted: Head) -> bool:
    """Say whether so many move on in a time: `we move by 10 cars an hour`."""
    after = scene.after(counted.last)
    if after is not None and after.means("period.hour", "period.day"):
        return True
    return any(each.first == counted.last + 1 and is_rate(each) for each in scene.clause.amounts)


def _mode(scene: Scene, amount: Amount, counted: Head) -> Mode:
    """Give the mode of what is counted, or of the queue that it stands in: `a line of lorries`."""
    if counted.people or counted.mode is not Mode.ANY:
        return counted.mode
    before = range(scene.sentence.first, amount.first)
    line = next((at for at in before if scene.parts[at].means(*QUEUES)), None)
    named = [] if line is None else modes(scene.parts, line + 1, min(line + NEAR, amount.first - 1))
    return named[0] if len(named) == 1 else Mode.ANY


def _group(scene: Scene, counted: Head, *, crossing: bool) -> Subject | None:
    """Give a group that is not named with its count: cars by their mode, people without papers."""
    if counted.people and scene.means("group.undocumented"):
        return Subject.UNDOCUMENTED
    return SUBJECTS.get(counted.mode) if crossing else None


def _of_the_next(scene: Scene, amount: Amount, signal: Signal | None) -> Finding | str:
    """Give the first of two counts, whose noun comes with the second: `in 40, out 30 men`."""
    later = [each for each in scene.clause.amounts if each.first > amount.last]
    if signal is None or signal.role is not Role.CROSSING or not later:
        return "nothing is counted by it"
    between = scene.parts[amount.last + 1 : later[0].first]
    counted = head(scene.parts, scene.clause, later[0])
    joined = any(part.means("small.and") for part in between)
    other = any(part.means(*CROSSED) and not part.means(signal.sense) for part in between)
    other = other or any(part.means("noun.place") for part in between)
    if counted is None or counted.inverted or not (joined and other):
        return "nothing is counted by it"
    return _counted(scene, amount, counted._replace(at=amount.first, last=amount.last), signal)
