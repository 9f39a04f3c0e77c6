"""A course: one series over time, as readers get it in JSON and in tidy CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.board.notation import Fields, instant, instant_if_any
from app.board.stand import Stand, tells
from app.board.tidy import table
from app.domain.days import day_of
from app.domain.disclosure import told_at
from app.domain.history import Step
from app.domain.place import Place
from app.domain.report import Queue, Report, Series, default_subject
from app.domain.vocabulary import QUEUE_QUANTITIES, UNITS, NoNumber, Quantity, Subject
from app.store.published import Published

CARRIED = (*QUEUE_QUANTITIES, Quantity.ACCESS)
"""The quantities of which something is held at any moment, so that they have a course by steps."""

KEY_COLUMNS = ("place", "kind", "direction", "mode", "quantity", "subject", "unit", "timezone")
POINT_COLUMNS = (
    "at", "day", "low", "mid", "high", "value", "bound", "per", "word", "method", "claim",
    "observed_from", "observed_to", "until", "freshness", "agreement", "origins", "origin",
    "origin_kind", "no_number", "access", "known_at", "id", "source", "url", "published_at",
    "version", "method_version", "published_id",
)  # fmt: skip
COLUMNS = (*KEY_COLUMNS, *POINT_COLUMNS)
"""The columns of a history in CSV, whatever its step and knowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One series over time; `tells` says whether it has a single number or word at all.

    That something is withheld tells as well.
    """

    key: Fields
    points: Sequence[Fields]
    sources: frozenset[str]
    tells: bool

    @property
    def fields(self) -> Fields:
        """Give its JSON object."""
        return self.key | {"points": list(self.points)}


def tidy(courses: Iterable[Course]) -> bytes:
    """Write one line for each point."""
    return table(COLUMNS, (course.key | point for course in courses for point in course.points))


def key_of(series: Series, place: Place) -> Fields:
    """Give what a course is of."""
    return {
        "place": place.id,
        "kind": place.kind,
        "direction": series.queue.direction,
        "mode": series.queue.mode,
        "quantity": series.quantity,
        "subject": series.subject,
        "unit": UNITS.get(series.quantity),
        "timezone": place.zone.key,
    }


def courses_of(
    queue: Queue, place: Place, moments: Sequence[datetime], stands: Sequence[Stand], step: Step
) -> Iterator[Course]:
    """Give the courses of one queue's series from how it stood at each moment."""
    marks = [mark(moment, place, step) for moment in moments]
    sources = frozenset(source for stand in stands for source in stand.sources)
    for quantity in QUEUE_QUANTITIES:
        if quantity is Quantity.WAIT_MINUTES or any(quantity in s.numbers for s in stands):
            points = [at | s.number(quantity) for at, s in zip(marks, stands, strict=True)]
            series = Series(queue, quantity, default_subject(quantity))
            yield _course(series, place, points, sources)
    words = [at | stand.word for at, stand in zip(marks, stands, strict=True)]
    yield _course(Series(queue, Quantity.ACCESS, Subject.EVERYBODY), place, words, sources)


def mark(moment: datetime, place: Place, step: Step) -> Fields:
    """Give what names a step: its end, and for a day that local day."""
    at: Fields = {"at": instant(moment)}
    if step is Step.DAY:
        at["day"] = day_of(moment - timedelta.resolution, place.zone).isoformat()
    return at


def _course(
    series: Series, place: Place, points: Sequence[Fields], sources: frozenset[str]
) -> Course:
    return Course(
        key=key_of(series, place),
        points=points,
        sources=sources,
        tells=any(map(tells, points)),
    )


def reported_course(series: Series, place: Place, reports: Sequence[tuple[str, Report]]) -> Course:
    """Give the course of a series as it was reported: each report, disclosed, under its id."""
    return Course(
        key=key_of(series, place),
        points=[_report(public, report) for public, report in reports],
        sources=frozenset(report.source for _, report in reports),
        tells=bool(reports),
    )


def _report(public: str, report: Report) -> Fields:
    return {
        "at": instant(report.ends),
        "observed_from": instant(report.observed_from),
        "observed_to": instant_if_any(report.observed_to),
        "value": report.value,
        "low": report.low,
        "high": report.high,
        "bound": report.bound,
        "per": report.per,
        "word": report.word,
        "claim": report.claim,
        "method": report.method,
        "origin": report.origin,
        "origin_kind": report.origin_kind,
        "known_at": instant(told_at(report, report.known)),
        "id": public,
        "source": report.source,
        "url": report.url,
    }


def published_course(
    series: Series,
    place: Place,
    points: Sequence[tuple[Fields, Published | None]],
    sources: frozenset[str],
) -> Course:
    """Give the course of a series as it was published: at each mark, what stood then."""
    return _course(series, place, [at | _published(stood) for at, stood in points], sources)


def _published(stood: Published | None) -> Fields:
    if stood is None:
        return {"no_number": NoNumber.UNKNOWN}
    belief = stood.belief
    return {
        "low": belief.low,
        "mid": belief.mid,
        "high": belief.high,
        "word": belief.word,
        "observed_to": instant_if_any(belief.observed_to),
        "freshness": belief.freshness,
        "agreement": belief.agreement,
        "origins": belief.origins,
        "no_number": belief.no_number,
        "published_at": instant(stood.published_at),
        "version": stood.version,
        "method_version": stood.method_version,
        "published_id": stood.id,
    }
