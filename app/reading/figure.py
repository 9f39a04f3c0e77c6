"""Figures: what each amount of a clause is, or why it is nothing."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.vocabulary import Bound
from app.reading.amount import COUNT, LENGTH, TIME, Amount
from app.reading.count import count
from app.reading.finding import Finding, Passed, Scene
from app.reading.length import length
from app.reading.mood import another_year, is_year, led_by, told_of_the_past, unreal
from app.reading.part import Part
from app.reading.reason import without_reason
from app.reading.signal import signals
from app.reading.times import TIMES_NOW
from app.reading.token import NUMBER, WORD
from app.reading.wait import duration
from app.reading.where import country

BY_UNIT: Mapping[str, Callable[[Scene, Amount, list[Finding]], Finding | str]] = {
    TIME: duration,
    LENGTH: length,
    COUNT: count,
}
"""How an amount is read, by its unit."""

OURS = frozenset({"noun.place", "noun.border", "noun.checkpoint"})
AGO = frozenset({"time.ago", "time.in"})
A_DAY = 1440
FAR = 100
"""How many times its lower end the upper end of a range may not be."""

HALF_OF_ONE = 1000
MOST_FIGURES = 8
"""A clause with more is a table: which of them belongs to what, its words do not tell."""

AFTER = dict.fromkeys("$€₽₾₸₮£", "price") | {"/": "one of two figures"}
BEFORE = AFTER | dict.fromkeys("№#", "number of a thing")
"""Marks beside a figure that is none of ours, and what it is."""


def figures(scene: Scene, earlier: list[Finding]) -> Iterator[Finding | Passed]:
    """Give what each amount of a clause is; `earlier` are the findings of the sentence so far."""
    amounts = scene.clause.amounts
    if len(amounts) > MOST_FIGURES:
        yield Passed(first=amounts[0].first, last=amounts[-1].last, reason="a table of figures")
        return
    for amount in amounts:
        found = _figure(scene, amount, earlier)
        if isinstance(found, Finding):
            earlier.append(found)
        if found is not None:
            yield found


def _figure(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | Passed | None:
    """Give what an amount is, or why it is nothing; a bare unit that is nothing was never one."""
    told = _changed(scene, amount)
    if isinstance(told, str):
        return None if amount.bare else _passed(amount, told)
    reason = unreal(scene) or another_year(scene) or told_of_the_past(scene)
    reason = reason or _against(scene, told) or _elsewhere(scene)
    reason = reason or _misplaced(scene, told)
    if reason is None:
        found = BY_UNIT[told.unit](scene, told, earlier)
        if isinstance(found, Finding):
            return found
        reason = found
    return None if amount.bare else _passed(amount, reason)


def _passed(amount: Amount, reason: str) -> Passed:
    return Passed(first=amount.first, last=amount.last, reason=reason)


def _changed(scene: Scene, amount: Amount) -> Amount | str:
    """Give an amount as it stands after a rise or fall, or why it is no amount of ours."""
    if amount.unit not in BY_UNIT:
        return amount.unit
    if amount.up_to and _stretches(scene, amount):
        return amount._replace(low=amount.high, bound=Bound.EXACT)
    if amount.from_to or amount.up_to:
        changed = "verb.change" in scene.sentence.senses and not _to_a_range(amount)
        return amount._replace(low=amount.high, bound=Bound.EXACT) if changed else amount
    if not scene.means("verb.change") or scene.beside(amount, ("small.end", "verb.stretch"), ()):
        return amount
    change = next(at for at in scene.positions() if scene.parts[at].means("verb.change"))
    apart = signals(scene.parts, scene.clause)[:1]
    led = any(each.at > change for each in apart) and amount.first > change
    return "growth" if not led else amount


def _to_a_range(amount: Amount) -> bool:
    """Say whether something has changed to what is a range itself: `dropped to 400-600`."""
    return amount.up_to and amount.bound is Bound.BETWEEN and not amount.from_to


def _stretches(scene: Scene, amount: Amount) -> bool:
    """Say whether a queue is said to have come to a length: `stretched to 9 km`."""
    before = scene.before(amount.first)
    to = scene.parts[amount.first].means("range.alone")
    to = to or scene.parts[amount.last].means("bound.up_to_after")
    return to and amount.unit == LENGTH and before is not None and before.means("verb.stretch")


def _elsewhere(scene: Scene) -> str | None:
    """Give why a figure is of another queue than today's of ours: at a shop, or days ago."""
    if scene.means("noun.thing") and _of_a_thing(scene):
        return "another queue"
    ago = not AGO.isdisjoint(scene.sentence.senses) and not scene.means("time.lasting", "since_day")
    if ago and _days_ago(scene):
        return "days ago"
    if _of_other_posts(scene):
        return "other posts"
    road = scene.sentence.senses.isdisjoint(OURS) and _on_a_road(scene)
    return "another road" if road else None


def _of_a_thing(scene: Scene) -> bool:
    """Say whether another thing is spoken of, but as a reason: `at Lars, due to the ferries`."""
    first, last = without_reason(scene)
    return any(scene.parts[at].means("noun.thing") for at in range(first, last + 1))


