"""Export: everything that may be passed on, read in the order of storing, some rows at a time."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import aclosing
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Table,
    func,
    select,
    type_coerce,
)

from app.domain.act import UNDOABLE, Verb
from app.domain.report import Series
from app.store.act_tables import act_places, act_reports, acts, notice_ends, notices, withholdings
from app.store.carried import Carried
from app.store.columns import EPOCH, public_of
from app.store.database import ReadSession
from app.store.row import READ, report_of
from app.store.series import known
from app.store.tables import published, reports, sources

BATCH = 1000
"""How many rows are read, and handed on, together."""

MICROS_A_DAY = 86_400_000_000

ACTED = sorted(str(verb) for verb in (*UNDOABLE, Verb.UNDO))
"""The acts that change what is published; others tell of the service itself."""

FIRST = reports.alias("first_revision")
TARGET = reports.alias("target")
ROOT = reports.alias("root")

Mark = tuple[str, int]
"""The public id of a row and its moment, in microseconds since 1970."""

SOURCE = func.coalesce(reports.c.source, None)
"""Whose a row is, where its index is not to be walked: retractions are few and have their own."""


class Day(NamedTuple):
    """A day (UTC) that rows speak of, by its ordinal, and the first and last of their numbers."""

    ordinal: int
    first: int
    last: int


class Window(NamedTuple):
    """Rows by number, from `first` to `last`, with a moment from `since` on and before `until`.

    The moments are microseconds since 1970.
    """

    first: int
    last: int
    since: int
    until: int


class Stated(NamedTuple):
    """Something published: its series and its row."""

    series: Series
    row: Row[Any]


async def report_days(session: ReadSession, after: int) -> list[Day]:
    """Give the days on which begins what reports after a number speak of."""
    return await _days(session, reports.c.id, reports.c.observed_from, after)


async def published_days(session: ReadSession, after: int) -> list[Day]:
    """Give the days on which was published what comes after a number."""
    return await _days(session, published.c.id, published.c.published_at, after)


async def report_pages(
    session: ReadSession, window: Window, allowed: Collection[str]
) -> AsyncGenerator[list[Carried], None]:
    """Give the reports that begin in a window and are of allowed sources.

    A retraction goes with what it takes back, whoever says it: it is given where that is.
    """
    series = await known(session)
    query: Select[Any] = (
        select(reports.c.id, type_coerce(FIRST.c.public, BigInteger), *READ)
        .select_from(_with_targets().outerjoin(FIRST, FIRST.c.id == reports.c.first_id))
        .where(*_within(reports.c.id, reports.c.observed_from, window), *_may_leave(allowed))
        .order_by(reports.c.id)
    )
    async with aclosing(partitions(session, query)) as found:
        async for rows in found:
            yield [_carried(row, series) for row in rows]


async def published_pages(
    session: ReadSession, window: Window
) -> AsyncGenerator[list[Stated], None]:
    """Give what was published in a window."""
    series = await known(session)
    query = select(published).where(*_within(published.c.id, published.c.published_at, window))
    async with aclosing(partitions(session, query.order_by(published.c.id))) as found:
        async for rows in found:
            yield [Stated(series[row.series_id], row) for row in rows]


async def act_pages(session: ReadSession) -> AsyncGenerator[list[tuple[Row[Any], str]], None]:
    """Give the acts that change what is published, each with its places in one text."""
    query = select(acts).where(acts.c.verb.in_(ACTED)).order_by(acts.c.id)
    async for rows in partitions(session, query):
        there = await session.execute(
            select(act_places.c.act_id, act_places.c.place)
            .where(act_places.c.act_id.in_([row.id for row in rows]))
            .order_by(act_places.c.place)
        )
        places: dict[int, list[str]] = defaultdict(list)
        for act, place in there:
            places[act].append(place)
        yield [(row, " ".join(places[row.id])) for row in rows]


def act_report_pages(session: ReadSession) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """Give which reports those acts are about."""
    query = select(acts.c.public.label("act"), act_reports.c.report).join(
        act_reports, act_reports.c.act_id == acts.c.id
    )
    ordered = query.where(acts.c.verb.in_(ACTED)).order_by(acts.c.id, act_reports.c.report)
    return partitions(session, ordered)


def withholding_pages(session: ReadSession) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """Give what acts withhold."""
    return partitions(session, _of_acts(withholdings))


def notice_pages(session: ReadSession) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """Give the notices that acts added."""
    return partitions(session, _of_acts(notices))


def notice_end_pages(session: ReadSession) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """Give the ends that acts gave to notices."""
    return partitions(session, _of_acts(notice_ends))


async def retractions(session: ReadSession) -> Mapping[str, int]:
    """Give how many retractions each source handed over, of those that did."""
    rows = await session.execute(
        select(SOURCE, func.count()).where(reports.c.retracts.is_not(None)).group_by(SOURCE)
    )
    return {row[0]: row[1] for row in rows}


async def retracting(session: ReadSession, allowed: Collection[str]) -> frozenset[str]:
    """Give the sources that took back what is of allowed sources."""
    query = select(SOURCE).select_from(_with_targets()).distinct()
    chosen = query.where(reports.c.retracts.is_not(None), *_may_leave(allowed))
    return frozenset(await session.scalars(chosen))


async def source_rows(session: ReadSession) -> Sequence[Row[Any]]:
    """Give the facts of every source, by id."""
    return (await session.execute(select(sources).order_by(sources.c.id))).all()


async def report_mark(session: ReadSession, number: int) -> Mark | None:
    """Give what tells a report of this number from any other database's; None: there is none."""
    return await _mark(session, reports, reports.c.recorded_at, number)


