"""There: whether a crossing only tells where something else is shut or open."""

from app.reading.finding import Scene
from app.reading.head import HEADS
from app.reading.part import is_strange
from app.reading.passage import PASSED
from app.reading.reason import without_reason
from app.reading.token import WORD

LEADS = 4
"""How many parts before its crossing a word may stand that tells where."""


def only_there(scene: Scene, at: int) -> bool:
    """Say whether crossings only tell where something is shut: `фуры остановили на границе`."""
    first, last = without_reason(scene)
    held = [each for each in range(first, last + 1) if scene.parts[each].means(*PASSED)]
    if not held or scene.means("noun.traffic") or not all(_led(scene, each) for each in held):
        return False
    if any(_beside_it(scene, each) for each in held if each < at):
        return True
    near = (*range(max(first, at - 1), at), *range(at + 1, min(at + 2, last) + 1))
    beside = [scene.parts[each] for each in near]
    strange = (is_strange(part) and not part.capital for part in beside)
    return any(strange) or any(part.means(*HEADS) for part in (scene.parts[first], *beside[-2:]))


def _beside_it(scene: Scene, at: int) -> bool:
    """Say whether something that we do not know stands there: `the toilets at the border post`."""
    for each in range(at - 1, max(scene.clause.first, at - LEADS), -1):
        if scene.parts[each].means("small.at", "small.preposition"):
            before = scene.parts[each - 1]
            things = before.means("unit.other") and not before.means(*PASSED)
            led = each - 2 >= scene.clause.first and scene.parts[each - 2].means("small.filler")
            return things or (is_strange(before) and (led or not before.capital))
    return False


def _led(scene: Scene, at: int) -> bool:
    """Say whether a crossing is led by a word that tells where: `в пункте пропуска «Ларс»`."""
    for each in range(at - 1, max(scene.clause.first, at - LEADS) - 1, -1):
        part = scene.parts[each]
        if part.means("small.at", "small.preposition"):
            return True
        if part.kind is WORD and not part.means("small.filler", *PASSED):
            return False
    return False
