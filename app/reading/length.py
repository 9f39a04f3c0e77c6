"""Lengths: which distances a queue is long."""

from collections.abc import Sequence

from app.domain.vocabulary import Quantity
from app.reading.amount import LENGTH, TIME, Amount
from app.reading.finding import Finding, Scene
from app.reading.head import VEHICLES, only_mode
from app.reading.part import Part
from app.reading.signal import Role, Signal, owner, signals, unknown

LINES = ("noun.queue", "noun.tail")
SHORTEST = 0.05
"""Kilometres of the shortest queue that is told as a length."""

PASSING = ("verb.cross", "verb.enter", "verb.leave")

NEAR = 2
"""How many parts before a length its verb may stand."""


def length(scene: Scene, amount: Amount, _: list[Finding]) -> Finding | str:
    """Give the queue that is so long (kilometres), or why a distance is none of a queue."""
    stretched = _stretched(scene, amount)
    signal = stretched or owner(scene.parts, scene.sentence, scene.clause, amount)
    signal = _line_before(scene, amount, signal) or _plain(scene, amount)
    if _no_length(scene, amount):
        return "a speed, a few steps, or the same figure again"
    if signal is None or not _queues(scene, amount, signal, stretched):
        return "a distance of no queue"
    mark = scene.beside(amount, ("small.to_before",), ("small.from", "small.to", "bound.up_to"))
    begins = _begins(scene, amount) or _from_to(scene, amount) or _to_pass(scene, amount)
    if (mark and not begins) or _away(scene, amount, signal):
        return "a distance to somewhere"
    if stretched is None and scene.means("verb.walk", "verb.ride") and not _of(scene, amount):
        return "a distance travelled"
    return Finding(
        quantity=Quantity.QUEUE_KM,
        first=min(amount.first, signal.at),
        last=max(amount.last, signal.at),
        fired=f"length: {signal.sense}",
        low=amount.low,
        high=amount.high,
        bound=amount.bound,
        mode=only_mode(scene),
        sense=signal.sense,
    )


def _queues(scene: Scene, amount: Amount, signal: Signal, stretched: Signal | None) -> bool:
    """Say whether a length belongs to the word of a queue, or to a queue that stretched so far."""
    if signal.role is not Role.QUEUE or _of_another(scene, amount, signal):
        return False
    return stretched is not None or signal.sense in LINES or scene.means(*LINES)