def _of_other_posts(scene: Scene) -> bool:
    """Say whether a clause tells of other posts than those named: `at the others 2 hours`.

    Or of posts at large, none of which it names: `everywhere 9 km`.
    """
    named = scene.sentence.senses
    if "small.everywhere" in named and "noun.place" not in named:
        heading = scene.heading.senses if scene.heading is not None else frozenset()
        return not country(named | heading)
    others = scene.means("small.others")
    others = others or (scene.means("small.all") and "noun.place" in scene.sentence.senses)
    return others and scene.means("noun.checkpoint") and not scene.means("noun.place")


def _on_a_road(scene: Scene) -> bool:
    amounts = [each for clause in scene.sentence.clauses for each in clause.amounts]
    first = scene.sentence.first
    return any(each.first > first and _is_number_of_a_road(scene, each) for each in amounts)


def _misplaced(scene: Scene, amount: Amount) -> str | None:
    """Give why an amount that stands where it does is none of ours, or None."""
    before, after = scene.before(amount.first), scene.after(amount.last)
    if scene.beside(amount, ("small.not",), ("small.not_after",)):
        return "negated"
    led = _led(scene, amount, before) if before is not None else None
    if led is not None:
        return led
    for beside, reasons in ((before, BEFORE), (after, AFTER)):
        if beside is not None and beside.folded in reasons:
            return reasons[beside.folded]
    return None


def _led(scene: Scene, amount: Amount, before: Part) -> str | None:
    """Give why an amount is none of ours by what leads it, or None."""
    if before.means("small.by") and _compared(scene, amount):
        return "growth"
    if before.means("vague.word") and scene.parts[amount.first].kind is NUMBER:
        return "several times so many"
    if amount.unit != TIME and _is_number_of_a_road(scene, amount):
        return "road number"
    if _split(scene, amount) or _unlike(amount) or _of_an_age(scene, amount):
        return "one of two figures"
    return None


def _of_an_age(scene: Scene, amount: Amount) -> bool:
    """Say whether a count is the first of two that share another unit: `45 and 27 years old`."""
    after = scene.after(amount.last)
    if amount.unit != COUNT or after is None or not after.means("small.and", "range.or"):
        return False
    shared = (each for each in scene.clause.amounts if each.first == amount.last + 2)
    return any(each.unit not in BY_UNIT for each in shared)


def _unlike(amount: Amount) -> bool:
    """Say whether the ends of a range are too far apart to be meant: the 15 of `15-20 000`."""
    return bool(amount.low and amount.high) and (amount.high or 0) >= FAR * (amount.low or 0)


def _split(scene: Scene, amount: Amount) -> bool:
    """Say whether a figure may be half of one, or one of two: `2, 2 тыс`, `7, 8 часов`."""
    at = amount.first - 1
    if amount.unit == TIME and scene.parts[at].means("small.and"):
        return scene.parts[at - 1].means("unit.hour", "unit.day")  # an hour and 20 minutes
    counts = (
        each.last == at - 1 and each.unit == COUNT
        for clause in scene.sentence.clauses
        for each in clause.amounts
    )
    led = scene.parts[at].folded == "," and scene.parts[at - 1].kind is NUMBER
    stretch = scene.parts[amount.first : amount.last + 1]
    short = all((part.value or 0) < HALF_OF_ONE for part in stretch if part.kind is NUMBER)
    return led and short and any(counts) and not is_year(scene.parts, at - 1)


def _against(scene: Scene, amount: Amount) -> str | None:
    """Give that a figure is one that today's is held against, or None: `compared with 400`."""
    start = max(scene.sentence.first, scene.clause.first - 1)
    if "small.against" not in scene.sentence.senses:
        return None
    held = any(part.means("small.against") for part in scene.parts[start : amount.first])
    return "earlier" if held else None


def _days_ago(scene: Scene) -> bool:
    """Say whether a clause tells how it was a day ago or longer: `5 days ago 150 cars stood`.

    It goes on so in those after it, until one names another time.
    """
    at = scene.sentence.clauses.index(scene.clause)
    goes_on = (scene.clause.senses | led_by(scene)).isdisjoint(TIMES_NOW)
    return any(
        each.unit == TIME and (each.high or each.low or 0) >= A_DAY and _ago(scene, each)
        for clause in scene.sentence.clauses[0 if goes_on else at : at + 1]
        for each in clause.amounts
    )


def _ago(scene: Scene, amount: Amount) -> bool:
    return scene.beside(amount, ("time.in",), ("time.ago",))


def _compared(scene: Scene, amount: Amount) -> bool:
    """Say whether a figure is by how much more or fewer: `на 500 машин больше`."""
    rest = scene.parts[amount.last + 1 : scene.clause.last + 1]
    return any(part.means("bound.at_least", "bound.at_most", "verb.change") for part in rest)


def _is_number_of_a_road(scene: Scene, amount: Amount) -> bool:
    at = amount.first - 1
    joined = scene.parts[at].folded in {"-", "‑"} and at > scene.sentence.first
    part = scene.parts[at - 1 if joined else at]
    letter = part.kind is WORD and len(part.folded) == 1 and part.capital
    return letter and (joined or not part.senses)
