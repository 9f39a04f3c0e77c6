"""Usual: whether a clause only tells how it often is."""

from app.reading.finding import Scene
from app.reading.moment import dated
from app.reading.times import TIMES_AT_HAND

NAMED_TIMES = frozenset({"time.now", "time.today", "time.yesterday", "weekday", "month"})
"""Times of which an average is a figure like another: `on average two hours on Friday`."""

NOW_OR_BUT = ("time.now", "time.today", "small.but")
USUAL = "mood.usual"
LEADS = 3
"""Parts of a sentence that lead all of it."""

LONGEST_OPENING = 4
"""Parts of a clause that only opens the next one."""


def often(scene: Scene, held: frozenset[str]) -> bool:
    """Say whether a clause that means so much, with what leads it, tells how it often is."""
    average = "mood.average" in held and _no_time(scene)
    return average or _opens_usual(scene) or _led_usual(scene)


def _opens_usual(scene: Scene) -> bool:
    """Say whether a sentence begins with that it is often so: `On a good day, at noon, it takes`.

    Not over what it is set against: `Usually, at noon, it takes an hour, but now five`.
    """
    first = scene.sentence.clauses[0]
    opens = USUAL in first.senses and first.last - first.first <= LONGEST_OPENING
    return opens and not first.amounts and not scene.means(*NOW_OR_BUT)


def _led_usual(scene: Scene) -> bool:
    """Say whether the first words of a sentence tell that all of it is often so.

    Not over a clause that names a time of its own: `On peak days 4 km, but today half of it`.
    """
    first = scene.sentence.first
    leads = any(part.means(USUAL) for part in scene.parts[first : first + LEADS])
    return leads and not scene.means(*TIMES_AT_HAND)


def _no_time(scene: Scene) -> bool:
    """Say whether a sentence names no day and no clock time, but what today is otherwise.

    `The average queue is 4 km, but today there is none`
    """
    first, last = scene.sentence.first, scene.sentence.last
    rest = range(scene.clause.last, last + 1)
    ends = next((at for at in rest if scene.parts[at].means("small.but")), last + 1)
    stretch = scene.parts[first:ends]
    named = any(part.means(*NAMED_TIMES) for part in stretch if part.senses)
    return not (named or dated(stretch))
