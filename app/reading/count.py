"""Counts: vehicles queued, vehicles passed and people, told apart by verb and noun."""

from collections.abc import Mapping

from app.domain.vocabulary import Bound, Mode, Quantity, Subject
from app.reading.amount import Amount
from app.reading.finding import Finding, Scene
from app.reading.head import CITIZENS, Head, head, modes
from app.reading.moment import clock
from app.reading.signal import ROLES, Role, Signal, owner, reason_of, signals, unknown
from app.reading.token import Kind

PLAIN = "nothing but a place"
PLACED = ("noun.place", "noun.checkpoint", "noun.border", "way.out", "way.in")

VEHICLES_BY_ROLE: Mapping[Role, Quantity] = {
    Role.QUEUE: Quantity.QUEUE_VEHICLES,
    Role.WAIT: Quantity.QUEUE_VEHICLES,
    Role.LIST: Quantity.BOOKED_VEHICLES,
    Role.CROSSING: Quantity.CROSSINGS_VEHICLES,
}
PEOPLE_BY_ROLE: Mapping[Role, Quantity] = {
    Role.QUEUE: Quantity.QUEUE_PEOPLE,
    Role.WAIT: Quantity.QUEUE_PEOPLE,
    Role.CROSSING: Quantity.CROSSINGS_PEOPLE,
}
NEAR = 3
"""How far after a queue its mode may stand."""

PASSAGES = ("noun.entry", "noun.exit")
CROSSED = ("verb.enter", "verb.leave", "noun.entry", "noun.exit")
COUNTRIES = tuple(f"country.{code}" for code in ("ge", "fi", "kz", "mn", "ru"))
AT_BORDERS = (
    *("noun.place", "noun.checkpoint", "noun.border", "noun.queue", "noun.tail", "noun.road"),
    *("way.out", "way.in", "way.enter", "way.leave"),
)
WAITED = frozenset({Role.QUEUE, Role.WAIT})
COUNTS = frozenset({*VEHICLES_BY_ROLE.values(), *PEOPLE_BY_ROLE.values()})
PERIODS = frozenset({"period.hour", "period.day", "period.week", "period.month", "time.today"})
OVER = PERIODS | {
    "time.yesterday",
    "month",
    "weekday",
    "window.over",
    "period.year",
    "noun.crossing",
}
SUBJECTS: Mapping[Mode, Subject] = {Mode.CAR: Subject.CARS, Mode.TRUCK: Subject.TRUCKS}


