"""Events: what happened or was said to, each with how it stands and when it was last heard.

Denials and rumours stand beside what they speak of; none removes another. An event is listed for
14 days after it was last heard. A hazard stays beyond that as "last heard", however long ago: that
nobody speaks of it any more does not make it safe.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

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


class _Tellings(NamedTuple):
    """Who told of one event with one claim: the telling that is shown is the last."""

    group: Sequence[Report]
    shown: Report
    limits: Limits

    def is_stale(self, at: datetime) -> bool:
        """Tell whether it is too long ago to be listed."""
        return self.limits.freshness(at) is Freshness.STALE


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
    found = [_tellings(group) for group in by_claim.values()]
    turns += (turn for each in found for turn in _turns(each))
    listed = [each for each in found if not each.is_stale(at)]
    faded = [each for each in found if each.is_stale(at) and each.shown.word in HAZARDS]
    return Heard(
        events=_newest_first(_event(each, at, knowledge) for each in listed),
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


def _tellings(group: Sequence[Report]) -> _Tellings:
    shown = max(group, key=_rank)
    return _Tellings(group, shown, after(spoken_until_known(shown), EVENT_HEARD))


def _last_heard(tellings: _Tellings) -> LastHeard:
    shown = tellings.shown
    spoken = spoken_until_known(shown)
    return LastHeard(
        word=shown.word or "",
        mode=shown.mode,
        claim=shown.claim,
        last_heard=to_the_hour(spoken) if shown.origin_kind in TRAVELLERS else spoken,
    )


def _event(tellings: _Tellings, at: datetime, knowledge: Knowledge) -> Event:
    shown, lasting = tellings.shown, _lasting(tellings)
    return Event(
        word=shown.word or "",
        mode=shown.mode,
        claim=shown.claim,
        observed_from=min(word.observed_from for word in lasting),
        observed_to=end_known(shown, at, knowledge),
        last_heard=spoken_until_known(shown),
        freshness=tellings.limits.freshness(at),
        origin=shown.origin,
        origin_kind=shown.origin_kind,
        origins=len({origin_key(word) for word in lasting}),
        place=shown.place,
        url=shown.url,
        note=shown.note,
    )


def _rank(word: Report) -> tuple[datetime, bool, datetime, str]:
    return spoken_until_known(word), is_official(word), word.known, word.id


def _lasting(tellings: _Tellings) -> list[Report]:
    """Give the reports that speak of the same spell: within 14 days before the one shown."""
    begins = spoken_until_known(tellings.shown) - EVENT_HEARD[1]
    return [word for word in tellings.group if spoken_until_known(word) > begins]


def _turns(tellings: _Tellings) -> list[datetime]:
    limits = tellings.limits
    turns = (limits.late_at, limits.stale_at, *(word.observed_to for word in tellings.group))
    return [moment for moment in turns if moment is not None]
