"""Rules: which modes and which groups are let through, and which not."""

from collections.abc import Iterator, Mapping

from app.domain.vocabulary import Claim, EventWord, Mode, Quantity, RuleWord, Subject
from app.reading.amount import COUNT
from app.reading.finding import Finding, Passed, Scene
from app.reading.having import some_of
from app.reading.head import HEADS, groups, head, modes
from app.reading.mood import past_year, unreal
from app.reading.saying import claim, negated
from app.reading.signal import unknown

RULES: Mapping[str, RuleWord] = {
    "rule.allowed": RuleWord.ALLOWED,
    "rule.may": RuleWord.ALLOWED,
    "rule.passes": RuleWord.ALLOWED,
    "rule.forbidden": RuleWord.FORBIDDEN,
    "rule.stops": RuleWord.FORBIDDEN,
    "rule.lifted": RuleWord.LIFTED,
    "rule.required": RuleWord.REQUIRED,
}
OPPOSITE: Mapping[RuleWord, RuleWord] = {
    RuleWord.ALLOWED: RuleWord.FORBIDDEN,
    RuleWord.FORBIDDEN: RuleWord.ALLOWED,
}
OF_BORDERS = frozenset({"rule.passes", "rule.stops"})
"""Words that are said of letting through by themselves."""

OTHERS = tuple(
    f"other.{each}" for each in ("price", "detained", "summoned", "applied", "capacity", "stay")
)
"""Matters in which leave is given too: visas, aid, prices."""

STOOD = ("verb.stand", "verb.gather")
NEEDED = frozenset(
    {
        "noun.border",
        "noun.checkpoint",
        "noun.place",
        "noun.crossing",
        "verb.cross",
        "verb.enter",
        "verb.leave",
        "noun.entry",
        "noun.exit",
    }
)


def rules(scene: Scene, earlier: list[Finding]) -> Iterator[Finding | Passed]:
    """Give what a clause allows or forbids; `earlier` are the findings of the sentence so far."""
    found = _word(scene)
    if found is None:
        yield from _the_other_way(scene, earlier)
        return
    at, sense, word = found
    reason = unreal(scene) or past_year(scene) or _unsaid(scene, sense)
    if reason is not None:
        yield Passed(first=at, last=at, reason=reason)
        return
    for finding in _said(scene, at, word):
        earlier.append(finding)
        yield finding


def _word(scene: Scene) -> tuple[int, str, RuleWord] | None:
    if scene.means("noun.traffic") or not scene.means(*RULES):
        return None
    for at in range(scene.clause.first, scene.clause.last + 1):
        for sense in scene.parts[at].among(RULES):
            word = RULES[sense]
            if _turned(scene, at, sense):
                if word not in OPPOSITE:
                    return None
                word = OPPOSITE[word]
            return at, sense, word
    return None


def _turned(scene: Scene, at: int, sense: str) -> bool:
    """Say whether a word says the contrary: `not allowed`, `запрета нет`, there is no ban."""
    beside = (scene.before(at), scene.after(at))
    none = any(each is not None and each.means("small.none") for each in beside)
    none = none and sense == "rule.forbidden"
    return none or negated(scene, at) or (sense == "rule.may" and _not_after(scene, at))


def _not_after(scene: Scene, at: int) -> bool:
    """Say whether a verb is negated further on in its clause: `dürfen Russen nicht einreisen`."""
    rest = scene.parts[at + 1 : scene.clause.last + 1]
    return any(part.means("small.not", "rule.forbidden", "rule.stops") for part in rest)


def _unsaid(scene: Scene, sense: str) -> str | None:
    if not _named(scene):
        return "no mode and no group"
    if scene.means("noun.train"):
        return "trains"
    if sense not in OF_BORDERS and not scene.sentence.senses & NEEDED and not _at_post(scene):
        return "no crossing is allowed or forbidden"
    told = _only_when_or_some(scene, sense)
    if told is not None:
        return told
    others = scene.means(*OTHERS, *STOOD)  # who stands there may let nobody pass, either
    return "another matter" if others or _counts(scene) else None


def _only_when_or_some(scene: Scene, sense: str) -> str | None:
    """Give why a rule is one of another time, or of some alone, or None."""
    if scene.means("time.had") and not scene.means("time.has", "time.now"):
        return "earlier"
    if sense == "rule.forbidden" and _lifted_later(scene):
        return "lifted since"
    if scene.means("trap.first"):
        return "only who comes first"
    if _only_some(scene) or _only_within(scene):
        return "only some of them"
    if scene.parts[scene.clause.first].means("small.when"):
        return "only when it is"
    return None


