"""Moods: what is asked, supposed, meant, denied or of another year is no report of today."""

from collections.abc import Mapping, Sequence

from app.reading.amount import DASHES, TIME
from app.reading.finding import Scene
from app.reading.head import HEADS
from app.reading.moment import FIRST_YEAR, LAST_YEAR, dated
from app.reading.part import Part
from app.reading.sentence import Sentence
from app.reading.signal import ROLES
from app.reading.times import DAYS_NAMED, EACH_PERIOD, TIMES_AT_HAND, TIMES_OF_ITS_OWN
from app.reading.token import NUMBER
from app.reading.usual import LONGEST_OPENING, USUAL, often

OF_SENTENCES: Mapping[str, str] = {
    "mood.question": "question",
    "mood.condition": "conditional",
    "mood.undecided": "undecided",
    "mood.wish": "wish",
    "mood.retold": "earlier",
    "claim.rumour": "rumour",
    "claim.denied": "denial",
    "claim.disproved": "denial",
}
"""Words that reach over their whole sentence."""

OF_CLAUSES: Mapping[str, str] = {
    "mood.intention": "intention",
    "mood.plan": "intention",
    "mood.last_year": "another year",
    "mood.usual": "usual level",
    "mood.capacity": "capacity",
    "mood.impossible": "impossible",
    "mood.respectively": "one of several, respectively",
    "mood.earlier": "earlier",
}
"""Words that reach over their clause."""

TIME_OR_PLACE = TIMES_AT_HAND | {"noun.place"}
DAYS_AT_HAND = frozenset({"weekday", "time.now", "time.today", "time.yesterday"})
LAST_YEAR_TOLD = "mood.last_year"
COUNTED = HEADS | {"small.ending"}
DIGITS = 4
RECENT_YEAR = 2001
BOUNDS = ("bound.about", "bound.at_least", "bound.at_most", "bound.up_to")
RETOLD = "mood.retold"
LONGEST_PAST = 3
"""For how many sentences after it a time that is over may be told of."""

SINCE = 4
"""Parts before a year where it may be said that something holds since then."""

BEGINS = ("month", "time.", "unit.year", "weekday", "number", "small.preposition")
BEFORE_YEARS = ("small.preposition", "month", "time.since", "time.season")


def unreal(scene: Scene, *, but: frozenset[str] = frozenset()) -> str | None:
    """Give why nothing in a clause is to be taken for said, or None; `but` are moods to allow."""
    if scene.sentence.question:
        return "question"
    held = _held_over(scene)
    for sense, reason in () if held.isdisjoint(OF_SENTENCES) else OF_SENTENCES.items():
        if sense in held and sense not in but and not (sense == RETOLD and _but_now(scene)):
            return reason
    if held.isdisjoint(OF_CLAUSES) and "mood.average" not in held:
        return None
    return _of_clause(scene, but)


def _of_clause(scene: Scene, but: frozenset[str]) -> str | None:
    """Give why nothing is said by the moods that reach over a clause, or None."""
    held = scene.clause.senses | led_by(scene)
    if often(scene, held):
        return OF_CLAUSES[USUAL]
    if _past_later(scene):
        return OF_CLAUSES[LAST_YEAR_TOLD]
    return next((OF_CLAUSES[each] for each in OF_CLAUSES if each in held and each not in but), None)


def _but_now(scene: Scene) -> bool:
    """Say whether a clause tells what is now, after what was told before: `but now it is open`."""
    return scene.means("time.now", "small.but") and RETOLD not in scene.clause.senses


def _held_over(scene: Scene) -> frozenset[str]:
    """Give what a sentence means; what would be a condition is none where somebody is quoted."""
    held = scene.sentence.senses
    quoted = held | scene.heading.senses if scene.heading is not None else held
    supposed = "mood.reported" in held and "claim.stated" not in quoted
    held = held | {"mood.condition"} if supposed else held
    return held | {RETOLD} if _opens_earlier(scene) else held


def _opens_earlier(scene: Scene) -> bool:
    """Say whether a sentence begins with that it was before: `Earlier, people were let through`."""
    first = scene.sentence.first
    if scene.parts[first].means("time.earlier"):
        return True
    opens = "time.ago" in scene.sentence.senses and scene.parts[first].means("time.ago")
    return opens and scene.parts[first + 1 : first + 2][0].folded == ","


def _past_later(scene: Scene) -> bool:
    """Say whether a clause goes on to when it was: `a queue of 600 cars, which grew last week`."""
    if LAST_YEAR_TOLD not in scene.sentence.senses or scene.means(*TIMES_AT_HAND):
        return False
    later = [each for each in scene.later() if LAST_YEAR_TOLD in each.senses]
    return any(not scene.parts[each.first].means("small.but") for each in later)


def another_year(scene: Scene) -> str | None:
    """Give why a clause speaks of no figure of this year, or None.

    It or its opening names another, or names no time and what comes before it names another.
    """
    opening = _opening(scene)
    named = _years(scene.parts[opening : scene.clause.last + 1])
    own = named or not scene.clause.senses.isdisjoint(TIMES_OF_ITS_OWN)
    if not own and not dated(scene.stretch()):
        named = _years(scene.parts[scene.sentence.first : opening])
    return "another year" if any(year != scene.year for year in named) else None


def told_of_the_past(scene: Scene) -> str | None:
    """Give that a sentence goes on with what was told of another year or month, or None.

    `It was closed last month. Because of this a queue had formed`
    """
    told = scene.past and _untimed(scene.parts, scene.sentence)
    return "another year" if told else None


