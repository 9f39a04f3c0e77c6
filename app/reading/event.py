"""Events: what happened or is said to happen, and roads without a queue."""

from collections.abc import Iterator, Mapping

from app.domain.vocabulary import Bound, Claim, EventWord, Mode, Quantity
from app.reading.amount import COUNT, LENGTH
from app.reading.borders import SIDES
from app.reading.finding import Finding, Passed, Scene
from app.reading.head import modes
from app.reading.mood import past_year, unreal
from app.reading.passage import passage
from app.reading.saying import claim, negated
from app.reading.signal import unknown

EVENTS: Mapping[str, EventWord] = {f"event.{word}": word for word in EventWord}
ALLOWED_MOODS = frozenset({"claim.rumour", "claim.denied", "claim.disproved"})
"""A rumour and its denial are events, with their claim."""

RUMOURS = frozenset({EventWord.CLOSURE_RUMOUR, EventWord.EXIT_BAN_RUMOUR})
DENIALS = frozenset({Claim.DENIED, Claim.DISPROVED})
TALK = frozenset({Claim.RUMOUR, *DENIALS})
CLOSINGS = ("state.closing", "state.will_close", "state.closed")
AT_BORDERS = ("noun.border", "noun.checkpoint", "noun.place")
CROSSED = frozenset(
    {*AT_BORDERS, "noun.queue", "noun.exit", "noun.entry", "way.out", "way.in"}
    | {"verb.cross", "verb.leave", "noun.crossing", "noun.traffic", "noun.road"}
    | {*SIDES}
)
COLUMNS = frozenset({"noun.queue", "verb.cross", "verb.leave"})
"""What a column of whatever does far from any border, too."""

ANYWHERE = frozenset(
    {EventWord.DRAFT_SUMMONS, EventWord.MILITARY_PRESENCE, EventWord.SUPPLIES_SHORT}
)
"""What there is far from any border, too."""

PASSES = frozenset({"rule.passes", "rule.allowed"})
PASSING = (
    *PASSES,
    "rule.forbidden",
    "rule.stops",
    "verb.cross",
    "verb.enter",
    "verb.leave",
    "verb.let",
)
"""What vehicles do, or are let do: where none does so, others may still wait."""

INTENDED = frozenset({"mood.intention", "mood.plan"})
SUPPOSED = frozenset({"mood.condition"})
"""The mood in which what is denied is told: `denies that it would close`."""


def events(scene: Scene) -> Iterator[Finding | Passed]:
    """Give the events that a clause tells of, each once."""
    told = set()
    for at in scene.positions() if scene.means(*EVENTS) else ():
        for sense in scene.parts[at].among(EVENTS):
            word = EVENTS[sense]
            if word not in told:
                told.add(word)
                yield _event(scene, at, word)
    if EventWord.CLOSURE_RUMOUR not in told:
        yield from _closing(scene)
    if EventWord.DRAFT_SUMMONS not in told:
        yield from _summons(scene)


def _summons(scene: Scene) -> Iterator[Finding | Passed]:
    """Give that papers are handed out, in whatever order it is told; their number is no matter."""
    handed = scene.means("other.summoned") and scene.means("verb.hand")
    counted = any(each.unit == COUNT for each in scene.clause.amounts)
    if handed and not counted and not scene.sentence.senses.isdisjoint(AT_BORDERS):
        at = next(at for at in scene.positions() if scene.parts[at].means("verb.hand"))
        yield _event(scene, at, EventWord.DRAFT_SUMMONS)


def _closing(scene: Scene) -> Iterator[Finding | Passed]:
    """Give talk of a closing, or its denial, in whatever words it is told."""
    stands = claim(scene)
    for at in scene.positions() if scene.means(*CLOSINGS) else ():
        if _talked_of(scene, at, stands) and passage(scene, at) is not None:
            yield _event(scene, at, EventWord.CLOSURE_RUMOUR)
            return


def _talked_of(scene: Scene, at: int, stands: Claim | None) -> bool:
    """Say whether a word of closing is talk of what is to come, or denied or said not to come."""
    part = scene.parts[at]
    if not part.means(*CLOSINGS):
        return False
    if negated(scene, at):
        return stands is Claim.STATED and part.means("state.will_close")
    return stands in DENIALS or (stands is Claim.RUMOUR and not part.means("state.closed"))


