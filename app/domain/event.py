"""Events: what happened or was said to, each with how it stands and when it was last heard.

Denials and rumours stand beside what they speak of; none removes another. An event is listed for
14 days after it was last heard.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.freshness import EVENT_HEARD, after
from app.domain.place import BOTH
from app.domain.report import Report
from app.domain.standing import end_known, is_official, spoken_until_known
from app.domain.status import Event
from app.domain.vocabulary import Claim, Freshness, Knowledge, Mode, Quantity
from app.domain.voice import origin_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The events listed, and the instant at which time alone changes the list."""

    events: tuple[Event, ...]
    changes_at: datetime | None


def heard(
    direction: str,
    words: Iterable[Report],
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
) -> Heard:
    """Give the events heard of for one direction (`both`: of any), newest first."""
    by_claim: dict[tuple[str, str, Mode], list[Report]] = defaultdict(list)
    turns: list[datetime] = []
    for word in words:
        if _applies(word, direction):
            if word.observed_from <= at:
                by_claim[word.word or "", _claim_code(word.claim), word.mode].append(word)
            turns.append(word.observed_from)
    groups = by_claim.values()
    events = [event for group in groups if (event := _event(group, at, knowledge)) is not None]
    events.sort(key=lambda event: (event.word, event.mode, _claim_code(event.claim)))
    events.sort(key=lambda event: event.last_heard, reverse=True)
    turns += (turn for group in groups for turn in _turns(group))
    return Heard(
        events=tuple(events),
        changes_at=min((turn for turn in turns if turn > at), default=None),
    )


def _applies(word: Report, direction: str) -> bool:
    if word.quantity is not Quantity.EVENT:
        return False
    return direction == BOTH or word.direction in {direction, BOTH}


def _claim_code(claim: Claim | None) -> str:
    return claim.value if claim else ""


def _event(group: Sequence[Report], at: datetime, knowledge: Knowledge) -> Event | None:
    last_heard = max(spoken_until_known(word) for word in group)
    limits = after(last_heard, EVENT_HEARD)
    freshness = limits.freshness(at)
    if freshness is Freshness.STALE:
        return None
    shown = max(group, key=_rank)
    return Event(
        word=shown.word or "",
        mode=shown.mode,
        claim=shown.claim,
        observed_from=min(word.observed_from for word in _lasting(group, shown)),
        observed_to=end_known(shown, at, knowledge),
        last_heard=last_heard,
        freshness=freshness,
        origin=shown.origin,
        origin_kind=shown.origin_kind,
        origins=len({origin_key(word) for word in _lasting(group, shown)}),
        place=shown.place,
        url=shown.url,
        note=shown.note,
    )


def _rank(word: Report) -> tuple[datetime, bool, datetime, str]:
    return spoken_until_known(word), is_official(word), word.known, word.id


def _lasting(group: Sequence[Report], shown: Report) -> list[Report]:
    """Give the reports that speak of the same spell: within 14 days before the one shown."""
    return [
        word
        for word in group
        if spoken_until_known(word) + EVENT_HEARD[1] > spoken_until_known(shown)
    ]


def _turns(group: Sequence[Report]) -> list[datetime]:
    limits = after(max(spoken_until_known(word) for word in group), EVENT_HEARD)
    turns = (limits.late_at, limits.stale_at, *(word.observed_to for word in group))
    return [moment for moment in turns if moment is not None]
