"""The assessment: from reports and notices to the status of a queue. Pure, total, one for all uses.

Board, `as_of`, history and score all call `assess`; nothing else makes a status.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.access import Decided, decide
from app.domain.disclosure import told_at
from app.domain.estimate import LOOKAHEAD, known
from app.domain.estimate import LOOKBACK as BELIEF_LOOKBACK
from app.domain.estimates import estimates
from app.domain.evidence import Evidence, queues
from app.domain.freshness import EVENT_HEARD, LONGEST_FIGURE, RULE_WITHOUT_STANDING
from app.domain.notice import SOURCE as NOTICES
from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.spoken import Spoken
from app.domain.status import Access, Estimate, Status
from app.domain.traffic import TRAFFIC, Traffic, traffic
from app.domain.vocabulary import (
    AccessWord,
    Coverage,
    Knowledge,
    Mode,
    NoNumber,
    Quantity,
)
from app.domain.voice import spoken_until
from app.domain.weather import Sky, sky
from app.domain.withholding import in_force as orders_in_force
from app.domain.withholding import inherited, next_turn, withheld

__all__ = [
    "LOOKAHEAD",
    "LOOKBACK",
    "Evidence",
    "assess",
    "assess_queues",
    "queues",
]

LOOKBACK = max(
    BELIEF_LOOKBACK + LONGEST_FIGURE,
    RULE_WITHOUT_STANDING[1] + timedelta(days=1),
    EVENT_HEARD[1] + EVENT_HEARD[1],
)
"""How far before an instant reports must be loaded to assess it (older: the latest of each series
and the words without an end)."""


def assess_queues(
    asked: Iterable[Queue], evidence: Evidence, at: datetime, knowledge: Knowledge = Knowledge.THEN
) -> tuple[Status, ...]:
    """Assess some queues of a place at an instant."""
    spoken = Spoken(evidence, at, knowledge)
    return tuple(assess(queue, evidence, at, knowledge, spoken) for queue in asked)


def assess(
    queue: Queue,
    evidence: Evidence,
    at: datetime,
    knowledge: Knowledge = Knowledge.THEN,
    spoken: Spoken | None = None,
) -> Status:
    """Assess one queue at an instant (aware) by what was known then, or is known now.

    `spoken` are the words of that very evidence and instant, for who assesses several queues.
    """
    spoken = spoken or Spoken(evidence, at, knowledge)
    decided = decide(queue, evidence.place, spoken.of_access, at, knowledge)
    ruling, events = spoken.ruling(queue.direction), spoken.events(queue.direction)
    numbers, turns = _numbers(queue, evidence, decided.access, at, knowledge)
    own = _behind(queue, evidence, at, knowledge)
    above = _sky(queue, evidence, at, knowledge)
    passing = _traffic(queue, evidence, at, knowledge)
    lending = (queue, *(queue._replace(place=area) for area in evidence.areas))
    orders = (
        *orders_in_force(evidence.orders, queue, at, knowledge),
        *inherited(evidence.orders, decided.report, queue, at, knowledge),
    )
    found = Status(
        queue=queue,
        coverage=_coverage(own, decided, queue, evidence),
        access=decided.access,
        estimates=numbers,
        rules=ruling.rules,
        events=events.events,
        last_heard=events.last_heard,
        traffic=passing.measurements,
        weather=above.conditions,
        sources=tuple(sorted({report.source for report in own} | _source_of(decided))),
        heard_at=_last_heard_at(own),
        changes_at=_first(
            *turns,
            decided.changes_at,
            ruling.changes_at,
            events.changes_at,
            above.changes_at,
            passing.changes_at,
            spoken.news_at,
            next_turn(evidence.orders, lending, at),
        ),
    )
    return withheld(found, orders)


def _sky(queue: Queue, evidence: Evidence, at: datetime, knowledge: Knowledge) -> Sky:
    """Give the weather of the whole place to its row for both directions, and none to the others.

    Whoever speaks of the weather on the way out speaks of the same weather on the way in.
    """
    if queue.direction != BOTH:
        return Sky(conditions=(), changes_at=None)
    said = known(evidence.reports, at, knowledge)
    return sky([report for report in said if report.place == queue.place], at)


def _last_heard_at(own: Sequence[Report]) -> datetime | None:
    last: datetime | None = None
    for report in reversed(own):
        # Nothing was heard after it was known, and the latest mostly stands at the end.
        if last is None or report.known > last:
            heard_at = _heard_at(report)
            last = heard_at if last is None else max(last, heard_at)
    return last


def _heard_at(report: Report) -> datetime:
    return min(spoken_until(report), told_at(report, report.known))


def _traffic(queue: Queue, evidence: Evidence, at: datetime, knowledge: Knowledge) -> Traffic:
    """Give what was measured of this very queue."""
    own = [
        report
        for report in evidence.reports
        if report.quantity in TRAFFIC and report.queue == queue
    ]
    return traffic(known(own, at, knowledge), at, evidence.cadences, evidence.down)


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _numbers(
    queue: Queue, evidence: Evidence, access: Access, at: datetime, knowledge: Knowledge
) -> tuple[Mapping[Quantity, Estimate], list[datetime | None]]:
    assessed = estimates(queue, evidence, at, knowledge)
    found = {
        quantity: _held_back(series.estimate, access)
        for quantity, series in assessed.items()
        if quantity is Quantity.WAIT_MINUTES or series.voices
    }
    return found, [series.changes_at for series in assessed.values()]


def _held_back(found: Estimate, access: Access) -> Estimate:
    """Give no wait where nothing passes: the reason stands there instead."""
    if found.quantity is not Quantity.WAIT_MINUTES or access.state is not AccessWord.CLOSED:
        return found
    return replace(
        found,
        low=None,
        mid=None,
        high=None,
        method=None,
        freshness=None,
        late_at=None,
        stale_at=None,
        agreement=None,
        origins=0,
        no_number=access.because or NoNumber.CLOSED,
    )


def _behind(queue: Queue, evidence: Evidence, at: datetime, knowledge: Knowledge) -> list[Report]:
    """Give the reports about this very queue, or said of all its place's modes or directions."""
    directions, modes = {queue.direction, BOTH}, {queue.mode, Mode.ANY}
    return [
        report
        for report in evidence.reports
        if report.place == queue.place
        and report.direction in directions
        and report.mode in modes
        and (knowledge is Knowledge.NOW or report.known <= at)
    ]


def _source_of(decided: Decided) -> set[str]:
    return set() if decided.report is None else {decided.report.source}


def _coverage(
    own: Iterable[Report], decided: Decided, queue: Queue, evidence: Evidence
) -> Coverage:
    sources = {report.source for report in own}
    if sources & set(evidence.cadences):
        return Coverage.LIVE
    if sources:
        return Coverage.ARCHIVE
    if decided.report is None:
        return Coverage.NONE
    if decided.report.source == NOTICES and decided.report.place == queue.place:
        return Coverage.NOTICE
    return Coverage.AREA
