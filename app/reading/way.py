"""Ways: which way over its border a finding goes."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from app.domain.place import BOTH
from app.domain.vocabulary import Quantity, Subject
from app.reading.amount import Amount
from app.reading.finding import Finding, Scene
from app.reading.reason import without_reason
from app.reading.sentence import Sentence, senses_of
from app.reading.signal import OURS
from app.reading.where import ENTERED_AND_LEFT, HOME, OF_COUNTRY, WORDS

BACK = "way.back"
"""The sense of a count that went the other way than the one before it."""

QUEUED = frozenset({"verb.wait", "verb.stand", "noun.queue", "noun.wait"})
MANY = 2
OUT_OF_HOME = frozenset({Subject.RUSSIAN_CITIZENS, Subject.ASYLUM_SEEKERS})
"""Who enters another country than Russia, unless theirs is said to be entered."""

LINES = frozenset({"noun.queue", "noun.wait", "noun.tail", "state.no_queue"})
OF_WAYS = frozenset(
    {each for each in OF_COUNTRY if not each.startswith("country")}
    | {"way.out", "way.in", "way.both"}
)


def direction(
    scene: Scene, finding: Finding, across: str, before: Sentence | None = None
) -> str | None:
    """Give the way a finding goes at a border with a country (its code), or None if untold.

    Its clause decides, or else its sentence, or else (for figures) the sentence before. Words that
    are said of no way hold for both.
    """
    own = [_beside(scene, finding), _of_clause(scene, finding)]
    whole = _unbracketed(scene, finding) if finding.quantity in WORDS else _whole(scene, finding)
    told = [] if before is None or finding.quantity in WORDS else [before.senses]
    stretches = [*own, whole, *told]
    for senses in stretches if across else ():
        ways = _ways(senses, across)
        if ways:
            way = _one(ways, finding)
            both = senses >= ENTERED_AND_LEFT
            other = finding.opposite or finding.sense == BACK or (both and _second(scene, finding))
            return _turned(way) if other and (both or senses not in own) else way
        by_verb = _by_verb(senses, finding, across, own=senses is own[1])
        if by_verb:
            return _turned(by_verb) if finding.sense == BACK else by_verb
    return _untold(finding, across)


def _whole(scene: Scene, finding: Finding) -> frozenset[str]:
    """Give the senses of a sentence; of one who crossed, without who else entered or left."""
    if finding.sense != "verb.cross":
        return scene.sentence.senses
    counted = (each.senses for each in scene.sentence.clauses if each.amounts)
    others = frozenset[str]().union(*counted) & ENTERED_AND_LEFT
    return scene.sentence.senses - (others - scene.clause.senses)


def _of_clause(scene: Scene, finding: Finding) -> frozenset[str]:
    """Give the senses of a clause; of a word without its reason: `closed for works there`."""
    if finding.quantity not in WORDS or not scene.means("small.because"):
        return scene.clause.senses
    return senses_of(scene.parts, *without_reason(scene))


def _unbracketed(scene: Scene, finding: Finding) -> frozenset[str]:
    """Give the senses of a sentence without its brackets: `Vaalimaa (on the Russian side, ...)`.

    And without the reason of its clause, and the queues that are told after it.
    """
    held, within = frozenset[str](), False
    for clause in scene.sentence.clauses:
        own = _of_clause(scene, finding) if clause is scene.clause else clause.senses
        queued = clause.first > scene.clause.last and not own.isdisjoint(LINES)
        held |= frozenset() if within or queued else own
        ends = scene.parts[clause.last].folded
        within = ends == "(" or (within and ends != ")")
    return held


def _second(scene: Scene, finding: Finding) -> bool:
    """Say whether a finding is not of the verb that tells the way: the first, if none does."""
    if finding.sense not in ENTERED_AND_LEFT:
        return False
    whole = range(scene.sentence.first, scene.sentence.last + 1)
    verbs = [at for at in whole if scene.parts[at].among(ENTERED_AND_LEFT)]
    telling = (at for at in verbs if scene.parts[at].means("way.out", "way.in"))
    return not scene.parts[next(telling, verbs[0])].means(finding.sense)


def _beside(scene: Scene, finding: Finding) -> frozenset[str]:
    """Give what is said of one of several figures of a clause: before each, or after each.

    Empty where a clause has but one figure: then all of it is said of that.
    """
    amounts = [each for each in scene.clause.amounts if each.unit in OURS]
    own = [at for at, each in enumerate(amounts) if _is_of(finding, each)]
    if len(amounts) < MANY or len(own) != 1:
        return frozenset()
    ends = [scene.clause.first, *(each.last + 1 for each in amounts)]
    starts = [*(each.first for each in amounts), scene.clause.last + 1]
    said = [senses_of(scene.parts, one, two - 1) for one, two in zip(ends, starts, strict=True)]
    verb_ends = said[-1] & ENTERED_AND_LEFT and not said[0] & ENTERED_AND_LEFT
    return said[own[0] if said[0] & OF_WAYS and not verb_ends else own[0] + 1]


def _is_of(finding: Finding, amount: Amount) -> bool:
    inside = finding.first <= amount.first and amount.last <= finding.last
    return inside and (finding.low, finding.high) == (amount.low, amount.high)


def _untold(finding: Finding, across: str) -> str | None:
    """Give the way of what is said of none: those who ask for asylum come out of Russia."""
    arrived = finding.quantity is Quantity.CROSSINGS_PEOPLE
    if across and arrived and finding.subject is Subject.ASYLUM_SEEKERS:
        return f"{HOME}-{across}"
    return BOTH if finding.quantity in WORDS else None


def _one(ways: set[str], finding: Finding) -> str | None:
    if len(ways) == 1:
        return next(iter(ways))
    return BOTH if BOTH in ways or finding.quantity in WORDS else None


def _turned(way: str | None) -> str | None:
    return way if way is None or way == BOTH else "-".join(reversed(way.split("-")))


def _ways(senses: Iterable[str], across: str) -> set[str]:
    told = _told(across)
    named = told.keys() & senses
    led = {told[sense] for sense in named if sense.startswith(("to.", "from."))}
    return led if len(led) == 1 else {told[sense] for sense in named}


@cache
def _told(across: str) -> Mapping[str, str]:
    """Give the words that tell a way at a border with a country, and which."""
    out, back = f"{HOME}-{across}", f"{across}-{HOME}"
    other = across.lower()
    told = {
        f"to.{other}": out,
        "from.ru": out,
        f"from.{other}": back,
        "to.ru": back,
        f"side_of.{other}": back,
        "side_of.ru": out,
        "way.both": BOTH,
    }
    return told if across == "KZ" else told | {"way.out": out, "way.in": back}


def _by_verb(senses: Collection[str], finding: Finding, across: str, *, own: bool) -> str | None:
    """Give the way that entering or leaving says beside the name of one of the two countries."""
    out, back = f"{HOME}-{across}", f"{across}-{HOME}"
    theirs = f"country.{across.lower()}" in senses
    ours = "country.ru" in senses
    if theirs == ours:
        came = ours and finding.subject in OUT_OF_HOME and finding.sense == "verb.enter"
        return out if came else None
    queued = own and finding.sense in QUEUED
    told = finding.sense in {"verb.cross", BACK} or queued
    crossed = set(senses) & ENTERED_AND_LEFT if told else set()
    sense = crossed.pop() if len(crossed) == 1 else finding.sense
    if sense in {"verb.enter", "noun.entry"} or "way.enter" in senses:
        return out if theirs or finding.subject in OUT_OF_HOME else back
    if sense in {"verb.leave", "noun.exit"} or "way.leave" in senses:
        return back if theirs else out
    return None
