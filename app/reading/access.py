"""Access: whether traffic passes, said of a border, a post, a road or its traffic."""

from collections.abc import Iterator, Mapping

from app.domain.vocabulary import AccessWord, Mode, Quantity
from app.reading.finding import Finding, Passed, Scene
from app.reading.head import HEADS, MODES, groups, modes
from app.reading.mood import past_year, told_of_the_past, unreal
from app.reading.over import HOURS, WERE, hours_or_over
from app.reading.passage import PASSED, passage
from app.reading.reason import without_reason
from app.reading.saying import claim, negated
from app.reading.some import but_trains, one_way, some
from app.reading.there import LEADS, only_there
from app.reading.token import DATE, WORD

STATES: Mapping[str, AccessWord] = {
    "state.closed": AccessWord.CLOSED,
    "state.will_close": AccessWord.CLOSED,
    "state.open": AccessWord.OPEN,
    "state.will_open": AccessWord.OPEN,
    "state.normal": AccessWord.OPEN,
    "state.restricted": AccessWord.RESTRICTED,
}
ANNOUNCED = frozenset({"state.will_close", "state.will_open"})
"""What counts only with a day."""

OF_TRAFFIC: Mapping[str, AccessWord] = {
    "rule.forbidden": AccessWord.CLOSED,
    "rule.allowed": AccessWord.OPEN,
    "rule.lifted": AccessWord.OPEN,
}
"""What words of rules say when they are said of traffic itself."""

LED = 2
"""How many parts before its crossing a word may stand that only tells when."""

SAID = ("rule.", "state.", "verb.", "small.yes", "small.no")
DATED = frozenset({"month", "time.now", "time.tomorrow", "time.today", "time.standing", "weekday"})


def access(scene: Scene) -> Iterator[Finding | Passed]:
    """Give what a clause says of traffic."""
    for at in scene.positions() if scene.means(*STATES, *OF_TRAFFIC) else ():
        sense = next(iter(scene.parts[at].among(STATES)), "")
        word = STATES.get(sense) or _of_traffic(scene, at)
        if word is None:
            continue
        reason = _unsaid(scene, at, sense)
        if reason is None:
            yield from _said(scene, at, word)
            return
        yield Passed(first=at, last=at, reason=reason)
        if reason == HOURS:
            return  # `open from 8 to 5 and closes for lunch`


def _of_traffic(scene: Scene, at: int) -> AccessWord | None:
    if not scene.means("noun.traffic") and not _goes_on(scene):
        return None
    return next((OF_TRAFFIC[each] for each in scene.parts[at].among(OF_TRAFFIC)), None)


def _goes_on(scene: Scene) -> bool:
    """Say whether a clause ends what one of traffic began: `traffic, which leads there, is banned`.

    It holds no other word that we do not know, and names nobody.
    """
    at = scene.sentence.clauses.index(scene.clause)
    if at <= 1 or "noun.traffic" not in scene.sentence.clauses[at - 2].senses:
        return False
    first, last = without_reason(scene)
    said = scene.parts[first : last + 1]
    known = all(part.senses or part.kind is not WORD for part in said)
    return known and scene.clause.senses.isdisjoint(HEADS)


def _unsaid(scene: Scene, at: int, sense: str) -> str | None:
    """Give why a word of opening or closing says nothing of a crossing, or None."""
    announced = sense in ANNOUNCED or _will_be(scene, sense)
    if sense == "state.open" and _until_closed(scene):
        return "only until it closes"
    if (announced and (sense == "state.open" or _undated(scene))) or _within(scene):
        return "intention"
    if negated(scene, at):
        return "negated"
    if some(scene, at, closes=STATES.get(sense) is AccessWord.CLOSED):
        return "some of several"
    told = hours_or_over(scene, at, sense, STATES.get(sense)) or _closed_next(scene, at, sense)
    if told is not None:
        return told
    reason = unreal(scene, but=frozenset({"mood.intention"}) if announced else frozenset())
    return reason or past_year(scene) or told_of_the_past(scene) or _of_nothing(scene, at)


def _until_closed(scene: Scene) -> bool:
    """Say whether what is open is said to close: `the posts, which are still open, will close`."""
    own = scene.clause.senses
    named = "noun.place" in own or "state.will_close" in own
    return "state.will_close" in scene.sentence.senses and not named


def _closed_next(scene: Scene, at: int, sense: str) -> str | None:
    """Give that a clause goes on with a closing, or None: `has been open and is now closed`."""
    rest = scene.parts[at + 1 : scene.clause.last + 1] if sense == "state.open" else ()
    joined = next((each for each, part in enumerate(rest) if part.means("small.and")), len(rest))
    closed = any(part.means("state.closed") for part in rest[joined + 1 :])
    return "only until it closes" if closed else None


def _undated(scene: Scene) -> bool:
    """Say whether a closing that is to come has no day, and is none of a whole border."""
    return not (_whole(scene) or scene.sentence.senses & DATED or _dated(scene))


