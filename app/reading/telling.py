"""Telling: what a clause says, by its figures and by words that tell something by themselves."""

from collections.abc import Iterator, Sequence

from app.domain.vocabulary import AccessWord, Mode, Quantity
from app.reading.access import OF_TRAFFIC, STATES, access
from app.reading.event import CLOSINGS, EVENTS, events, no_queue
from app.reading.figure import figures
from app.reading.finding import Finding, Passed, Scene
from app.reading.rule import RULES, rules
from app.reading.wait import PASSED_TO, days
from app.reading.where import country

OF_DAYS = frozenset(PASSED_TO)
OF_NONE = frozenset({"state.no_queue", "small.none"})
OF_ACCESS = frozenset({*STATES, *OF_TRAFFIC})
OF_RULES = frozenset(RULES)
OF_EVENTS = frozenset({*EVENTS, *CLOSINGS, "other.summoned"})
"""The words without one of which a rule says nothing: it is not asked then."""

TELLING = OF_DAYS | OF_NONE | OF_ACCESS | OF_RULES | OF_EVENTS
"""What tells something by itself: a stretch without any of these and without a figure is idle."""

QUEUED = frozenset({Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE, Quantity.QUEUE_KM})
ANY = Mode.ANY
ANOTHER = ("noun.place", "noun.road", "way.out", "way.in")
TO_COME = ("mood.will", "state.will_close", "mood.intention", "mood.plan")
Told = tuple[Finding | Passed, Scene]


def told(scene: Scene, figured: list[Finding], ruled: list[Finding]) -> Iterator[Finding | Passed]:
    """Give what a clause tells; `figured` and `ruled` are what its sentence has told so far."""
    senses = scene.clause.senses
    yield from figures(scene, figured)
    if senses.isdisjoint(TELLING) and not ruled:
        return
    for words, rule in ((OF_DAYS, days), (OF_NONE, no_queue), (OF_ACCESS, access)):
        if not senses.isdisjoint(words):
            yield from rule(scene)
    if ruled or not senses.isdisjoint(OF_RULES):
        yield from rules(scene, ruled)
    if not senses.isdisjoint(OF_EVENTS):
        yield from events(scene)


def kept(found: Sequence[Told]) -> Iterator[Told]:
    """Give what a sentence tells; that there is no queue only once, where it tells of none.

    And nothing of what had been open before it closed.
    """
    if len(found) == 1:
        yield found[0]
        return
    queued = any(_queues(each) for each, _ in found)
    for at, (each, scene) in enumerate(found):
        over = any(_closes(later, each, scene, then) for later, then in found[at + 1 :])
        if not (over or (queued and _none_at_all(each, scene))):
            yield each, scene
        queued = queued or _none(each)


def _queues(found: Finding | Passed) -> bool:
    return isinstance(found, Finding) and found.quantity in QUEUED and found.high != 0


def _none(found: Finding | Passed) -> bool:
    return isinstance(found, Finding) and found.quantity in QUEUED and found.high == 0


def _none_at_all(found: Finding | Passed, scene: Scene) -> bool:
    """Say whether a finding is that there is no queue, of whatever mode and whichever way."""
    if not isinstance(found, Finding) or found.high != 0 or found.mode is not ANY:
        return False
    return not scene.means("way.out", "way.in") and not country(scene.clause.senses)


def _closes(later: Finding | Passed, found: Finding | Passed, scene: Scene, then: Scene) -> bool:
    """Say whether what is open closes in a later clause that names no other: `was open, closed`."""
    if (
        not isinstance(found, Finding)
        or found.word is not AccessWord.OPEN
        or scene.means("time.since")
    ):
        return False
    if not isinstance(later, Finding) or later.word is not AccessWord.CLOSED:
        return False
    closes = later.mode in {ANY, found.mode}
    return closes and not (scene.clause is then.clause or then.means(*ANOTHER, *TO_COME))
