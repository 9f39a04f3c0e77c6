"""Spent: the word of waiting that a duration belongs to where it does not stand beside it."""

from app.reading.amount import Amount
from app.reading.finding import Scene
from app.reading.signal import Role, Signal, signals

SPENT_AT = ("noun.border", "noun.checkpoint", "noun.queue", "noun.place")
NEAR_SPENT = 5
"""How far from a time its verb, and the border it was spent at, may stand."""

WAITED = frozenset({Role.QUEUE, Role.WAIT})
PASSAGE = frozenset({"verb.cross", "verb.leave", "verb.enter", "noun.crossing"})
"""Words of passing, with which a duration is a wait that is over."""


def spent(scene: Scene, amount: Amount) -> Signal | None:
    """Give the verb of those who spent a time at a border: `провели 8 часов на границе`."""
    if not scene.means("verb.spend") or amount.bare:
        return None
    held = range(amount.first - NEAR_SPENT, amount.last + NEAR_SPENT + 1)
    near = [at for at in held if at in scene.positions()]
    ends = next((at for at in near if scene.parts[at].means("small.and")), near[-1] + 1)
    near = [at for at in near if at < max(ends, amount.first)]
    at = next((at for at in near if scene.parts[at].means("verb.spend")), None)
    there = any(scene.parts[at].means(*SPENT_AT) for at in near)
    there = there or (scene.hinted and "verb.cross" in scene.sentence.senses)
    return Signal(at, Role.WAIT, "verb.spend") if at is not None and there else None


def waited_for(scene: Scene, signal: Signal | None, amount: Amount) -> Signal | None:
    """Give the wait before a duration where its signal only tells what for: `10 hours to enter`."""
    if signal is None or signal.sense not in PASSAGE or signal.at <= amount.last:
        return signal
    if not scene.parts[signal.at - 1].means("small.to"):
        return signal
    own = (each for each in signals(scene.parts, scene.clause) if each.role in WAITED)
    return next((each for each in own if each.at < amount.first), signal)