def _lifted_later(scene: Scene) -> bool:
    """Say whether a later clause lifts what is forbidden: `the ban of lorries, ..., is lifted`."""
    later = scene.later()
    lifts = (each for each in later if "rule.lifted" in each.senses)
    return any(each.senses.isdisjoint(HEADS) for each in lifts)


def _only_some(scene: Scene) -> bool:
    """Say whether a clause speaks of some ages, or of cars with plates of some kind."""
    ages = any(each.unit == "years" for each in scene.clause.amounts)
    return ages or some_of(scene.parts, scene.clause.first, scene.clause.last)


def _only_within(scene: Scene) -> bool:
    """Say whether some are let through only in what is no mode of theirs: `bikes only in a car`."""
    parts = scene.stretch()
    at = next((at for at, part in enumerate(parts) if part.means("small.only")), len(parts))
    led = any(part.means("noun.bicycle", "noun.pedestrian") for part in parts[:at])
    return led and any(part.means("noun.car", "noun.vehicle", "noun.bus") for part in parts[at:])


def _counts(scene: Scene) -> bool:
    """Say whether a clause counts those whom it lets through: `only 40 cars were let through`."""
    counts = (each for each in scene.clause.amounts if each.unit == COUNT)
    return any(head(scene.parts, scene.clause, each) is not None for each in counts)


def _at_post(scene: Scene) -> bool:
    """Say whether a message of a crossing's own channel says nothing but a mode and its leave."""
    named = modes(scene.parts, scene.clause.first, scene.clause.last)
    return scene.hinted and bool(named) and not unknown(scene.parts, scene.clause)


def _named(scene: Scene) -> list[tuple[Mode, Subject | None]]:
    """Give each mode and group of a clause; a list with one predicate applies it to each."""
    first, last = scene.clause.first, scene.clause.last
    named = modes(scene.parts, first, last)
    for_whom = groups(scene.parts, first, last)
    named = named if named or for_whom else _in_what_is_allowed(scene)
    if not named and not for_whom:
        return []
    whoms: list[Subject | None] = [*for_whom] or [None]
    return [(mode, whom) for mode in named or [Mode.ANY] for whom in whoms]


def _in_what_is_allowed(scene: Scene) -> list[Mode]:
    """Give the modes of the clause that tells what is allowed: `erlaubt, die Grenze ...`."""
    at = scene.sentence.clauses.index(scene.clause) + 1
    if at >= len(scene.sentence.clauses):
        return []
    after = scene.sentence.clauses[at]
    crossed = not after.senses.isdisjoint(NEEDED) and after.senses.isdisjoint(RULES)
    return modes(scene.parts, after.first, after.last) if crossed else []


def _said(scene: Scene, at: int, word: RuleWord) -> Iterator[Finding]:
    said_by_guards = word is RuleWord.ALLOWED and "claim.guards" in scene.sentence.senses
    for mode, subject in _named(scene):
        yield Finding(
            quantity=Quantity.EVENT if said_by_guards else Quantity.RULE,
            first=min(at, scene.clause.first),
            last=max(at, scene.clause.last),
            fired="event: passage assured" if said_by_guards else f"rule: {word}",
            word=EventWord.PASSAGE_ASSURED if said_by_guards else word,
            claim=Claim.STATED if said_by_guards else claim(scene),
            mode=mode,
            subject=None if said_by_guards else subject,
        )


def _the_other_way(scene: Scene, earlier: list[Finding]) -> Iterator[Finding]:
    """Give the other half of `walkers are let through, cyclists are not`."""
    before = [each for each in earlier if each.quantity is Quantity.RULE]
    if not before or not _turns(scene, before[-1]) or scene.clause.amounts:
        return
    word = OPPOSITE.get(RuleWord(before[-1].word or ""))
    for mode, subject in _named(scene) if word is not None else ():
        finding = Finding(
            quantity=Quantity.RULE,
            first=scene.clause.first,
            last=scene.clause.last,
            fired=f"rule: {word}, the other way",
            word=word,
            claim=claim(scene),
            mode=mode,
            subject=subject,
        )
        earlier.append(finding)
        yield finding


def _turns(scene: Scene, before: Finding) -> bool:
    """Say whether a clause says the contrary: `cyclists not`, or after a ban `cyclists are`."""
    if scene.means("small.no"):
        return True
    bare = not unknown(scene.parts, scene.clause) and scene.means("small.yes")
    return bare and before.word == RuleWord.FORBIDDEN
