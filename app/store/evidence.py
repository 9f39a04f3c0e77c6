"""Evidence: the reports that an assessment may use, found without reading all that there are.

What meets a window is found series by series and reach by reach (app/store/window.py). What came
before it is one row for each series of figures and for each strand of words, reached directly in
an index. So an answer costs what it holds, however long the history.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    bindparam,
    select,
    union,
    union_all,
)

from app.domain.report import Report, Series
from app.domain.vocabulary import CROSSINGS, WORDS, Quantity
from app.store import tables
from app.store.columns import Moment
from app.store.database import ReadSession
from app.store.kept import KEPT, Kept, kept_of
from app.store.row import READ, report_of
from app.store.series import known
from app.store.standing import counts
from app.store.tables import IS_LATE, reports
from app.store.window import REACHES, latest_end

EARLIER = reports.alias("earlier")


class Numbered(NamedTuple):
    """A report and its number in the order of storing."""

    number: int
    report: Report


NUMBERED = (reports.c.id, *READ)
"""The columns that make it."""


async def around(  # noqa: PLR0913 - the whole question, each part named
    session: ReadSession,
    places: Collection[str],
    *,
    since: datetime,
    until: datetime,
    known_by: datetime | None = None,
    quantities: Collection[Quantity] = (),
) -> list[Report]:
    """Give the reports of some places whose interval meets the window, both ends included.

    They are of all quantities unless some are named. A word without an end meets it where it begins
    within; those that began before are among `latest`. With `known_by`, all is as it was known by
    then.
    """
    series = await of_places(session, places, quantities)
    return _reports(await in_window(session, series, bounds(since, until), known_by))


async def crossings(
    session: ReadSession,
    places: Collection[str],
    *,
    since: datetime,
    until: datetime,
    known_by: datetime | None = None,
) -> list[Report]:
    """Give what `around` gives, of crossings alone."""
    series = await of_places(session, places, CROSSINGS)
    return _reports(await in_window(session, series, bounds(since, until), known_by))


async def timeline(
    session: ReadSession,
    places: Collection[str],
    *,
    since: datetime,
    until: datetime,
    quantities: Collection[Quantity] = (),
) -> list[Kept]:
    """Give what `around` gives, and what was superseded or retracted besides.

    So that many moments can be answered from one reading: a report was evidence at a moment if it
    was known by then and `withdrawn_at` had not come.
    """
    series = await of_places(session, places, quantities)
    window = bounds(since, until) | {"series": list(series)}
    rows = await session.execute(_timeline(), window)
    return await kept_of(session, rows.all())


async def latest(
    session: ReadSession,
    places: Collection[str],
    *,
    before: datetime,
    known_by: datetime | None = None,
    quantities: Collection[Quantity] = (),
) -> list[Report]:
    """Give what was last said of some places before a moment, whatever its age.

    That is the newest figure of each series and the newest word of each strand, among those whose
    interval had ended by then (or, without an end, begun). A strand is one word on one series by
    one kind of origin, or by one origin where an official states it, with an end or without. It is
    of all quantities unless some are named.
    """
    series = await of_places(session, places, quantities)
    return _reports(await last_before(session, series, before, known_by))


async def late_turns(
    session: ReadSession,
    places: Collection[str],
    *,
    ended_before: datetime,
    after: datetime,
    until: datetime,
) -> list[datetime]:
    """Give when, after one moment and until another, `latest` may have changed for some places.

    That is when a report whose interval had ended before `ended_before` became known, a revision
    among them, or any report was taken back or given back. `ended_before` must lie LATE
    (app/store/tables.py) before `after`, or earlier.
    """
    numbers = {"series": list(await of_places(session, places))}
    rows = await session.scalars(
        _late_turns(), {**numbers, "before": ended_before, "after": after, "until": until}
    )
    return sorted(rows)


async def of_places(
    session: ReadSession, places: Collection[str], quantities: Collection[Quantity] = ()
) -> dict[int, Series]:
    """Give the series of some places by their numbers, of all quantities unless some are named."""
    conditions = [tables.series.c.place.in_(places)]
    if quantities:
        conditions.append(tables.series.c.quantity.in_(quantities))
    return await known(session, *conditions)


async def in_window(
    session: ReadSession,
    series: Mapping[int, Series],
    window: Mapping[str, datetime],
    known_by: datetime | None,
) -> list[Numbered]:
    """Give what `around` gives of these series; the window is told by `bounds`."""
    values = {**window, "series": list(series), "known_by": known_by}
    rows = await session.execute(_around(then=known_by is not None), values)
    return list(_numbered(rows, series))


async def last_before(
    session: ReadSession,
    series: Mapping[int, Series],
    before: datetime,
    known_by: datetime | None,
) -> list[Numbered]:
    """Give what `latest` gives of these series."""
    figures = [number for number, key in series.items() if key.quantity not in WORDS]
    words = [number for number, key in series.items() if key.quantity in WORDS]
    rows = await session.execute(
        _latest(then=known_by is not None),
        {"figures": figures, "words": words, "before": before, "known_by": known_by},
    )
    return list(_newest_of_each(_numbered(rows, series)))


def rank(each: Numbered) -> tuple[datetime, int]:
    """Give by what the last of a series or strand is found: its end, then when it was stored."""
    return each.report.ends, each.number


def _numbered(rows: Iterable[Sequence[Any]], series: Mapping[int, Series]) -> Iterator[Numbered]:
    return (Numbered(row[0], report_of(row[1:], series[row[1]])) for row in rows)


def _reports(numbered: Iterable[Numbered]) -> list[Report]:
    return [each.report for each in numbered]


def bounds(since: datetime, until: datetime) -> dict[str, datetime]:
    """Give what `meets` is to be bound to for a window, beside the numbers of the series."""
    ends = {f"end_{reach}": latest_end(until, reach) for reach in REACHES}
    return {"since": since, "until": until} | ends


# Statements are built once: building one takes longer than its answer.


@cache
def _around(*, then: bool) -> CompoundSelect[Any]:
    standing = counts(reports, then=then)
    return union_all(*(select(*NUMBERED).where(meets(reach), standing) for reach in REACHES))


@cache
def _timeline() -> CompoundSelect[Any]:
    said = reports.c.retracts.is_(None)
    return union_all(*(select(*KEPT).where(meets(reach), said) for reach in REACHES))


@cache
def _late_turns() -> CompoundSelect[Any]:
    known = (reports.c.known_at > bindparam("after", type_=Moment)) & (
        reports.c.known_at <= bindparam("until", type_=Moment)
    )
    of_series: BindParameter[Any] = bindparam("series", expanding=True)
    target = reports.alias("target")
    # The few that were taken back are looked for first, and not among all of a series.
    of = select(target.c.series_id).where(target.c.public == reports.c.retracts).scalar_subquery()
    return union(
        select(reports.c.known_at).where(
            reports.c.series_id.in_(of_series),
            IS_LATE,
            known,
            reports.c.ends < bindparam("before", type_=Moment),
        ),
        select(reports.c.known_at).where(reports.c.retracts.is_not(None), known, of.in_(of_series)),
    )


def meets(reach: int) -> ColumnElement[bool]:
    """Give the condition under which a report of the bound series and this reach meets a window."""
    return (
        reports.c.series_id.in_(bindparam("series", expanding=True))
        & (reports.c.reach == reach)
        & (reports.c.ends >= bindparam("since", type_=Moment))
        & (reports.c.ends <= bindparam(f"end_{reach}", type_=Moment))
        & (reports.c.observed_from <= bindparam("until", type_=Moment))
    )


@cache
def _latest(*, then: bool) -> CompoundSelect[Any]:
    newest = (
        select(EARLIER.c.id)
        .where(EARLIER.c.ends < bindparam("before", type_=Moment), counts(EARLIER, then=then))
        .order_by(EARLIER.c.ends.desc(), EARLIER.c.id.desc())
        .limit(1)
    )
    series, strands = tables.series, tables.strands
    figures = [
        _behind(
            series, newest.where(EARLIER.c.series_id == series.c.id, EARLIER.c.reach == reach)
        ).where(series.c.id.in_(bindparam("figures", expanding=True)))
        for reach in REACHES
    ]
    words = _behind(strands, newest.where(EARLIER.c.strand_id == strands.c.id)).where(
        strands.c.series_id.in_(bindparam("words", expanding=True))
    )
    return union_all(*figures, words)


def _behind(keys: Table, newest: Select[tuple[int]]) -> Select[Any]:
    """Give, for each key, the one report that a query correlated to it finds."""
    one = newest.correlate(keys).scalar_subquery()
    return select(*NUMBERED).select_from(keys.join(reports, reports.c.id == one))


def _newest_of_each(numbered: Iterable[Numbered]) -> Iterator[Numbered]:
    """Give all words, and the newest figure of each series: one came for each reach."""
    figures: dict[Series, Numbered] = {}
    for each in numbered:
        report = each.report
        if report.quantity in WORDS:
            yield each
        elif report.series not in figures or rank(figures[report.series]) < rank(each):
            figures[report.series] = each
    yield from figures.values()
