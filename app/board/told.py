"""Told: each series asked for over time, as it was reported to us, or as we published it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from app.board.course import CARRIED, Course, mark, published_course, reported_course
from app.board.history import Asking, Span, refuse_above
from app.board.notation import Fields, instant
from app.board.row import Row
from app.catalog import Catalogue
from app.domain.disclosure import disclose_report
from app.domain.history import Step, ends_of_steps
from app.domain.place import Place
from app.domain.report import Report, Series
from app.domain.vocabulary import Knowledge
from app.store import published, reports, series
from app.store.database import ReadSession
from app.store.kept import Kept
from app.store.published import Published
from app.store.reports import Wanted

MOST_POINTS = 20_000
"""How many points one answer has at most, as reported or as published."""


async def reported(
    session: ReadSession, catalogue: Catalogue, asking: Asking, knowledge: Knowledge
) -> list[Course]:
    """Give the reports themselves; with `then`, those that stood by the end of the time asked for.

    Raises InvalidQuery for too many of them.
    """
    since, until = asking.whole
    filters = asking.filters
    wanted = Wanted(
        places=tuple(asking.spans),
        directions=filters.direction,
        modes=filters.mode,
        quantities=filters.quantity or CARRIED,
        subjects=filters.subject,
        since=since,
        until=until,
    )
    page = await reports.page(session, wanted, limit=MOST_POINTS, newest_first=False)
    refuse_above(MOST_POINTS, MOST_POINTS + page.more)
    by_series: dict[Series, list[tuple[str, Report]]] = defaultdict(list)
    for kept in page.rows:
        report = _disclosed(kept, catalogue, asking.spans[kept.report.place], knowledge)
        if report is not None:
            by_series[report.series].append((kept.report.id, report))
    return [
        reported_course(key, catalogue.place(key.queue.place), said)
        for key, said in sorted(by_series.items())
    ]


def _disclosed(kept: Kept, catalogue: Catalogue, span: Span, knowledge: Knowledge) -> Report | None:
    report = kept.report
    if report.retracts or not _speaks_of(report, span):
        return None
    by = span[1] if knowledge is Knowledge.THEN else None
    if not _stands(kept, by):
        return None
    return disclose_report(report, catalogue.place(report.place).kind)


def _speaks_of(report: Report, span: Span) -> bool:
    """Tell whether a report's interval meets a span, whose end is no part of it."""
    start, end = span
    return report.observed_from < end and (report.ends > start or report.observed_from == start)


async def as_published(
    session: ReadSession, catalogue: Catalogue, asking: Asking, rows: Iterable[Row]
) -> list[Course]:
    """Give what we published, at the end of each step or (`raw`) whenever it changed.

    `rows` are the board's, for the credits. Raises InvalidQuery for too many points.
    """
    since, until = asking.whole
    keys = [key for key in await series.heard(session) if _of_queue(key, asking)]
    told = await published.history(session, keys, since=since, until=until)
    by_series: dict[Series, list[Published]] = defaultdict(list)
    for each in told:
        by_series[each.series].append(each)
    credited = {row.status.queue: frozenset(row.status.sources) for row in rows}
    courses = [
        published_course(
            key,
            (place := catalogue.place(key.queue.place)),
            list(_marks(said, place, asking.spans[place.id], asking.step)),
            credited.get(key.queue, frozenset()),
        )
        for key, said in sorted(by_series.items())
    ]
    refuse_above(MOST_POINTS, sum(len(course.points) for course in courses))
    return asking.chosen(courses)


def _of_queue(key: Series, asking: Asking) -> bool:
    known = key.quantity in CARRIED and key.queue.place in asking.spans
    return known and asking.wants(key.queue)


def _marks(
    said: Sequence[Published], place: Place, span: Span, step: Step
) -> Iterator[tuple[Fields, Published | None]]:
    """Give each mark with what stood then; what was published is in its order."""
    if step is Step.RAW:
        for each in said:
            yield {"at": instant(each.published_at)}, each
        return
    times = [each.published_at for each in said]
    for moment in ends_of_steps(*span, step, place.zone):
        index = bisect_right(times, moment)
        yield mark(moment, place, step), said[index - 1] if index else None


def _stands(kept: Kept, by: datetime | None) -> bool:
    """Tell whether a report stands as known by a moment, or (None) as known today."""
    if by is None:
        return kept.withdrawn_at is None
    return kept.report.known <= by and (kept.withdrawn_at is None or kept.withdrawn_at > by)