def _event(scene: Scene, at: int, word: EventWord) -> Finding | Passed:
    stands = claim(scene)
    reason = unreal(scene, but=_allowed(word, stands)) or past_year(scene)
    if negated(scene, at):
        reason = reason or ("negated" if stands is None else None)
        stands = Claim.DENIED
    if word is EventWord.DRAFT_SUMMONS and scene.means("state.closed"):
        reason = reason or "over"
    if word in RUMOURS and stands not in TALK and scene.sentence.senses.isdisjoint(INTENDED):
        reason = reason or "no rumour"
    reason = reason or (None if _at_border(scene, word) else "at no border")
    if reason is not None:
        return Passed(first=at, last=at, reason=reason)
    named = modes(scene.parts, scene.clause.first, scene.clause.last)
    whole = len(named) != 1 or word in RUMOURS
    return Finding(
        quantity=Quantity.EVENT,
        first=at,
        last=at,
        fired=f"event: {word}",
        word=word,
        claim=stands,
        mode=Mode.ANY if whole else named[0],
    )


def _at_border(scene: Scene, word: EventWord) -> bool:
    """Say whether an event is told of a border: recruiting offices stand elsewhere too."""
    return word not in ANYWHERE or scene.hinted or _near_border(scene)


def _near_border(scene: Scene) -> bool:
    """Say whether a sentence, or the one before it, speaks of a border."""
    before = scene.heading.senses if scene.heading is not None else frozenset()
    told = scene.sentence.senses | before
    return not told.isdisjoint(CROSSED - COLUMNS if "noun.column" in told else CROSSED)


def _allowed(word: EventWord, stands: Claim | None) -> frozenset[str]:
    """Give the moods in which an event is told all the same."""
    if word not in RUMOURS:
        return ALLOWED_MOODS
    return ALLOWED_MOODS | INTENDED | (SUPPOSED if stands in DENIALS else frozenset())


def no_queue(scene: Scene) -> Iterator[Finding | Passed]:
    """Give a queue of no vehicle where a clause says that there is none."""
    for at in scene.positions() if scene.means("state.no_queue", "small.none") else ():
        if not scene.parts[at].means("state.no_queue") and not _none(scene, at):
            continue
        reason = unreal(scene) or past_year(scene) or _of_another(scene, at)
        reason = reason or ("intention" if scene.means("mood.will") else None)
        if reason is not None:
            yield Passed(first=at, last=at, reason=reason)
            return
        named = modes(scene.parts, scene.clause.first, scene.clause.last)
        yield Finding(
            quantity=Quantity.QUEUE_VEHICLES,
            first=at,
            last=at,
            fired="queue_vehicles: no queue",
            low=0,
            high=0,
            bound=Bound.EXACT,
            mode=named[0] if len(named) == 1 else Mode.ANY,
        )
        return


def _of_another(scene: Scene, at: int) -> str | None:
    """Give why a queue that is not there is none of ours: sold, skipped, or on the way there."""
    near = scene.hinted or _near_border(scene)
    if scene.parts[at].means("state.empty") and not near:
        return "another thing is empty"
    if scene.means("other.price"):
        return "price"
    if scene.parts[at].means("state.no_vehicle") and scene.means(*PASSING):
        return "none that passes"
    if scene.means("trap.first") and not scene.sentence.senses.isdisjoint(PASSES):
        return "only who comes first"
    own = (scene.clause,) if scene.means("way.out", "way.in") else scene.sentence.clauses
    lengths = (each.unit == LENGTH for clause in own for each in clause.amounts)
    return "on the way" if any(lengths) else None


def _none(scene: Scene, at: int) -> bool:
    """Say whether a part says that there is none, in a clause that knows of nothing but a queue."""
    if not scene.parts[at].means("small.none") or not scene.means("noun.queue"):
        return False
    others = any(sense.startswith("other.") for part in scene.stretch() for sense in part.senses)
    return not (others or scene.clause.amounts or unknown(scene.parts, scene.clause))
