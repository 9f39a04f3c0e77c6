"""Events: what happened or was said to, each with how it stands and when it was last heard.

Denials and rumours stand beside what they speak of; none removes another. An event is listed for
14 days after it was last heard. A hazard stays beyond that as "last heard", however long ago: that
nobody speaks of it any more does not make it safe.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.domain.disclosure import TRAVELLERS, to_the_hour
from app.domain.freshness import EVENT_HEARD, Limits, after
from app.domain.place import BOTH
from app.domain.report import Report
from app.domain.standing import end_known, is_official, spoken_until_known
from app.domain.status import Event, LastHeard
from app.domain.vocabulary import Claim, EventWord, Freshness, Knowledge, Mode, Quantity
from app.domain.voice import origin_key

HAZARDS = frozenset(
    {
        EventWord.DRAFT_SUMMONS,
        EventWord.EXIT_REFUSED,
        EventWord.ENTRY_REFUSED,
        EventWord.MILITARY_PRESENCE,
        EventWord.ROAD_BLOCKED,
        EventWord.CARS_TURNED_BACK,
        EventWord.SUPPLIES_SHORT,
        EventWord.CROWD_PRESSURE,
    }
)
"""What may befall who stands there: be called up, refused, stopped, turned back, stranded, crushed.

Talk of a closure or of a ban is none. To repeat it for years would be to spread it, and what came
of it is told otherwise: by access with its last word, and by who was refused. Prices, ways around,
works and how long the line is endanger nobody by themselves.
"""

MOST_LAST_HEARD = 20
"""How many hazards are told as last heard, at most: the newest."""


Told = TypeVar("Told", Event, LastHeard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The events listed, the hazards heard of before, and when time alone changes either."""

    events: tuple[Event, ...]
    last_heard: tuple[LastHeard, ...]
    changes_at: datetime | None


def heard(
    direction: str,
    words: Iterable[Report],
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
) -> Heard:
    """Give the events and hazards heard of for one direction (`both`: of any), newest first."""
    by_claim: dict[tuple[str, str, Mode], list[Report]] = defaultdict(list)
    turns: list[datetime] = []
    for word in words:
        if _applies(word, direction):
            if word.observed_from <= at:
                by_claim[word.word or "", _claim_code(word.claim), word.mode].append(word)
            turns.append(word.observed_from)
    groups = by_claim.values()
    listed = [group for group in groups if not _is_stale(group, at)]
    faded = [group for group in groups if _is_stale(group, at) and group[0].word in HAZARDS]
    turns += (turn for group in groups for turn in _turns(group))
    return Heard(
        events=_newest_first(_event(group, at, knowledge) for group in listed),
        last_heard=_newest_first(map(_last_heard, faded))[:MOST_LAST_HEARD],
        changes_at=min((turn for turn in turns if turn > at), default=None),
    )


def _applies(word: Report, direction: str) -> bool:
    if word.quantity is not Quantity.EVENT:
        return False
    return direction == BOTH or word.direction in {direction, BOTH}


def _claim_code(claim: Claim | None) -> str:
    return claim.value if claim else ""


def _newest_first(told: Iterable[Told]) -> tuple[Told, ...]:
    by_name = sorted(told, key=lambda each: (each.word, each.mode, _claim_code(each.claim)))
    return tuple(sorted(by_name, key=lambda each: each.last_heard, reverse=True))


def _limits(group: Sequence[Report]) -> Limits:
    return after(max(map(spoken_until_known, group)), EVENT_HEARD)


def _is_stale(group: Sequence[Report], at: datetime) -> bool:
    return _limits(group).freshness(at) is Freshness.STALE


def _last_heard(group: Sequence[Report]) -> LastHeard:
    shown = max(group, key=_rank)
    spoken = spoken_until_known(shown)
    return LastHeard(
        word=shown.word or "",
        mode=shown.mode,
        claim=shown.claim,
        last_heard=to_the_hour(spoken) if shown.origin_kind in TRAVELLERS else spoken,
    )


def _event(group: Sequence[Report], at: datetime, knowledge: Knowledge) -> Event:
    shown = max(group, key=_rank)
    return Event(
        word=shown.word or "",
        mode=shown.mode,
        claim=shown.claim,
        observed_from=min(word.observed_from for word in _lasting(group, shown)),
        observed_to=end_known(shown, at, knowledge),
        last_heard=spoken_until_known(shown),
        freshness=_limits(group).freshness(at),
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
    limits = _limits(group)
    turns = (limits.late_at, limits.stale_at, *(word.observed_to for word in group))
    return [moment for moment in turns if moment is not None]