def count(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | str:
    """Give the vehicles or people (how many) that an amount counts, or why it counts none."""
    if clock(scene.parts, amount.first) is not None:
        return "clock time"
    before = scene.before(amount.first)
    if before is not None and before.means("small.with") and not amount.from_to:
        return "somebody's own"
    if any(each % 1 for each in (amount.low, amount.high) if each):
        return "no whole number"
    counted = head(scene.parts, scene.clause, amount)
    if counted is None:
        return _of_the_same(scene, amount, earlier)
    signal = owner(scene.parts, scene.sentence, scene.clause, amount)
    if signal is None:
        found = _of_which(scene, amount, counted, earlier)
        return _plain(scene, amount, counted, earlier) if isinstance(found, str) else found
    listed = _in_a_list(scene, signal)
    return _counted(scene, amount, _citizens(scene, counted, earlier), listed or signal)


def _in_a_list(scene: Scene, signal: Signal) -> Signal | None:
    """Give the list in which vehicles stand or are found: `в электронной очереди стоят 300`."""
    if signal.role not in WAITED or not scene.means("noun.list") or scene.means("noun.queue"):
        return None
    if len(scene.clause.amounts) > 1:
        return None
    own = signals(scene.parts, scene.clause)
    return next((each for each in own if each.role is Role.LIST), None)


def _citizens(scene: Scene, counted: Head, earlier: list[Finding]) -> Head:
    """Give citizens of the country whose citizens were counted just before: `586 иргэн гарчээ`."""
    bare = counted.subject is None and scene.parts[counted.at].means("noun.citizen")
    subject = earlier[-1].subject if bare and earlier else None
    return counted._replace(subject=subject) if subject in CITIZENS.values() else counted


def _plain(scene: Scene, amount: Amount, counted: Head, earlier: list[Finding]) -> Finding | str:
    """Give a queue where a place and its vehicles are all that is said: `Lars: 300 cars`."""
    strange = unknown(scene.parts, scene.clause)
    told = scene.means(*PLACED)
    if not told and _headed(scene):
        told, counted = True, counted._replace(inverted=False)
    goes_on = bool(earlier) and earlier[-1].sense == PLAIN
    role = _role_of(scene, counted)
    if role is None or strange or not (told or goes_on):
        return "nothing tells what was counted"
    return _counted(scene, amount, counted, Signal(amount.first, role, PLAIN))


def _role_of(scene: Scene, counted: Head) -> Role | None:
    """Give what a bare count is of: vehicles queue, seekers of a day have come; None for others."""
    if not counted.people:
        return Role.QUEUE
    came = counted.subject is Subject.ASYLUM_SEEKERS and scene.means("time.today", "time.yesterday")
    return Role.CROSSING if came else None


def _headed(scene: Scene) -> bool:
    """Say whether the sentence before is but a heading that names a place: `Lars, 8 a.m.`."""
    heading = scene.heading
    if heading is None or "noun.place" not in heading.senses:
        return False
    known = not any(unknown(scene.parts, each) for each in heading.clauses)
    return known and heading.senses.isdisjoint(ROLES)


def _counted(scene: Scene, amount: Amount, counted: Head, signal: Signal) -> Finding | str:
    if signal.sense == "rule.passes" and not scene.sentence.senses & PERIODS:
        return "nothing tells over how long"
    if _untold(scene, counted, signal) or _abroad(scene, counted, signal):
        return "nothing tells what was counted"
    roles = PEOPLE_BY_ROLE if counted.people else VEHICLES_BY_ROLE
    quantity = roles.get(signal.role)
    if quantity is None:
        return reason_of(signal)
    if signal.sense in PASSAGES and scene.means("rule.forbidden", "rule.stops"):
        return "refused"
    if signal.role in WAITED and _rate(scene, counted):
        return "a rate"
    crossing = quantity is Quantity.CROSSINGS_VEHICLES
    return Finding(
        quantity=quantity,
        first=min(amount.first, counted.at, signal.at),
        last=max(amount.last, counted.last, signal.at),
        fired=f"{quantity.value}: {signal.sense}",
        low=amount.low,
        high=amount.high,
        bound=Bound.ABOUT if counted.inverted and amount.bound is Bound.EXACT else amount.bound,
        mode=_mode(scene, amount, counted) if signal.role is Role.QUEUE else counted.mode,
        subject=counted.subject or _group(scene, counted, crossing=crossing),
        sense=signal.sense,
    )


def _rate(scene: Scene, counted: Head) -> bool:
    """Say whether so many move on in a time: `we move by 10 cars an hour`."""
    after = scene.after(counted.last)
    return after is not None and after.means("period.hour", "period.day")


def _mode(scene: Scene, amount: Amount, counted: Head) -> Mode:
    """Give the mode of what is counted, or of the queue that it stands in: `a line of lorries`."""
    if counted.people or counted.mode is not Mode.ANY:
        return counted.mode
    before = range(scene.sentence.first, amount.first)
    line = next((at for at in before if scene.parts[at].means("noun.queue")), None)
    named = [] if line is None else modes(scene.parts, line + 1, min(line + NEAR, amount.first - 1))
    return named[0] if len(named) == 1 else Mode.ANY


def _group(scene: Scene, counted: Head, *, crossing: bool) -> Subject | None:
    """Give a group that is not named with its count: cars by their mode, people without papers."""
    if counted.people and scene.means("group.undocumented"):
        return Subject.UNDOCUMENTED
    return SUBJECTS.get(counted.mode) if crossing else None


def _abroad(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether people are only said to be in a country: `60,000 of them are in Georgia`."""
    if not counted.people or signal.role is not Role.QUEUE or signal.sense == "noun.queue":
        return False
    return scene.means(*COUNTRIES) and not scene.means(*AT_BORDERS)


def _untold(scene: Scene, counted: Head, signal: Signal) -> bool:
    """Say whether a count may be of something else: `exit: 150 cars`, a train's passengers."""
    if counted.people:
        return signal.role is Role.CROSSING and scene.means("noun.train", "noun.bus")
    counts = not scene.sentence.senses.isdisjoint(OVER)
    return signal.sense in {"noun.exit", "noun.entry"} and not counts


def _of_the_same(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | str:
    """Give the second of two counts, whose noun is only said with the first: `and left 300`."""
    signal = owner(scene.parts, scene.sentence, scene.clause, amount)
    if signal is not None and signal.role is Role.LIST:
        return _listed(amount, signal, earlier)
    if earlier and (_only_a_way(scene) or _at_another_place(scene, amount, earlier)):
        return _plain_too(scene, amount, earlier[-1])
    if not earlier:
        return _of_the_next(scene, amount, signal)
    own = [each for each in signals(scene.parts, scene.clause) if each.role is Role.CROSSING]
    counts = [each for each in earlier if each.sense.startswith(("verb.", "noun."))]
    if not counts or not own or counts[-1].quantity not in PEOPLE_BY_ROLE.values():
        return "nothing is counted by it"
    if signal is None or signal.role is not Role.CROSSING or signal.sense == counts[-1].sense:
        return "nothing is counted by it"
    return counts[-1].told_again(
        amount,
        min(amount.first, signal.at),
        max(amount.last, signal.at),
        fired=f"{counts[-1].quantity.value}: the same by {signal.sense}",
        sense=signal.sense,
        opposite=_turned(counts[-1].sense, signal.sense),
    )


def _at_another_place(scene: Scene, amount: Amount, earlier: list[Finding]) -> bool:
    """Say whether a figure has but a place of its own: `to Niirala came 26 people, to Salla 12`."""
    if not earlier[-1].sense.startswith(("verb.", "noun.")):
        return False
    before, after = scene.before(amount.first), scene.after(amount.last)
    ended = after is None or after.kind is not Kind.WORD or after.means("small.and")
    return ended and before is not None and before.means("noun.place")


def _only_a_way(scene: Scene) -> bool:
    """Say whether a clause tells but a way or a place and a figure, as the one before: `out 8`."""
    led = scene.means("way.out", "way.in") or _placed(scene)
    return led and not signals(scene.parts, scene.clause)


def _placed(scene: Scene) -> bool:
    """Say whether a clause and the one before name a place each, and then one figure."""
    if "small.of_which" in scene.clause.senses or not scene.clause.amounts:
        return False
    led = scene.parts[scene.clause.first : scene.clause.amounts[0].first]
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    if before is None or "noun.place" not in before.senses:
        return False
    one = len(before.amounts) == len(scene.clause.amounts) == 1
    return one and any(part.means("noun.place") for part in led)


def _of_the_next(scene: Scene, amount: Amount, signal: Signal | None) -> Finding | str:
    """Give the first of two counts, whose noun comes with the second: `in 40, out 30 men`."""
    later = [each for each in scene.clause.amounts if each.first > amount.last]
    if signal is None or signal.role is not Role.CROSSING or not later:
        return "nothing is counted by it"
    between = scene.parts[amount.last + 1 : later[0].first]
    counted = head(scene.parts, scene.clause, later[0])
    joined = any(part.means("small.and") for part in between)
    other = any(part.means(*CROSSED) and not part.means(signal.sense) for part in between)
    if counted is None or counted.inverted or not (joined and other):
        return "nothing is counted by it"
    return _counted(scene, amount, counted._replace(at=amount.first, last=amount.last), signal)


def _plain_too(scene: Scene, amount: Amount, earlier: Finding) -> Finding | str:
    """Give a queue the other way, whose noun stands with the first: `250 cars in, 120 out`."""
    if unknown(scene.parts, scene.clause) or earlier.quantity not in COUNTS:
        return "nothing is counted by it"
    return earlier.told_again(amount, amount.first, amount.last)


def _listed(amount: Amount, signal: Signal, earlier: list[Finding]) -> Finding | str:
    """Give how many of the vehicles told before stand in an electronic list."""
    same = [each for each in earlier if each.quantity in VEHICLES_BY_ROLE.values()]
    if not same:
        return "nothing is counted by it"
    return same[-1].told_again(
        amount,
        min(amount.first, signal.at),
        max(amount.last, signal.at),
        quantity=Quantity.BOOKED_VEHICLES,
        fired=f"booked_vehicles: of these by {signal.sense}",
        subject=None,
        sense=signal.sense,
    )


def _turned(before: str, now: str) -> bool:
    """Say whether one of two words speaks of entering and the other of leaving."""
    ways = [{"verb.enter", "noun.entry"}, {"verb.leave", "noun.exit"}]
    if before == "verb.cross":  # reisten nach Finnland ein, reisten aus
        return now in ways[1]
    return any(before in one and now in other for one, other in (ways, reversed(ways)))


def _of_which(scene: Scene, amount: Amount, counted: Head, earlier: list[Finding]) -> Finding | str:
    """Give a part of a count that was told before: `of which 40 lorries`."""
    same = [each for each in earlier if each.quantity in VEHICLES_BY_ROLE.values()]
    if counted.people or not same or not scene.means("small.of_which"):
        return "nothing tells what was counted"
    return same[-1].told_again(
        amount,
        min(amount.first, counted.at),
        max(amount.last, counted.last),
        fired=f"{same[-1].quantity.value}: of which",
        mode=counted.mode,
        subject=SUBJECTS.get(counted.mode) if same[-1].subject else None,
    )