def _away(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether it is so far to the queue: `9 km more to the queue`, `in 9 km there is one`."""
    led = scene.parts[max(scene.clause.first, signal.at - NEAR) : signal.at]
    to_it = signal.at < amount.first and any(part.means("small.to", "range.to") for part in led)
    return to_it or scene.beside(amount, ("time.in",), ())


def _line_before(scene: Scene, amount: Amount, signal: Signal | None) -> Signal | None:
    """Give the queue before a length where its signal only tells what for: `5 km to cross`."""
    if signal is None or signal.at < amount.last:
        return signal
    if signal.role is not Role.WAIT and not _to_pass(scene, amount):
        return signal
    own = (each for each in signals(scene.parts, scene.clause) if each.sense in LINES)
    return next((each for each in own if each.at < amount.first), signal)


def _to_pass(scene: Scene, amount: Amount) -> bool:
    """Say whether a length is followed by what the queue is for: `5 km to enter the country`."""
    after = scene.parts[amount.last + 1 : min(amount.last + 3, scene.clause.last + 1)]
    return len(after) > 1 and after[0].means("small.to") and after[1].means(*PASSING)


def _plain(scene: Scene, amount: Amount) -> Signal | None:
    """Give a queue where a way and its length are all that is said: `Lars: outbound 2 km`.

    Or what stands there: `8 km of lorries`.
    """
    way = scene.means("way.out", "way.in") and not unknown(scene.parts, scene.clause)
    if not (way or _of_vehicles(scene, amount)):
        return None
    heading = scene.heading.senses if scene.heading is not None else frozenset()
    placed = scene.hinted or "noun.place" in scene.sentence.senses | heading
    return Signal(amount.first, Role.QUEUE, LINES[0]) if placed else None


def _of_vehicles(scene: Scene, amount: Amount) -> bool:
    """Say whether vehicles stand so far, one behind the other: `8 km of lorries`."""
    before = scene.parts[scene.clause.first : amount.first]
    stretched = any(part.means("verb.stretch") for part in _led(scene, amount))
    if stretched and any(part.means(*VEHICLES) for part in before):
        return True
    after = scene.parts[amount.last + 1 : min(amount.last + 3, scene.clause.last + 1)]
    led = after[1:] if after and after[0].means("small.filler") else after[:1]
    return bool(led) and led[0].means(*VEHICLES)


def _of(scene: Scene, amount: Amount) -> bool:
    """Say whether a length is that of the queue named at once after it: `a 6 km queue`."""
    return scene.beside(amount, (), LINES)


def _of_another(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether a border is so long, or something so far, before a queue is spoken of."""
    led = scene.parts[scene.clause.first : amount.first]
    far = scene.means("noun.border") or any(part.means("small.to", "range.to") for part in led)
    return signal.at > scene.clause.last and far


def _stretched(scene: Scene, amount: Amount) -> Signal | None:
    """Give the queue that is said to stretch right before a length: `it has reached 5 km`."""
    if not any(part.means("verb.stretch") for part in _led(scene, amount)):
        return None
    at = scene.sentence.clauses.index(scene.clause)
    for clause in reversed(scene.sentence.clauses[: at + 1]):
        lines = (each for each in signals(scene.parts, clause) if each.sense in LINES)
        found = next(lines, None)
        if found is not None or (clause is not scene.clause and clause.amounts):
            return found if found is not None and found.at < amount.first else None
    return None


def _led(scene: Scene, amount: Amount) -> Sequence[Part]:
    """Give the parts right before an amount, within its clause."""
    return scene.parts[max(scene.clause.first, amount.first - NEAR) : amount.first]


def _no_length(scene: Scene, amount: Amount) -> bool:
    """Say whether a distance is a speed, shorter than any queue, or told again."""
    short = max(amount.low or 0, amount.high or 0) < SHORTEST
    ordinal = scene.beside(amount, (), ("unit.kilometre",))  # `15-м километре` is no metre
    short = ordinal or (short and scene.beside(amount, (), ("small.from", "small.to")))
    speed = scene.beside(amount, (), ("period.hour",)) or _moved_on(scene, amount)
    return short or speed or _again(scene, amount)


def _moved_on(scene: Scene, amount: Amount) -> bool:
    """Say whether a queue moves on so far in a time: `400 metres in two hours`."""
    rest = (each for each in scene.clause.amounts if each.unit == TIME)
    at = amount.last + 1
    return any(each.first == at + 1 and scene.parts[at].means("window.over") for each in rest)


def _again(scene: Scene, amount: Amount) -> bool:
    """Say whether a length in brackets tells the one before it in another unit."""
    before = scene.before(amount.first)
    if before is None or before.folded != "(":
        return False
    told = (each for clause in scene.sentence.clauses for each in clause.amounts)
    return any(each.unit == LENGTH and each.last == amount.first - 2 for each in told)


def _from_to(scene: Scene, amount: Amount) -> bool:
    """Say whether a queue is so long from somewhere to somewhere: `20 km from A to B`."""
    rest = scene.parts[amount.last + 1 : amount.last + 5]
    led = bool(rest) and rest[0].means("small.from")
    return led and any(part.means("small.to", "range.to") for part in rest[1:])


def _begins(scene: Scene, amount: Amount) -> bool:
    """Say whether a queue begins at that distance before the border, so that this is its length."""
    if scene.beside(amount, ("small.to_before",), ()):
        return scene.means("verb.begin", "verb.stretch", "noun.tail")
    after = scene.parts[amount.last + 1 : amount.last + 5]
    to_border = any(part.means("noun.border", "noun.checkpoint") for part in after)
    begins = scene.means("verb.begin", "verb.stretch") or _queue_itself(scene)
    return to_border and (begins or "noun.tail" in scene.sentence.senses)


def _queue_itself(scene: Scene) -> bool:
    """Say whether a clause speaks of a queue, not only of who is in it: `I am in the queue`."""
    parts, first = scene.parts, scene.sentence.first
    queues = (each for each in scene.positions() if parts[each].means("noun.queue"))
    led = (parts[max(first, each - NEAR) : each] for each in queues)
    return any(not any(part.means("small.preposition") for part in each) for each in led)
