"""Awaited: whether what somebody waits for, or stands at, is something else than a border."""

from app.reading.amount import Amount
from app.reading.borders import CODES
from app.reading.finding import Scene
from app.reading.part import is_strange
from app.reading.signal import Signal, unknown
from app.reading.token import WORD

AWAITED = ("noun.bus", "noun.train", "noun.thing", "other.price", "other.applied")
STANDING = ("verb.stand", "verb.wait")
NEAREST = 3
"""How far after a duration what was waited for may stand, or from its verb a unit alone."""

OURS = frozenset(
    {"noun.queue", "noun.border", "noun.checkpoint", "noun.place", "noun.road"}
    | {"noun.car", "noun.truck", "noun.vehicle", "noun.bus", "verb.cross", "way.out", "way.in"}
    | {f"{relation}.{code}" for relation in ("to", "from", "side_of") for code in CODES}
)
"""What a wait of ours is told with, unless all its words are known."""


def of_something_else(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether somebody waits for, or stands at, what is none of ours: `sat at a desk`."""
    if _awaited(scene, amount):
        return True
    if signal.sense not in STANDING:
        return False
    for_somebody = signal.sense == "verb.wait" and _for_somebody(scene, amount, signal)
    return for_somebody or _for_something(scene)


def _for_somebody(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether what is waited for is a word that we do not know: `waiting for my friend`.

    Such a word may stand before the time, too: `досын 3 сағат күтті`.
    """
    before = scene.parts[amount.first - 1 : amount.first]
    if amount.first > scene.clause.first and any(is_strange(part) for part in before):
        return True
    rest = scene.parts[signal.at + 1 : scene.clause.last + 1]
    skipped = (part for part in rest if not part.means("small.filler", "small.preposition"))
    first = next(skipped, None)
    return first is not None and first.kind is WORD and not first.senses


def _for_something(scene: Scene) -> bool:
    """Say whether a clause has words we do not know, in a sentence that names nothing of ours."""
    return scene.sentence.senses.isdisjoint(OURS) and unknown(scene.parts, scene.clause) > 0


def _awaited(scene: Scene, amount: Amount) -> bool:
    """Say whether something else is said to be waited for so long: `an hour for the bus`."""
    after = scene.parts[amount.last + 1 : min(amount.last + 1 + NEAREST, scene.clause.last + 1)]
    skipped = (part for part in after[1:] if not part.means("small.filler"))
    led = bool(after) and after[0].means("small.awaited")
    return led and next((part.means(*AWAITED) for part in skipped), False)
