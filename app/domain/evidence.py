"""Evidence: all that an assessment of one place may use, and the queues it tells of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from app.domain.belief import SPAN
from app.domain.freshness import Cadences
from app.domain.notice import Notice, report_of
from app.domain.place import BOTH, Place
from app.domain.report import Queue, Report, Series, default_subject
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import QUEUE_QUANTITIES, WORDS, Knowledge, Mode, Quantity
from app.domain.weather import WEATHER
from app.domain.withholding import Withholding

SUBJECTS = {quantity: default_subject(quantity) for quantity in QUEUE_QUANTITIES}
"""Of whom each quantity is published; figures of others are reports alone."""

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
"""Before anything was said."""


class QueueFigures(NamedTuple):
    """What evidence says of one queue in numbers.

    `own` are the queue's own figures by quantity, `besides` its areas' and what gets through.
    From `whole_at` on all of its own are known, and speak of what has been.
    """

    own: Mapping[Quantity, tuple[Report, ...]]
    besides: Sequence[Report]
    whole_at: datetime


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
    _figures: dict[Queue, QueueFigures] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def figures_of(self, queue: Queue) -> QueueFigures:
        """Give what is said of a queue in numbers; found once, and asked as time goes on."""
        found = self._figures.get(queue)
        if found is None:
            found = self._figures[queue] = _figures(queue, self.reports)
        return found


def _figures(queue: Queue, reports: Iterable[Report]) -> QueueFigures:
    own: dict[Quantity, list[Report]] = {quantity: [] for quantity in QUEUE_QUANTITIES}
    besides: list[Report] = []
    for report in reports:
        if report.direction != queue.direction or report.mode is not queue.mode:
            continue
        if report.place != queue.place or report.quantity is Quantity.CROSSINGS_VEHICLES:
            besides.append(report)
        elif SUBJECTS.get(report.quantity) is report.subject:
            own[report.quantity].append(report)
    begun = (max(each.known, each.observed_from) for said in own.values() for each in said)
    return QueueFigures(
        {quantity: tuple(said) for quantity, said in own.items()},
        besides,
        max(begun, default=BEFORE_ALL),
    )


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
    rows = {*usual(place), *(report.queue for report in own if tells_of_a_queue(report, place))}
    if any(report.quantity in WEATHER for report in own):
        rows.add(Queue(place.id, BOTH, Mode.ANY))
    return in_order(rows or {Queue(place.id, way, Mode.ANY) for way in place.directions}, place)


def in_order(rows: Iterable[Queue], place: Place) -> tuple[Queue, ...]:
    """Give queues of a place in the order in which they are told: by direction, then by mode."""
    order = {way: rank for rank, way in enumerate((*place.directions, BOTH))}
    modes = list(Mode)
    return tuple(sorted(rows, key=lambda row: (order[row.direction], modes.index(row.mode))))


def usual(place: Place) -> frozenset[Queue]:
    """Give the queues that a place has whatever was heard: both directions, its usual modes."""
    return frozenset(Queue(place.id, way, mode) for way in place.directions for mode in place.modes)


def tells_of_a_queue(report: Report, place: Place) -> bool:
    """Tell whether a report of a place is of a queue: a belief's figure, or what is measured now.

    Counts in the archive are flows of days long past, and no row of a status for that alone.
    """
    now = report.quantity in SPAN or not report.archived
    return now and may_tell(report.series, place)


def may_tell(series: Series, place: Place) -> bool:
    """Tell whether reports of a series of a place may be of a queue."""
    counted = series.quantity in SPAN or series.quantity in TRAFFIC
    return counted and series.queue.direction in {*place.directions, BOTH}
