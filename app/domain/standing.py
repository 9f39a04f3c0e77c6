"""Standing: whether a word still holds at an instant, and how fresh it then is.

A word covers its interval. A snapshot ("open today") holds beyond it until it is stale; a word with
limits of its own ends with them; a decision without an end stands until its author ends it.
"""

from datetime import datetime, timedelta
from enum import IntEnum

from app.domain.freshness import Limits, after
from app.domain.report import Report
from app.domain.vocabulary import (
    OFFICIAL_KINDS,
    AccessWord,
    Claim,
    Knowledge,
    Mode,
    Precision,
    Quantity,
    Subject,
)
from app.domain.voice import spoken_until

SNAPSHOTS = frozenset({Precision.PART_OF_DAY, Precision.DAY})
"""Precisions of words that say what somebody saw or said for a day, not a decision's limits."""


UNREVIEWED = timedelta(days=365)
"""After what time a decision that nobody has reviewed is shown as late."""


CAUTION = {
    AccessWord.UNKNOWN: 0,
    AccessWord.OPEN: 1,
    AccessWord.RESTRICTED: 2,
    AccessWord.CLOSED: 3,
}
"""How cautious each state is; where officials contradict each other the more cautious counts."""


class Hold(IntEnum):
    """How firmly a word holds at an instant, weakest first."""

    NOT = 0
    LINGERS = 1
    COVERS = 2


def is_official(report: Report) -> bool:
    """Tell whether it is the stated or confirmed word of an authority, customs or operator."""
    return report.origin_kind in OFFICIAL_KINDS and report.claim in {Claim.STATED, Claim.CONFIRMED}


def is_decision(report: Report) -> bool:
    """Tell whether it is an official decision without an end, which never lapses by age."""
    return report.observed_to is None and is_official(report)


def is_asserted(report: Report) -> bool:
    """Tell whether somebody asserts it, rather than spreading, denying or disproving it."""
    return report.claim in {None, Claim.STATED, Claim.CONFIRMED}


def state_of(word: Report) -> AccessWord:
    """Give the state a word can set: `restricted` at most where no official says it of all.

    Who says that a group may pass, or may not, says that a part of the traffic passes.
    """
    said = AccessWord(word.word or "")
    whole, official = word.subject is Subject.EVERYBODY, is_official(word)
    if said is AccessWord.CLOSED and not (whole and official):
        return AccessWord.RESTRICTED
    if said is AccessWord.OPEN and official and not whole:
        return AccessWord.RESTRICTED
    return said


def hold(report: Report, at: datetime, limits: tuple[timedelta, timedelta]) -> Hold:
    """Tell how a word holds at an instant; `limits` are late and stale after its last moment."""
    if at < report.observed_from:
        return Hold.NOT
    if report.observed_to is None:
        if is_decision(report) or at < spoken_until_known(report) + limits[1]:
            return Hold.COVERS
        return Hold.NOT
    if at < report.observed_to:
        return Hold.COVERS
    if _lingers(report) and at < spoken_until(report) + limits[1]:
        return Hold.LINGERS
    return Hold.NOT


def spoken_until_known(report: Report) -> datetime:
    """Give when a word was last heard: at its end, but not past when it became known."""
    if report.observed_to is None:
        return max(report.observed_from, report.known)
    return spoken_until(report)


def _lingers(report: Report) -> bool:
    if report.observed_from == report.observed_to or report.precision in SNAPSHOTS:
        return True
    return report.word == AccessWord.OPEN


def limits_of_word(report: Report, limits: tuple[timedelta, timedelta]) -> Limits:
    """Give when a word turns late and stale.

    A decision without an end is late from its review on (a year after it was last heard, where no
    review is set) and never stale.
    """
    if is_decision(report):
        return Limits(report.review_at or spoken_until_known(report) + UNREVIEWED, None)
    return after(spoken_until_known(report), limits)


def end_known(report: Report, at: datetime, knowledge: Knowledge) -> datetime | None:
    """Give a word's end as far as it is known: under `then`, an end ahead is not yet known."""
    ahead = report.observed_to is not None and report.observed_to > at
    if knowledge is Knowledge.THEN and ahead and report.archived:
        return None
    return report.observed_to


def concerns(report: Report, direction: str, mode: Mode, *, own: bool) -> bool:
    """Tell whether a word applies to a direction and a mode.

    A word for `both` applies to each direction, one for `any` to each mode but rail, whose trains
    run on through closings of the road unless the word is the rail place's own.
    """
    if report.direction not in {direction, "both"}:
        return False
    if report.mode == mode:
        return True
    return report.mode is Mode.ANY and (mode is not Mode.RAIL or own)


def reaches_down(report: Report) -> bool:
    """Tell whether an area's word reaches its checkpoints: only a whole `open` or `closed` does."""
    if report.quantity is not Quantity.ACCESS:
        return True
    whole = report.subject is Subject.EVERYBODY
    return whole and report.word in {AccessWord.OPEN, AccessWord.CLOSED}
