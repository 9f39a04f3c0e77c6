"""Evidence: all that an assessment of one place may use, and the queues it tells of."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.belief import SPAN
from app.domain.freshness import Cadences
from app.domain.notice import Notice, report_of
from app.domain.place import BOTH, Place
from app.domain.report import Queue, Report
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import WORDS, Knowledge, Mode
from app.domain.weather import WEATHER
from app.domain.withholding import Withholding


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that an assessment of one place may use.

    `areas` are the areas the place lies in, nearest first; `reports` and `notices` those of the
    place and its areas, in any order. `cadences` names the live sources, `down` those of them that
    cannot be heard at the moment that is assessed. `orders` are the operator's withholdings, of the
    place and its areas.
    """

    place: Place
    areas: tuple[str, ...]
    reports: tuple[Report, ...]
    notices: tuple[Notice, ...] = ()
    cadences: Cadences = field(default_factory=dict)
    down: frozenset[str] = frozenset()
    orders: tuple[Withholding, ...] = ()


def words_known(evidence: Evidence, at: datetime, knowledge: Knowledge) -> list[Report]:
    """Give the words known at an instant, notices among them."""
    standing = (each for each in evidence.notices if each.stands(at, knowledge))
    said = [*evidence.reports, *map(report_of, standing)]
    return [
        word
        for word in said
        if word.quantity in WORDS and (knowledge is Knowledge.NOW or word.known <= at)
    ]


def queues(evidence: Evidence) -> tuple[Queue, ...]:
    """Give every queue of a place: both directions, its usual modes, and whatever was heard of."""
    place = evidence.place
    own = [report for report in evidence.reports if report.place == place.id]
    rows = {Queue(place.id, way, mode) for way in place.directions for mode in place.modes}
    rows |= {
        report.queue
        for report in own
        if _tells_of_a_queue(report) and report.direction in {*place.directions, BOTH}
    }
    if any(report.quantity in WEATHER for report in own):
        rows.add(Queue(place.id, BOTH, Mode.ANY))
    if not rows:
        rows = {Queue(place.id, way, Mode.ANY) for way in place.directions}
    order = {way: rank for rank, way in enumerate((*place.directions, BOTH))}
    modes = list(Mode)
    return tuple(sorted(rows, key=lambda row: (order[row.direction], modes.index(row.mode))))


def _tells_of_a_queue(report: Report) -> bool:
    """Tell whether a report is of a queue: a belief's figure, or what is measured nowadays.

    Counts in the archive are flows of days long past, and no row of a status for that alone.
    """
    return report.quantity in SPAN or (report.quantity in TRAFFIC and not report.archived)
