"""Waits: which durations somebody waits, stands or has passed in."""

from collections.abc import Iterator

from app.domain.vocabulary import Bound, Mode, Quantity
from app.reading.amount import COUNT, DASHES, DATE, LENGTH, PRICE, TIME, Amount
from app.reading.awaited import NEAREST, STANDING, of_something_else
from app.reading.borders import COUNTRIES, SIDES
from app.reading.finding import Finding, Passed, Scene
from app.reading.head import counted_per, head, modes, only_mode
from app.reading.moment import clock
from app.reading.mood import unreal
from app.reading.signal import Role, Signal, owner, reason_of, signals, unknown
from app.reading.spent import (
    CROSSED,
    PASSAGE,
    WAITED,
    afterwards,
    passage_before,
    spent,
    waited_for,
)
from app.reading.token import WORD

LINES = frozenset({"noun.queue", "noun.wait"})
PASSED_TO = {"days_at_least": 1440, "hours_at_least": 60}
"""Minutes of what somebody stands for the third of."""

DAYS = 2 * 1440
"""Minutes of a time in which a country is left by many, not by one: by hours a post is passed."""

LONGEST = 60 * 1440
"""Minutes of the longest wait that is one at a border: lorries have waited for a month."""

FURTHEST = 8
"""How far from its word a bare unit may stand: `we have stood an hour`; further with a bound."""

BESIDE = (
    ("a distance in time", ("time.in",), ("time.ago", "unit.year")),
    ("clock time", ("time.since", "time.at_hour"), ("time.part", "time.zone")),
)
"""Why a duration is no wait, by what stands right before it or right after it."""

WAYS = ("way.out", "way.in", *SIDES)
PLAIN = "nothing but a way"


def days(scene: Scene) -> Iterator[Finding | Passed]:
    """Give a wait of at least two days where somebody stands `for the third day`."""
    for at in scene.positions() if scene.means(*PASSED_TO) else ():
        senses = scene.parts[at].senses
        least = next((senses[each] * PASSED_TO[each] for each in PASSED_TO if each in senses), None)
        waited = [each for each in signals(scene.parts, scene.clause) if _stood(scene, each)]
        if least is None or not waited:
            continue
        reason = unreal(scene)
        if reason is not None:
            yield Passed(first=at, last=at, reason=reason)
            continue
        yield Finding(
            quantity=Quantity.WAIT_MINUTES,
            first=min(at, waited[0].at),
            last=max(at, waited[0].at),
            fired="wait: the day it has come to",
            low=least,
            bound=Bound.AT_LEAST,
            mode=only_mode(scene),
            sense=waited[0].sense,
        )


def _stood(scene: Scene, signal: Signal) -> bool:
    """Say whether somebody stands or waits there; a queue that is seen for days is no wait."""
    before = scene.parts[max(scene.sentence.first, signal.at - 2) : signal.at]
    within = any(part.means("small.preposition") for part in before)
    return signal.role in WAITED and (signal.sense in STANDING or within)


