"""Some: whether a word of opening or closing is said only of some of several, or of some people."""

from app.domain.vocabulary import Mode
from app.reading.amount import COUNT, DATE, Amount
from app.reading.finding import Scene
from app.reading.having import some_of
from app.reading.head import GROUPS, HEADS, groups, modes
from app.reading.part import is_strange
from app.reading.reason import without_reason
from app.reading.way import OF_WAYS

EXCEPTED = 2
"""How near to the name of a place a word of exceptions excepts it; twice so far before it."""

LED_BY = 4
PERSONS = ("noun.person", "noun.citizen")
FURTHEST = 5
"""How far after a word of closing those may be named for whom it closes."""


def some(scene: Scene, at: int, *, closes: bool) -> bool:
    """Say whether a word is said of so many, of all but one, of a part of a mode or of a group."""
    return _so_many(scene, at) or _but_one(scene) or _of_some(scene, at, closes=closes)


def but_trains(scene: Scene) -> bool:
    """Say whether only trains are excepted, which go on where the border is shut."""
    if not (scene.means("small.except") and scene.means("noun.train")):
        return False
    named = modes(scene.parts, *without_reason(scene))
    return all(mode is Mode.RAIL for mode in named)


def one_way(scene: Scene) -> bool:
    """Say whether it is only a way that a word is said of: `closed only to leave Russia`."""
    only = [at for at in scene.positions() if scene.parts[at].means("small.only")]
    after = [scene.after(at) for at in only]
    return all(part is not None and part.among(OF_WAYS) for part in after)


def _of_some(scene: Scene, at: int, *, closes: bool) -> bool:
    """Say whether a word is said of a part of a mode alone, or of who comes first."""
    first, last = scene.clause.first, scene.clause.last
    comes_first = scene.means("trap.first") and groups(scene.parts, first, last)
    of_some = bool(comes_first) or some_of(scene.parts, first, last)
    return of_some or (closes and _for_others(scene, at))


def _for_others(scene: Scene, at: int) -> bool:
    """Say whether something closes for people of a group we do not know: `for foreigners`."""
    if scene.means("small.all"):
        return False
    first, last = without_reason(scene)
    near = range(max(first + 1, at - FURTHEST), min(last, at + FURTHEST) + 1)
    if any(_for_whom(scene, each, last) for each in near):
        return True
    people = [each for each in near if scene.parts[each].means(*PERSONS)]
    if not people or scene.parts[people[0]].among(GROUPS):
        return False
    led = scene.parts[max(first, people[0] - LED_BY) : people[0]]
    return any(part.means("small.preposition", "range.to") for part in led)


def _for_whom(scene: Scene, at: int, last: int) -> bool:
    """Say whether those for whom something closes are a word that we do not know: `für Georgier`.

    A mode that such a word describes is one: `for transit lorries`.
    """
    if not scene.parts[at - 1].means("small.for_whom"):
        return False
    rest = scene.parts[at : last + 1][:LED_BY]
    words = [part for part in rest if not part.means("small.others")]
    return bool(words) and is_strange(words[0]) and not any(part.among(HEADS) for part in words)


def _so_many(scene: Scene, at: int) -> bool:
    """Say whether a word is said of so many: `eight posts, 2 open`, `closed four of nine`."""
    counts = [each for each in scene.clause.amounts if each.unit == COUNT]
    if any(
        (each.first == at + 1 and _others(scene, each)) or _roads(scene, each) for each in counts
    ):
        return True
    opens = any(each.last == at - 1 and each.first == scene.clause.first for each in counts)
    return opens and not _another_day(scene)


def _roads(scene: Scene, amount: Amount) -> bool:
    """Say whether an amount is one of roads, and the sentence names no post that they lead to."""
    after = scene.after(amount.last)
    told = "noun.place" in scene.sentence.senses or scene.means("small.all")
    return after is not None and after.means("noun.road") and not told


def _another_day(scene: Scene) -> bool:
    """Say whether a clause opens with one more day: `on 30, 31 December it is shut`."""
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1].amounts if at else ()
    return bool(before) and before[-1].unit == DATE


def _but_one(scene: Scene) -> bool:
    """Say whether a word is said of all but a named place."""
    if "small.except" not in scene.sentence.senses or but_trains(scene):
        return False
    whole = range(scene.sentence.first, scene.sentence.last + 1)
    held = [each for each in whole if scene.parts[each].means("small.except")]
    near = [
        part
        for each in held
        for part in scene.parts[max(0, each - EXCEPTED) : each + 2 * EXCEPTED + 1]
    ]
    return any(part.means("noun.place") for part in near)


def _others(scene: Scene, amount: Amount) -> bool:
    """Say whether an amount is some of several, or of what is no crossing.

    `закрыла четыре из девяти пунктов`, `closed 300 companies`
    """
    after = scene.after(amount.last)
    if after is None or amount.from_to:
        return False
    return after.means("small.preposition") or (is_strange(after) and not after.capital)