def past_before(parts: Sequence[Part], told: Sequence[Sentence], year: int) -> list[bool]:
    """Say for each sentence whether those right before it tell of another year or month.

    They go on so for some sentences, until one names a time or a place of its own.
    """
    before, left = list[bool](), 0
    for each in told:
        before.append(left > 0)
        own = not each.senses.isdisjoint(TIME_OR_PLACE) or _dated(parts, each)
        left = LONGEST_PAST if _of_the_past(parts, each, year) else 0 if own else left - 1
    return before


def _untimed(parts: Sequence[Part], sentence: Sentence) -> bool:
    """Say whether a sentence names no time at hand, no day and no clock time."""
    if parts[sentence.first].means("small.but"):
        return False
    return sentence.senses.isdisjoint(TIMES_AT_HAND) and not _dated(parts, sentence)


def _dated(parts: Sequence[Part], sentence: Sentence) -> bool:
    return dated(parts[sentence.first : sentence.last + 1])


def _of_the_past(parts: Sequence[Part], sentence: Sentence, year: int) -> bool:
    """Say whether a sentence tells of another year or month."""
    if LAST_YEAR_TOLD in sentence.senses and sentence.senses.isdisjoint(DAYS_AT_HAND):
        return True
    named = _years(parts[sentence.first : sentence.last + 1])
    return any(each is not None and each < year for each in named)


def _years(stretch: Sequence[Part]) -> list[float | None]:
    """Give the years that a stretch names, since which nothing is said to hold."""
    return [
        part.value
        for at, part in enumerate(stretch)
        if part.kind is NUMBER and is_year(stretch, at) and not _still_since(stretch, at)
    ]


def past_year(scene: Scene) -> str | None:
    """Give why a clause says nothing of today, or None: a year that is over, unless since then."""
    stretch = scene.parts[_opening(scene) : scene.clause.last + 1]
    over = any(
        (stretch[at].value or 0) < scene.year and not _since(stretch, at)
        for at in range(len(stretch))
        if is_year(stretch, at)
    )
    return "another year" if over else None


def untold_period(scene: Scene) -> bool:
    """Say whether a sentence counts over a period that it does not tell: `in the same period`."""
    held = scene.sentence.senses
    if any(each.unit == TIME and scene.over(each) for each in scene.clause.amounts):
        return False
    if "period.untold" not in held or not held.isdisjoint(DAYS_NAMED | EACH_PERIOD):
        return False
    if scene.heading is not None and not scene.heading.senses.isdisjoint(DAYS_NAMED | EACH_PERIOD):
        return False
    return not _dated(scene.parts, scene.sentence)


def _still_since(parts: Sequence[Part], at: int) -> bool:
    """Say whether a figure may run since a year on; `since the start of 2025` it is that year's."""
    return _since(parts, at) and not parts[at - 1].means("time.start")


def _since(parts: Sequence[Part], at: int) -> bool:
    """Say whether something holds since a year."""
    return any(
        parts[each].means("time.since") and _begins(parts[each + 1])
        for each in range(max(0, at - SINCE), at)
    )


def _begins(part: Part) -> bool:
    """Say whether a part can begin a time since which something is: no `with Russia in 2023`."""
    return part.kind is NUMBER or any(each.startswith(BEGINS) for each in part.senses)


def is_year(parts: Sequence[Part], at: int) -> bool:
    """Say whether a part is a year."""
    part = parts[at]
    if part.kind is not NUMBER or len(part.said) != DIGITS:
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    before = parts[at - 1] if at else None
    told = after is not None and after.means("unit.year")
    if part.value is None or not FIRST_YEAR <= part.value <= LAST_YEAR:
        return told  # the year 1799, too
    if told:
        return True
    if before is None:
        return after is not None and any(each.startswith("verb.") for each in after.senses)
    alone = after is None or not after.among(COUNTED)
    joined = at > 1 and before.folded in DASHES and parts[at - 2].means("time.season")
    led = (before.means(*BEFORE_YEARS) or joined) and alone  # `in mid-2019`
    return led or before.means("unit.year") or (alone and _after_a_verb(before, part.value))


def _after_a_verb(before: Part, year: float) -> bool:
    """Say whether a number after a verb is a year of our time: `passierten 2013 die Grenze`."""
    said = any(each.startswith("verb.") for each in before.senses)
    return said and RECENT_YEAR <= year <= LAST_YEAR and not before.means(*BOUNDS)


def _opening(scene: Scene) -> int:
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    opens = before is not None and before.last - before.first <= LONGEST_OPENING
    return before.first if before is not None and opens else scene.clause.first


def led_by(scene: Scene) -> frozenset[str]:
    """Give what the clause before means where it is but an opening: `last year, ...`.

    And where what it says of its figure goes on: `may pass 300 cars, 200 lorries`.
    """
    at = scene.sentence.clauses.index(scene.clause)
    before = scene.sentence.clauses[at - 1] if at else None
    if before is None:
        return frozenset()
    if scene.parts[scene.clause.first].means("small.having"):
        return before.senses  # `it can take a while, with a wait of up to an hour`
    opens = before.last - before.first <= LONGEST_OPENING
    if before.amounts and not (opens and LAST_YEAR_TOLD in before.senses):  # `two weeks ago, ...`
        goes_on = scene.clause.amounts and scene.clause.senses.isdisjoint(ROLES)
        goes_on = goes_on and not scene.parts[scene.clause.first].means("small.but")
        goes_on = goes_on and not scene.means("time.now", "time.today")
        return before.senses if goes_on else frozenset()
    return before.senses if opens else frozenset()
