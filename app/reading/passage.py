"""Passages: which crossing, road or traffic a word of opening or closing is said of."""

from collections.abc import Sequence

from app.reading.amount import COUNT, THING, Amount
from app.reading.finding import Scene
from app.reading.head import head
from app.reading.mood import is_year
from app.reading.part import is_strange
from app.reading.sentence import Clause, Sentence
from app.reading.signal import unknown
from app.reading.token import WORD

PASSED = (
    "noun.entry",
    "noun.exit",
    "noun.border",
    "noun.checkpoint",
    "noun.road",
    "noun.traffic",
    "noun.place",
)
NEAR = 8
THINGS = ("noun.thing", "noun.lane", "event.draft_summons", "event.military_presence")
"""What else is opened and closed: other things, and single lanes of a crossing."""

STAND = frozenset({*PASSED, *THINGS, "noun.queue"})

FURTHEST = 16
NEAR_COUNTED = 3
MOST_UNKNOWN = 1


def passage(scene: Scene, at: int) -> int | None:
    """Give the crossing that is said to be open or closed: the nearest thing that can be."""
    near = sorted(
        (abs(at - each), each)
        for each in range(
            max(scene.sentence.first, at - FURTHEST), min(scene.sentence.last, at + FURTHEST) + 1
        )
        if scene.parts[each].senses and not STAND.isdisjoint(scene.parts[each].senses)
    )
    near = [each for each in near if each[1] in scene.positions()] or _elsewhere(scene, at, near)
    things = any(scene.parts[each].means(*THINGS) for away, each in near if away <= NEAR)
    things = (things and not _added(scene, at, near)) or _beside(scene, at)
    if not near or things or scene.parts[near[0][1]].means("noun.queue"):
        return None
    if _some(scene, near[0][1]) or _of_another(scene, near[0][1]) or _of_goods(scene, near[0][1]):
        return None
    between = range(min(at, near[0][1]) + 1, max(at, near[0][1]))
    strange = [scene.parts[each] for each in between if scene.parts[each].kind is WORD]
    named = scene.means("noun.place") or scene.parts[near[0][1]].means("noun.road")
    unknown = (part for part in strange if not part.senses and not (named and part.capital))
    return near[0][1] if sum(1 for _ in unknown) <= MOST_UNKNOWN else None


def _elsewhere(scene: Scene, at: int, near: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give what is named in other clauses: further on only where all words of its own are known."""
    if not unknown(scene.parts, scene.clause):
        return near
    return [each for each in near if each[1] < at]


def _beside(scene: Scene, at: int) -> bool:
    """Say whether something else is said to be open or closed: `opened near it`, `its bakery`."""
    after = scene.after(at)
    if after is None:
        return False
    own = after.means("small.their") and at + 2 <= scene.sentence.last
    return after.means("small.beside") or (own and is_strange(scene.parts[at + 2]))


def _added(scene: Scene, at: int, near: Sequence[tuple[int, int]]) -> bool:
    """Say whether all other things are but added further on: `the post closes and the airport`."""
    ends = next((each for each in range(at, scene.sentence.last) if _and(scene, each)), None)
    things = (each for away, each in near if away <= NEAR and scene.parts[each].means(*THINGS))
    return ends is not None and all(each > ends for each in things)


def _and(scene: Scene, at: int) -> bool:
    return scene.parts[at].means("small.and")


def _some(scene: Scene, at: int) -> bool:
    """Say whether a passage is some of several: `five posts`, `the others`; `all eight` are all."""
    told = scene.clause if at in scene.positions() else scene.sentence
    if "small.others" in told.senses:
        return True
    amounts = told.amounts if isinstance(told, Clause) else _amounts(told, at)
    held = [each for each in amounts if _is_posts(scene, each) or _counts(scene, each, at)]
    before = scene.before(held[0].first) if held else None
    if not held or (before is not None and before.means("small.all")):
        return False
    whole = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    return sum(part.means("noun.place") for part in whole) != held[0].high


def _is_posts(scene: Scene, amount: Amount) -> bool:
    """Say whether an amount is one of posts: `four crossings`, `3 new posts at the border`."""
    last = scene.parts[amount.last]
    if amount.unit == THING and last.means("noun.checkpoint", "noun.crossing"):
        return True
    after = range(amount.last + 1, min(amount.last + 1 + NEAR_COUNTED, scene.clause.last + 1))
    posts = (each for each in after if scene.parts[each].means("noun.checkpoint"))
    return any(_counts(scene, amount, each) for each in posts)


def _counts(scene: Scene, amount: Amount, at: int) -> bool:
    """Say whether an amount counts the passages at a part: `five posts`, `four of nine posts`."""
    if amount.first <= at <= amount.last:
        return True
    near = amount.unit == COUNT and amount.last < at <= amount.last + NEAR_COUNTED
    near = near and not is_year(scene.parts, amount.last)
    return near and head(scene.parts, scene.clause, amount) is None


def _amounts(sentence: Sentence, at: int) -> Sequence[Amount]:
    """Give the amounts of the clause of a sentence in which a part stands."""
    return next(each.amounts for each in sentence.clauses if each.first <= at <= each.last)


def _of_goods(scene: Scene, at: int) -> bool:
    """Say whether a movement is one of something else: `the movement of livestock is banned`."""
    after = scene.parts[at + 1 : min(at + 3, scene.clause.last + 1)]
    led = len(after) > 1 and after[0].means("small.of")
    return led and scene.parts[at].means("noun.traffic") and is_strange(after[1])


def _leads_elsewhere(scene: Scene, at: int) -> bool:
    """Say whether a road is said to lead to what we do not know: `the road to the parliament`."""
    after = scene.parts[at + 1 : scene.clause.last + 1]
    if not after or not after[0].means("small.to", "range.to"):
        return False
    first = next((part for part in after[1:] if not part.means("small.filler")), None)
    return first is not None and is_strange(first)


def _of_another(scene: Scene, at: int) -> bool:
    """Say whether a road is one with a name that we do not know: `the Vardenyats Pass`."""
    if "noun.place" in scene.sentence.senses or not scene.parts[at].means("noun.road"):
        return False
    if _leads_elsewhere(scene, at):
        return True
    named = scene.parts[scene.clause.first + 1 : scene.clause.last + 1]
    return any(part.kind is WORD and part.capital and not part.senses for part in named)
