"""Reassessment: which statuses of a place stand on when more was heard, so that few are made anew.

A status says the same until it changes by time alone, or until something comes that touches its
queue. What does not touch it, such as a count of another mode's line, leaves it as it is.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.evidence import Evidence
from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.status import Status
from app.domain.vocabulary import WORDS, Mode
from app.domain.weather import WEATHER


def standing_on(
    statuses: Iterable[Status], before: Evidence, evidence: Evidence, at: datetime
) -> dict[Queue, Status]:
    """Give those of the statuses, made earlier from other evidence, that are the same at a moment.

    Each by what was known at its moment, the later of which is `at`.
    """
    if replace(before, reports=()) != replace(evidence, reports=()):
        return {}
    changed = _differing(before.reports, evidence.reports)
    return {
        status.queue: status
        for status in statuses
        if (status.changes_at is None or at < status.changes_at)
        and not any(touches(report, status.queue) for report in changed)
    }


def touches(report: Report, queue: Queue) -> bool:
    """Tell whether a report of a queue's place, or of an area of that, may bear on its status."""
    if report.quantity in WORDS or (report.quantity in WEATHER and queue.direction == BOTH):
        return True
    return report.direction in {queue.direction, BOTH} and report.mode in {queue.mode, Mode.ANY}


def _differing(before: Iterable[Report], after: Iterable[Report]) -> list[Report]:
    """Give the reports that are among one and not the other; one that was read anew is another."""
    old, new = ({id(report): report for report in each} for each in (before, after))
    return [(old | new)[each] for each in old.keys() ^ new.keys()]
