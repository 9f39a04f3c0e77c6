"""Spent: the word of waiting that a duration belongs to where it does not stand beside it.

And since when it was spent: who is across after five hours, or stands for five so far, joined then.
"""

import math
from datetime import datetime, timedelta

from app.domain.vocabulary import Bound, Quantity
from app.reading.amount import Amount
from app.reading.awaited import STANDING
from app.reading.borders import CODES
from app.reading.finding import Finding, Scene
from app.reading.part import is_strange_name
from app.reading.signal import Role, Signal, signals
from app.reading.token import WORD

SPENT_AT = ("noun.border", "noun.checkpoint", "noun.queue", "noun.place")
NEAR_SPENT = 5
"""How far from a time its verb, and the border it was spent at, may stand."""

WAITED = frozenset({Role.QUEUE, Role.WAIT})
PASSAGE = frozenset({"verb.cross", "verb.leave", "verb.enter", "noun.crossing"})
"""Words of passing, with which a duration is a wait that is over."""

CROSSED = frozenset({"verb.cross", "noun.crossing"})
STOOD_THROUGH = frozenset({"verb.cross", "verb.leave", "verb.enter", "verb.spend"})
WAYS = (
    *("way.out", "way.in", "way.both"),
    *(f"{relation}.{code}" for relation in ("to", "from") for code in CODES),
)


def spent(scene: Scene, amount: Amount) -> Signal | None:
    """Give the verb of those who spent a time at a border: `провели 8 часов на границе`."""
    if not scene.means("verb.spend") or amount.bare or _spent_elsewhere(scene, amount):
        return None
    held = range(amount.first - NEAR_SPENT, amount.last + NEAR_SPENT + 1)
    near = [at for at in held if at in scene.positions()]
    ends = next((at for at in near if scene.parts[at].means("small.and")), near[-1] + 1)
    near = [at for at in near if at < max(ends, amount.first)]
    at = next((at for at in near if scene.parts[at].means("verb.spend")), None)
    there = any(scene.parts[at].means(*SPENT_AT) for at in near)
    there = there or (scene.hinted and "verb.cross" in scene.sentence.senses)
    return Signal(at, Role.WAIT, "verb.spend") if at is not None and there else None


def _spent_elsewhere(scene: Scene, amount: Amount) -> bool:
    """Say whether a time was spent in custody, or in a town before the border was come to."""
    after = scene.parts[amount.last + 1 : min(amount.last + 3, scene.clause.last + 1)]
    named = after and after[0].means("small.preposition") and is_strange_name(after[-1])
    return bool(named) or scene.means("other.detained", "noun.train")


def began(finding: Finding, since: datetime, until: datetime | None) -> datetime | None:
    """Give when they joined who tell of a wait, at a moment, that they stood through; else None.

    That was so much earlier as they have stood by then, to the minute: for a range its middle.
    """
    if finding.quantity is not Quantity.WAIT_MINUTES or not finding.low or since != until:
        return None
    so_far = finding.bound is Bound.AT_LEAST and finding.sense in STANDING
    if not so_far and finding.sense not in STOOD_THROUGH:
        return None
    return since - timedelta(minutes=round(math.sqrt(finding.low * (finding.high or finding.low))))


def waited_for(scene: Scene, signal: Signal | None, amount: Amount) -> Signal | None:
    """Give the wait before a duration where its signal only tells what for: `10 hours to enter`."""
    if signal is None or signal.sense not in PASSAGE or signal.at <= amount.last:
        return signal
    if not scene.parts[signal.at - 1].means("small.to"):
        return signal
    own = (each for each in signals(scene.parts, scene.clause) if each.role in WAITED)
    return next((each for each in own if each.at < amount.first), signal)


def afterwards(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether a clause tells but how long the passage before took: `crossed Lars, 3 hours`."""
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    if before is None or before.amounts or not before.first <= signal.at <= before.last:
        return False
    there = not scene.sentence.senses.isdisjoint(SPENT_AT) or scene.hinted
    return there and signal.sense in CROSSED and _alone(scene, amount)


def passage_before(scene: Scene, amount: Amount) -> Signal | None:
    """Give the passage that a sentence before tells, where this but tells how long it took."""
    heading = scene.heading
    if heading is None or len(scene.sentence.clauses) > 1 or not _alone(scene, amount):
        return None
    figures = any(each.amounts for each in heading.clauses)
    if figures or heading.question or heading.senses.isdisjoint(CROSSED):
        return None
    there = not heading.senses.isdisjoint(SPENT_AT) or scene.hinted
    return Signal(amount.first, Role.WAIT, "verb.cross") if there else None


def _alone(scene: Scene, amount: Amount) -> bool:
    """Say whether nothing but a figure is in a clause."""
    positions = (at for at in scene.positions() if not amount.first <= at <= amount.last)
    words = (scene.parts[at] for at in positions if scene.parts[at].kind is WORD)
    return not amount.bare and all(part.means("small.filler", *WAYS) for part in words)
