"""The choice: which of the words heard decides access, and by which rule."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from app.domain.access_rule import AccessRule
from app.domain.freshness import ACCESS_SEEN
from app.domain.report import Queue, Report
from app.domain.standing import CAUTION, Hold, hold, is_decision, is_official, state_of
from app.domain.vocabulary import AccessWord, Subject

RULES = {
    (True, True): AccessRule.DECISION,
    (True, False): AccessRule.AREA_DECISION,
    (False, True): AccessRule.OFFICIAL_WORD,
    (False, False): AccessRule.AREA_WORD,
}
"""By which rule an official's word decides: is it a decision, and is it of the place itself?"""


class Choice(NamedTuple):
    """The word that decides, and by which rule."""

    report: Report
    rule: AccessRule


def choose(queue: Queue, heard: Sequence[Report], at: datetime) -> Choice | None:
    """Choose the word that decides: an official's, if nobody else tightens it since.

    Gives None where nobody's word can; `silence` says why.
    """
    able = [word for word in heard if _is_able(word)]
    covering = [word for word in able if hold(word, at, ACCESS_SEEN) is Hold.COVERS]
    lingering = _lingering(able, at)
    official = _official(queue, able, covering, at) or _last_official(lingering)
    others = [word for word in covering if not is_official(word)] or [
        word for word in lingering if not is_official(word)
    ]
    tighter = [word for word in others if official is None or _tightens(word, official.report)]
    own = [word for word in tighter if word.place == queue.place]
    tightest = latest(own or tighter)
    if tightest is None:
        return official
    alone = official is None
    return Choice(tightest, AccessRule.OTHERS_ALONE if alone else AccessRule.TIGHTENED_BY_OTHERS)


def silence(heard: Sequence[Report], at: datetime) -> AccessRule:
    """Say why none of these words decides."""
    begun = [word for word in heard if word.observed_from <= at]
    if any(map(_is_able, begun)):
        return AccessRule.LAPSED
    return AccessRule.NOT_ENOUGH if begun else AccessRule.NOBODY_SAID


def _is_able(word: Report) -> bool:
    """Tell whether whoever says it can decide with it: others than officials can only restrict."""
    return is_official(word) or state_of(word) is AccessWord.RESTRICTED


def _last_official(lingering: Sequence[Report]) -> Choice | None:
    found = latest(filter(is_official, lingering))
    return None if found is None else Choice(found, AccessRule.LINGERING_SNAPSHOT)


def _tightens(word: Report, official: Report) -> bool:
    """Tell whether a medium's or traveller's word is later and more cautious than an official's."""
    cautious = CAUTION[state_of(word)] > CAUTION[state_of(official)]
    return cautious and word.observed_from > official.observed_from


def _official(
    queue: Queue, able: Sequence[Report], covering: Sequence[Report], at: datetime
) -> Choice | None:
    """Give the covering word of officials that decides, of the place before its areas."""
    said = [word for word in covering if is_official(word)]
    decisions = [word for word in said if is_decision(word) and _stands(word, able, at)]
    own = [word for word in said if word.place == queue.place and not is_decision(word)]
    held = [word for word in own or said if not _loosens(word, decisions, queue)]
    able_to = [*held, *(word for word in decisions if _as_near(word, held, queue))]
    chosen = latest(able_to)
    if chosen is None:
        return None
    alike = [word for word in able_to if state_of(word) is state_of(chosen)]
    nearest = latest(word for word in alike if word.place == queue.place) or chosen
    if any(_is_laxer(word, chosen) for word in able_to):
        return Choice(nearest, AccessRule.MORE_CAUTIOUS_OFFICIAL)
    return Choice(nearest, RULES[is_decision(nearest), nearest.place == queue.place])


def _is_laxer(word: Report, chosen: Report) -> bool:
    """Tell whether a word of the same moment was passed over for being less cautious."""
    laxer = CAUTION[state_of(word)] < CAUTION[state_of(chosen)]
    return laxer and word.observed_from == chosen.observed_from


def _stands(decision: Report, able: Sequence[Report], at: datetime) -> bool:
    """Tell whether no later, looser word of the same author to all has ended a decision."""
    return not any(
        word.origin == decision.origin
        and word.place == decision.place
        and word.subject is Subject.EVERYBODY
        and decision.observed_from < word.observed_from <= at
        and CAUTION[state_of(word)] < CAUTION[state_of(decision)]
        for word in able
    )


def _loosens(word: Report, decisions: Sequence[Report], queue: Queue) -> bool:
    """Tell whether a word would loosen a decision that still stands, or is an ended one."""
    if is_decision(word):
        return word not in decisions
    return any(
        CAUTION[state_of(word)] < CAUTION[state_of(decision)]
        and (decision.place == queue.place or word.observed_from < decision.observed_from)
        for decision in decisions
    )


def _as_near(decision: Report, held: Sequence[Report], queue: Queue) -> bool:
    """Tell whether a decision is about the place itself, or the place has no word of its own."""
    return decision.place == queue.place or not any(word.place == queue.place for word in held)


def _lingering(able: Sequence[Report], at: datetime) -> list[Report]:
    """Give the snapshots that still hold, if no later word has come and gone since."""
    begun = [word for word in able if word.observed_from <= at]
    lingering = [word for word in begun if hold(word, at, ACCESS_SEEN) is Hold.LINGERS]
    return [word for word in lingering if not any(_outlasts(later, word) for later in begun)]


def _outlasts(later: Report, word: Report) -> bool:
    """Tell whether a later word has ended a lingering one; media end no official's by loosening."""
    if later.ends <= word.ends:
        return False
    cautious = CAUTION[state_of(later)] > CAUTION[state_of(word)]
    return is_official(later) or not is_official(word) or cautious


def latest(words: Iterable[Report]) -> Report | None:
    """Give the word that began last; of several, an official's, then the more cautious."""
    return max(words, key=rank, default=None)


def rank(word: Report) -> tuple[datetime, bool, int, datetime, str]:
    """Give what words are ordered by: the one that decides among several comes last."""
    return (
        word.observed_from,
        is_official(word),
        CAUTION[state_of(word)],
        word.known,
        word.id,
    )
