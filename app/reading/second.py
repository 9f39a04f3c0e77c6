"""Second counts: figures whose noun, or verb, is only said with a count before them."""

from collections.abc import Mapping

from app.domain.vocabulary import CROSSINGS, QUEUE_QUANTITIES, Mode, Quantity, Subject
from app.reading.amount import COUNT, Amount
from app.reading.borders import COUNTRIES, SIDES
from app.reading.finding import Finding, Scene
from app.reading.head import Head, tells_when
from app.reading.signal import MOST_UNKNOWN, Role, Signal, signals, unknown
from app.reading.token import WORD
from app.reading.way import BACK
from app.reading.where import ENTERED_AND_LEFT

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
COUNTS = frozenset({*VEHICLES_BY_ROLE.values(), *PEOPLE_BY_ROLE.values()})
PASSED_TOO = frozenset({*PEOPLE_BY_ROLE.values(), Quantity.CROSSINGS_VEHICLES})
SUBJECTS: Mapping[Mode, Subject] = {Mode.CAR: Subject.CARS, Mode.TRUCK: Subject.TRUCKS}
DAYS = frozenset({"month", "weekday", "time.yesterday", "time.before_yesterday"})
NOTHING = "nothing is counted by it"


def again(
    scene: Scene, amount: Amount, earlier: list[Finding], signal: Signal | None
) -> Finding | str | None:
    """Give a count whose noun is only said with one before it (`and left 300`), or why it is none.

    None where none was told before.
    """
    if signal is not None and signal.role is Role.LIST:
        if signal.at not in scene.positions():
            return NOTHING
        return _listed(amount, signal, earlier)
    if not earlier:
        return None
    passed = earlier[-1].quantity in CROSSINGS and _only_a_day(scene)
    if passed or _only_a_way(scene, earlier[-1]) or _at_another_place(scene, amount, earlier):
        return _plain_too(scene, amount, earlier[-1])
    return _passed(scene, amount, earlier, signal)


def _passed(
    scene: Scene, amount: Amount, earlier: list[Finding], signal: Signal | None
) -> Finding | str:
    """Give the second of two counts by the verb of its own: `entered and left 300`."""
    own = signals(scene.parts, scene.clause)
    counts = [each for each in earlier if each.sense.startswith(("verb.", "noun."))]
    if not counts or counts[-1].quantity not in PASSED_TOO:
        return NOTHING
    if _back(scene, own) and unknown(scene.parts, scene.clause) <= MOST_UNKNOWN:
        return counts[-1].told_again(amount, amount.first, amount.last, sense=BACK)
    if signal is None or signal.role is not Role.CROSSING or _part_of(scene, signal, counts[-1]):
        return NOTHING
    return counts[-1].told_again(
        amount,
        min(amount.first, signal.at),
        max(amount.last, signal.at),
        fired=f"{counts[-1].quantity.value}: the same by {signal.sense}",
        sense=signal.sense,
        opposite=_turned(counts[-1].sense, signal.sense),
    )


def _part_of(scene: Scene, signal: Signal, before: Finding) -> bool:
    """Say whether those counted are but some of those before: `12,000 of them left again`."""
    return signal.sense == before.sense or scene.means("small.of_which")


def _back(scene: Scene, own: list[Signal]) -> bool:
    """Say whether as many are said to have gone the other way, without a verb of its own."""
    return scene.means(BACK) and not any(each.sense in ENTERED_AND_LEFT for each in own)


def _listed(amount: Amount, signal: Signal, earlier: list[Finding]) -> Finding | str:
    """Give how many of the vehicles told before stand in an electronic list."""
    same = [each for each in earlier if each.quantity in VEHICLES_BY_ROLE.values()]
    if not same:
        return NOTHING
    return same[-1].told_again(
        amount,
        min(amount.first, signal.at),
        max(amount.last, signal.at),
        quantity=Quantity.BOOKED_VEHICLES,
        fired=f"booked_vehicles: of these by {signal.sense}",
        subject=None,
        sense=signal.sense,
    )


def _only_a_day(scene: Scene) -> bool:
    """Say whether a clause tells but a day and a figure, as the one before: `on Monday 643`."""
    if scene.clause.senses.isdisjoint(DAYS) or signals(scene.parts, scene.clause):
        return False
    counts = [each for each in scene.clause.amounts if each.unit == COUNT]
    rest = scene.parts[counts[-1].last + 1 : scene.clause.last + 1] if len(counts) == 1 else ()
    return len(counts) == 1 and all(tells_when(part) or part.means("small.and") for part in rest)


def _only_a_way(scene: Scene, earlier: Finding) -> bool:
    """Say whether a clause tells but a way or a place and a figure, as the one before: `out 8`."""
    led = scene.means("way.out", "way.in", *SIDES) or _placed(scene)
    at = scene.sentence.clauses.index(scene.clause)
    sided = at > 0 and not scene.sentence.clauses[at - 1].senses.isdisjoint(SIDES)
    led = led or (sided and earlier.quantity in QUEUE_QUANTITIES and scene.means(*COUNTRIES))
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
    return one and (any(part.means("noun.place") for part in led) or _then_placed(scene))


def _then_placed(scene: Scene) -> bool:
    """Say whether nothing but a place comes after the figure of a clause: `400 via Lars`."""
    rest = scene.parts[scene.clause.amounts[0].last + 1 : scene.clause.last + 1]
    words = [part for part in rest if part.kind is WORD]
    bare = all(part.means("noun.place", "small.preposition", "small.filler") for part in words)
    return bare and any(part.means("noun.place") for part in words)


def _at_another_place(scene: Scene, amount: Amount, earlier: list[Finding]) -> bool:
    """Say whether a figure has but a place of its own: `to Niirala came 26 people, to Salla 12`."""
    if not earlier[-1].sense.startswith(("verb.", "noun.")):
        return False
    before, after = scene.before(amount.first), scene.after(amount.last)
    ended = after is None or after.kind is not WORD or after.means("small.and")
    return ended and before is not None and before.means("noun.place")


def _plain_too(scene: Scene, amount: Amount, earlier: Finding) -> Finding | str:
    """Give a queue the other way, whose noun stands with the first: `250 cars in, 120 out`."""
    if unknown(scene.parts, scene.clause) or earlier.quantity not in COUNTS:
        return NOTHING
    return earlier.told_again(amount, amount.first, amount.last)


def _turned(before: str, now: str) -> bool:
    """Say whether one of two words speaks of entering and the other of leaving."""
    ways = [{"verb.enter", "noun.entry"}, {"verb.leave", "noun.exit"}]
    if before == "verb.cross":  # reisten nach Finnland ein, reisten aus
        return now in ways[1]
    return any(before in one and now in other for one, other in (ways, reversed(ways)))


def of_which(scene: Scene, amount: Amount, counted: Head, earlier: list[Finding]) -> Finding | str:
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