async def published_mark(session: ReadSession, number: int) -> Mark | None:
    """Give the same of what was published under this number."""
    return await _mark(session, published, published.c.published_at, number)


async def partitions(
    session: ReadSession, query: Select[Any]
) -> AsyncGenerator[Sequence[Row[Any]], None]:
    """Give the rows of a query, some at a time: never all of them are in memory."""
    async with session.stream(query) as found:
        try:
            async for rows in found.partitions(BATCH):
                yield rows
        finally:
            # Whoever stops before the end would leave a server's cursor open.
            await found.close()


def _carried(row: Sequence[Any], series: Mapping[int, Series]) -> Carried:
    number, first, *said = row
    return Carried(
        number, None if first is None else public_of(first), report_of(said, series[said[0]])
    )


async def _mark(
    session: ReadSession, table: Table, moment: Column[Any], number: int
) -> Mark | None:
    found = await session.execute(
        select(table.c.public, type_coerce(moment, BigInteger)).where(table.c.id == number)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def _days(
    session: ReadSession, number: Column[int], moment: Column[Any], after: int
) -> list[Day]:
    # Counted from the year 1, no day is negative, and none is rounded the wrong way.
    day = (type_coerce(moment, BigInteger) + EPOCH.toordinal() * MICROS_A_DAY) // MICROS_A_DAY
    query = select(day, func.min(number), func.max(number)).where(number > after).group_by(day)
    return [Day(*row) for row in await session.execute(query)]


def _with_targets() -> FromClause:
    """Give reports, each with what it takes back, and with what that takes back in its turn."""
    taken = reports.outerjoin(TARGET, TARGET.c.public == reports.c.retracts)
    return taken.outerjoin(ROOT, ROOT.c.public == TARGET.c.retracts)


def _may_leave(allowed: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a row may leave: whose it is, or is about in the end.

    A retraction that is more than the undoing of another has no effect, and stays.
    """
    # Without an index: rows are wanted in the order of their numbers, not by source.
    whose = func.coalesce(ROOT.c.source, TARGET.c.source, reports.c.source)
    return whose.in_(sorted(allowed)), ROOT.c.retracts.is_(None)


def _within(
    number: Column[int], moment: Column[Any], window: Window
) -> tuple[ColumnElement[bool], ...]:
    at = type_coerce(moment, BigInteger)
    return (
        number >= window.first,
        number <= window.last,
        at >= window.since,
        at < window.until,
    )


def _of_acts(table: Any) -> Select[Any]:  # noqa: ANN401 - any of three tables
    query = select(acts.c.public.label("act"), table).join(table, table.c.act_id == acts.c.id)
    return query.order_by(acts.c.id)
