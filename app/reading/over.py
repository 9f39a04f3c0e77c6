"""Over: hours that are kept each day, and closings that have ended: neither closes anything now."""

from collections.abc import Sequence

from app.domain.vocabulary import AccessWord, Bound
from app.reading.amount import DASHES, TIME, Amount
from app.reading.finding import Scene
from app.reading.head import HEADS
from app.reading.moment import clock
from app.reading.mood import led_by
from app.reading.part import Part
from app.reading.times import TIMES_AT_HAND
from app.reading.token import NUMBER

HOURS = "opening hours"
WERE = ("state.closed", "state.open")
OF_ANOTHER = HEADS | {
    *("noun.place", "noun.road", "noun.border", "noun.checkpoint", "noun.thing", "noun.lane"),
    *("mood.will", "mood.intention", "mood.plan", "mood.condition", "small.not", "small.others"),
    *("time.until", "time.until_after", "small.when", "way.out", "way.in"),
}
"""What a clause names that tells of something else to be open, or only of what is to come."""

VAGUELY = ("unit.hour", "unit.day", "unit.week", "unit.month")

BEFORE_TODAY = frozenset(
    {"time.yesterday", "time.before_yesterday", "time.night", "period.weekend"}
)


def hours_or_over(scene: Scene, at: int, sense: str, word: AccessWord | None) -> str | None:
    """Give why a word tells hours that are kept each day, or a closing that is over, or None."""
    if _again(scene, at, sense):
        return None
    if word is AccessWord.OPEN and _hours(scene):
        return HOURS
    lasted = any(_lasted(scene, amount) for amount in scene.clause.amounts) or _from_to(scene)
    lasted = lasted or (scene.means("vague.word") and scene.means(*VAGUELY))
    had = scene.means("time.had") or "time.had" in led_by(scene)
    had = had and not scene.means("time.has")
    ago = scene.means("time.ago") and not _then(scene)
    was = ((lasted or ago) and scene.means("time.was")) or had
    over = (sense in {*WERE, ""} and was) or (sense != "state.open" and _was_before_today(scene))
    times = any(each.unit == "multiple" for each in scene.clause.amounts)
    closed = word is AccessWord.CLOSED and (_reopened(scene) or _had_closed(scene))
    over = over or times or closed
    return "a closing that is over" if over else None


def _had_closed(scene: Scene) -> bool:
    """Say whether a clause only describes what was told to be open: `reopened it, shut for years`.

    Not where it names a time at hand: `it is shut again today for the first time in two years`.
    """
    years = any(each.unit == "years" for each in scene.clause.amounts)
    if not years or scene.means("small.but", *TIMES_AT_HAND):
        return False
    held = scene.parts[scene.sentence.first : scene.clause.last + 1]
    return any(part.means("state.open") for part in held)


def _then(scene: Scene) -> bool:
    """Say whether a clause goes on with what was done next: `..., an hour later it was shut`."""
    after = any(scene.beside(each, (), ("time.ago",)) for each in scene.clause.amounts)
    return after and scene.clause is not scene.sentence.clauses[0]


def _lasted(scene: Scene, amount: Amount) -> bool:
    """Say whether something went on for a time, and was not done that much later."""
    return amount.unit == TIME and not scene.beside(amount, (), ("time.ago",))


def _reopened(scene: Scene) -> bool:
    """Say whether a later clause tells that it is open again, and names nothing else for it."""
    at = scene.sentence.clauses.index(scene.clause)
    later = (each for each in scene.sentence.clauses[at + 1 :] if "state.open" in each.senses)
    return any(each.senses.isdisjoint(OF_ANOTHER) for each in later)


def _was_before_today(scene: Scene) -> bool:
    """Say whether what was closed may be open since: `was closed in the night`, `at weekend`."""
    told = scene.clause.senses | led_by(scene)
    return (
        scene.means("time.was") and "time.since" not in told and not told.isdisjoint(BEFORE_TODAY)
    )


def _again(scene: Scene, at: int, sense: str) -> bool:
    """Say whether what was closed has been opened again: `was shut for 5 hours and reopened`."""
    before = scene.parts[scene.sentence.first : at]
    was = any(part.means("time.was") for part in before)
    return sense == "state.open" and was and any(part.means("state.closed") for part in before)


def _from_to(scene: Scene) -> bool:
    """Say whether a clause names two days: `was closed from 3 February to 4 February`."""
    return sum(part.means("month", "weekday") for part in scene.stretch()) > 1


def _clocks(scene: Scene, amount: Amount) -> bool:
    """Say whether an amount is from one clock time to another: `klo 9-16`, `9 bis 16 Uhr`."""
    told = amount.unit == "clock time" or scene.parts[amount.last].means("time.part")
    return told and amount.bound is Bound.BETWEEN


def _hours(scene: Scene) -> bool:
    """Say whether a sentence tells from when to when, or that something is so each day."""
    parts = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    ranged = any(each.from_to or _clocks(scene, each) for each in scene.clause.amounts)
    clocks = [at for at in range(len(parts)) if clock(parts, at) is not None]
    several = len(clocks) > 1 or _weekdays(parts)
    return ranged or several or scene.means("period.day") or _to(parts, clocks)


def _weekdays(parts: Sequence[Part]) -> bool:
    """Say whether days are told from one of the week to another: `open Monday to Friday`."""
    return any(
        part.means("range.to") or part.folded in DASHES
        for part, led, after in zip(parts[1:], parts, parts[2:], strict=False)
        if led.means("weekday") and after.means("weekday")
    )


def _to(parts: Sequence[Part], clocks: Sequence[int]) -> bool:
    """Say whether a number before a clock time is where the hours begin: `from 8 to 5 pm`."""
    return any(
        at > 1 and parts[at - 1].means("range.to") and parts[at - 2].kind is NUMBER for at in clocks
    )