def duration(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | str:
    """Give the wait (minutes) that a duration is, or why it is none."""
    reason = _no_wait(scene, amount)
    if reason is not None:
        return reason
    owned = owner(scene.parts, scene.sentence, scene.clause, amount)
    signal = spent(scene, amount) or waited_for(scene, owned, amount)
    signal = signal or passage_before(scene, amount)
    if signal is not None and (_of_another(scene, signal) or _of_a_closing(scene, signal)):
        return "a duration of nothing that is told"
    if signal is None:
        return _plain(scene, amount, earlier)
    reason = "trains" if only_mode(scene) is Mode.RAIL else _not_theirs(scene, amount, signal)
    return reason or _wait(scene, _so_far(scene, amount, signal), signal)


def _of_another(scene: Scene, signal: Signal) -> bool:
    """Say whether a word of waiting has a duration of its own further on: `waited 4 hours`."""
    later = (each for each in scene.sentence.clauses if each.first <= signal.at <= each.last)
    timed = any(
        each.unit == TIME
        for clause in later
        if clause.first > scene.clause.last
        for each in clause.amounts
    )
    listed = modes(scene.parts, scene.clause.first, scene.clause.last)
    return timed and not (listed and not unknown(scene.parts, scene.clause))


def _of_a_closing(scene: Scene, signal: Signal) -> bool:
    """Say whether a clause of its own tells how long something is shut: `the road shut 2 days`."""
    apart = not scene.clause.first <= signal.at <= scene.clause.last
    return apart and scene.means("state.closed", "state.will_close", "state.open")


def _plain(scene: Scene, amount: Amount, earlier: list[Finding]) -> Finding | str:
    """Give a wait where a way and its duration are all that is said: `outbound two hours`."""
    goes_on = bool(earlier) and earlier[-1].sense == PLAIN
    told = scene.means(*WAYS, *(COUNTRIES if goes_on else ()))
    other = scene.means("verb.spend") or only_mode(scene) is Mode.RAIL
    known = not (other or unknown(scene.parts, scene.clause))
    if not known or not told or (amount.bare and not goes_on):
        return "a duration of nothing that is told"
    return _wait(scene, amount, Signal(amount.first, Role.WAIT, PLAIN))


def _within(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether something was done with a queue in that time: `overtook it in 2 hours`."""
    led = signal.sense == "noun.queue" and signal.at < amount.first
    return led and scene.over(amount) and unknown(scene.parts, scene.clause) > 0


def _costs(scene: Scene, signal: Signal) -> bool:
    """Say whether a verb of standing tells a price: `стоит 30 лари`."""
    priced = any(each.unit == PRICE for each in scene.clause.amounts)
    return signal.sense == "verb.stand" and priced


def _not_theirs(scene: Scene, amount: Amount, signal: Signal) -> str | None:
    """Give why a duration is no wait of its signal's, or None."""
    if signal.role not in WAITED and not _passage(scene, amount, signal):
        return reason_of(signal)
    if signal.sense == "verb.gather" or _costs(scene, signal):
        return "a duration of nothing that is told"
    far = NEAREST if amount.bound is Bound.EXACT else FURTHEST
    if amount.bare and abs(signal.at - amount.first) > far:
        return "a bare unit too far off"
    if of_something_else(scene, amount, signal):
        return "waited for something else"
    if _within(scene, amount, signal):
        return "within which something else was done"
    hourly = scene.parts[amount.first].means("period.hour") and signal.at > amount.first
    return "counting period" if hourly else None


def _no_wait(scene: Scene, amount: Amount) -> str | None:
    """Give why a duration cannot be a wait, by how long it is or what stands beside it."""
    if max(amount.low or 0, amount.high or 0) > LONGEST:
        return "longer than anybody waits at a border"
    told = _moment(scene, amount)
    if told is not None or _to_a_town(scene, amount):
        return told or "a trip to somewhere"
    at = scene.beside(amount, ("small.at",), ()) and not _named_by(scene, amount)
    at = at or (amount.up_to and scene.parts[amount.last].means("time.part"))  # until 3 p.m.
    if at or scene.parts[amount.last].means("time.clock_after"):
        return "clock time"
    return "time of service" if scene.means("other.per_vehicle") else _period(scene, amount)


def _moment(scene: Scene, amount: Amount) -> str | None:
    """Give that hours are those of the clock, or until something or since it, or None."""
    for reason, before, after in BESIDE:
        if scene.beside(amount, before, after) and not _lasting(scene, amount):
            return reason
    led = scene.beside(amount, ("window.over",), ()) and scene.beside(amount, (), ("small.to",))
    return "a distance in time" if led else None  # `за 3 часа до рейса`


def _to_a_town(scene: Scene, amount: Amount) -> bool:
    """Say whether a time is one to a place that we do not know: `до Саратова 5 часов`."""
    at = amount.first - 2
    if at < scene.sentence.first or not scene.parts[at].means("range.to", "small.to"):
        return False
    name = scene.parts[at + 1]
    return name.kind is WORD and name.capital and not name.senses


def _period(scene: Scene, amount: Amount) -> str | None:
    """Give that a duration is the time over which something is counted, or None."""
    if amount.bare and scene.beside(amount, ("small.preposition",), ()):
        return "counting period"
    counts = scene.over(amount) and (amount.bare or _counts(scene))
    return "counting period" if counts or counted_per(scene, amount) else None


def _named_by(scene: Scene, amount: Amount) -> bool:
    """Say whether hours are those of a queue: `очередь в 5 часов`, `в 3-часовой очереди`."""
    if scene.parts[amount.last - 1].folded in DASHES:
        return True
    at = amount.first - 2
    return at >= scene.sentence.first and scene.parts[at].means("noun.queue", "noun.wait")


def _counts(scene: Scene) -> bool:
    """Say whether the sentence counts somebody, or tells how far somebody came."""
    return any(
        (amount.unit == LENGTH and clause.first <= scene.clause.first)
        or (amount.unit == COUNT and head(scene.parts, clause, amount) is not None)
        for clause in scene.sentence.clauses
        if clause.first <= scene.clause.first or signals(scene.parts, clause)
        for amount in clause.amounts
    )


def _passage(scene: Scene, amount: Amount, signal: Signal) -> bool:
    if signal.sense not in PASSAGE or scene.means("other.distance", "other.partial"):
        return False
    if scene.over(amount) and _of_many(scene, amount, signal):
        return False
    if afterwards(scene, amount, signal):
        return True
    if scene.means("verb.take"):
        return all(each is amount or each.unit == DATE for each in scene.clause.amounts)
    counts = (each for each in scene.clause.amounts if each.unit == COUNT)
    if _counts(scene) or any(clock(scene.parts, each.first) is None for each in counts):
        return False
    return scene.over(amount) or scene.means("noun.wait")


def _of_many(scene: Scene, amount: Amount, signal: Signal) -> bool:
    """Say whether a time is one in which many came or left: `in ten days thousands have left`."""
    days = (amount.low or amount.high or 0) >= DAYS
    some = signal.sense in CROSSED and scene.parts[scene.clause.first].means("small.filler")
    return (days and not some) or "vague.word" in scene.sentence.senses


def _so_far(scene: Scene, amount: Amount, signal: Signal) -> Amount:
    """Give a wait that goes on as a lower bound: `already standing for 20 hours`."""
    so_far = scene.means("time.already") or _lasting(scene, amount)
    stood = signal.sense in LINES and scene.means(*STANDING)
    going_on = (stood or signal.sense in STANDING) and so_far
    if not going_on or amount.bound not in {Bound.EXACT, Bound.ABOUT}:
        return amount
    return amount._replace(high=None, bound=Bound.AT_LEAST)


def _lasting(scene: Scene, amount: Amount) -> bool:
    """Say whether a word before a duration says that it goes on: `seit 5 Stunden`."""
    return scene.beside(amount, ("time.lasting",), ())


def _wait(scene: Scene, amount: Amount, signal: Signal) -> Finding:
    estimated = amount.bound is Bound.EXACT and scene.parts[signal.at].means("bound.about")
    return Finding(
        quantity=Quantity.WAIT_MINUTES,
        first=min(amount.first, signal.at),
        last=max(amount.last, signal.at),
        fired=f"wait: {signal.sense}",
        low=amount.low,
        high=amount.high,
        bound=Bound.ABOUT if estimated else amount.bound,
        mode=only_mode(scene),
        sense=signal.sense,
    )