def _within(scene: Scene) -> bool:
    """Say whether a clause tells in what time something is to be: `opens in three days`."""
    return any(scene.beside(each, ("time.in",), ()) for each in scene.clause.amounts)


def _will_be(scene: Scene, sense: str) -> bool:
    """Say whether a word of state is one of what is to come: `wird am Freitag geöffnet`."""
    return sense in WERE and scene.means("mood.will")


def _of_nothing(scene: Scene, at: int) -> str | None:
    """Give why a word is said of no crossing, or only to tell when something else was, or None."""
    of = passage(scene, at)
    if of is None or only_there(scene, at):
        return "no crossing is closed or open"
    return "only when it was" if _only_when(scene, at, of) else None


def _only_when(scene: Scene, at: int, of: int) -> bool:
    """Say whether a closing only tells when something else was: `before the border was closed`."""
    start = scene.clause.first
    if of >= at or not scene.means("small.when"):
        near = range(max(start, at - LEADS), at)
        return of > at and any(_tells_when(scene, each) for each in near)
    # Where its crossing was named before, it is led itself: `hours before they were closed`.
    back, most = (of, LED) if of >= start else (at, LED + 1)
    led = (start, *range(max(start, back - most), back))
    return any(_tells_when(scene, each) for each in led)


def _tells_when(scene: Scene, at: int) -> bool:
    """Say whether a part leads a time, and no place that a road leads to: `до Ларса открыт`."""
    after = scene.after(at)
    to_it = scene.parts[at].means("range.to", "small.to") and after is not None
    there = to_it and after is not None and after.means("noun.place", "noun.checkpoint")
    return scene.parts[at].means("small.when") and not there


def _whole(scene: Scene) -> bool:
    """Say whether all passages, or the last one, are said to close: `schließt alle Übergänge`."""
    return scene.means("small.all") and not scene.means("mood.intention", "mood.plan")


def _dated(scene: Scene) -> bool:
    parts = scene.parts[scene.sentence.first : scene.sentence.last + 1]
    return any(part.kind is DATE for part in parts)


def _said(scene: Scene, at: int, word: AccessWord) -> Iterator[Finding]:
    named = [] if but_trains(scene) else _modes(scene, at)
    first, last = without_reason(scene)
    for_whom = groups(scene.parts, first, last)
    but_only = _but_only(scene) if word is AccessWord.OPEN else []
    if but_only:
        named, word = but_only, AccessWord.RESTRICTED
    excepted = scene.means("small.except") or (scene.means("small.only") and not one_way(scene))
    excepted = excepted and not but_trains(scene)
    only = scene.means("small.only") and bool(named or for_whom)
    if only or (word is AccessWord.CLOSED and (for_whom or excepted)):
        word = AccessWord.RESTRICTED
    first, last = _extent(scene, at)
    for mode in named if named and not excepted else [Mode.ANY]:
        for subject in for_whom if for_whom and not excepted else [None]:
            yield Finding(
                quantity=Quantity.ACCESS,
                first=first,
                last=last,
                fired=f"access: {word}",
                word=word,
                claim=claim(scene),
                mode=mode,
                subject=subject,
            )


def _but_only(scene: Scene) -> list[Mode]:
    """Give the modes for which alone something is open: `it is open, but only for cars`."""
    later = scene.later()
    after = next((each for each in later if each.last > each.first), None)
    if after is None or not any(p.means("small.only") for p in scene.parts[after.first :][:2]):
        return []
    return modes(scene.parts, after.first, after.last)


def _modes(scene: Scene, at: int) -> list[Mode]:
    """Give the modes of a clause, or else of that in which its passage stands."""
    first, last = without_reason(scene)
    named = [*modes(scene.parts, first, last), *_listed(scene)]
    of = passage(scene, at) if not named else None
    if of is None or scene.clause.first <= of <= scene.clause.last:
        return named
    within = next(each for each in scene.sentence.clauses if each.first <= of <= each.last)
    return modes(scene.parts, within.first, within.last)


def _listed(scene: Scene) -> Iterator[Mode]:
    """Give the modes with which a list goes on after a clause: `closed to walkers, cyclists`."""
    ended = any(part.among(MODES) for part in scene.parts[scene.clause.last - 1 :][:2])
    later = scene.later()
    for clause in later if ended else ():
        parts = scene.parts[clause.first : clause.last + 1]
        words = [part for part in parts if part.kind is WORD and not part.means("small.and")]
        said = any(sense.startswith(SAID) for sense in clause.senses)
        if said or not words or not words[0].among(MODES):
            return
        yield from modes(scene.parts, clause.first, clause.last)


def _extent(scene: Scene, at: int) -> tuple[int, int]:
    """Give from where to where a clause speaks of it: its passage and its word."""
    held = [
        each
        for each in range(scene.clause.first, scene.clause.last + 1)
        if scene.parts[each].means(*PASSED)
    ]
    return min([at, *held]), max([at, *held])
