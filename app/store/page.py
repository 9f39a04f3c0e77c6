"""Pages of evidence: what was stored, as it was stored, a page at a time.

Without a window, rows come in the order of storing, so that a reader who keeps the cursor misses
nothing that is added later. With a window, they come by the end of what they speak of. Either way
a page is put together from the first few rows of each series, source or origin that is wanted,
each reached directly in an index.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    false,
    func,
    select,
    true,
    type_coerce,
    union_all,
)

from app.store import tables
from app.store.columns import EPOCH, Moment
from app.store.database import ReadSession
from app.store.kept import Kept, by_number
from app.store.order import Order, Place, order_of
from app.store.tables import reports
from app.store.wanted import LISTED, Wanted, of_rows, of_series
from app.store.window import END_OF_TIME, REACHES, latest_end

ENDS = type_coerce(LISTED.c.ends, BigInteger)
PLACE = (type_coerce(reports.c.ends, BigInteger).label("ends"), reports.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows; `cursor` is where to go on, now or once there is more, `more` whether there is."""

    rows: tuple[Kept, ...]
    cursor: str | None
    more: bool


async def page(
    session: ReadSession,
    wanted: Wanted,
    *,
    cursor: str | None = None,
    limit: int = 100,
    newest_first: bool = True,
) -> Page:
    """Give a page of at most `limit` rows, withdrawn ones and retractions among them.

    A cursor goes on with the filters and the order it was given for. Raises BadCursor.
    """
    order = order_of(cursor, by_end=wanted.windowed, newest_first=newest_first)
    lists = await _lists(session, wanted, order, limit + 1)
    places = await _merged(session, lists, order, limit + 1)
    shown = places[:limit]
    return Page(
        rows=tuple(await by_number(session, [place.number for place in shown])),
        cursor=order.cursor(shown[-1]) if shown else cursor,
        more=len(places) > limit,
    )


async def _merged(
    session: ReadSession, lists: Sequence[Select[Any]], order: Order, most: int
) -> list[Place]:
    every = union_all(*lists).subquery("every")
    firsts = order.arranged(select(every.c.ends, every.c.id), every.c.ends, every.c.id)
    return [Place(*row) for row in await session.execute(firsts.limit(most))]


async def _lists(
    session: ReadSession, wanted: Wanted, order: Order, most: int
) -> list[Select[Any]]:
    """Give queries that hold, between them, the first `most` rows wanted."""
    named = of_series(wanted)
    by_source = bool(wanted.sources) and not named and not order.by_end
    # Said again of rows listed by source, it would hide from a server how many those are.
    conditions = of_rows(replace(wanted, sources=()) if by_source else wanted)
    conditions += [order.follows(ENDS, LISTED.c.id), *await _recorded(session, wanted, order)]
    first = order.arranged(select(LISTED.c.id).where(*conditions), ENDS, LISTED.c.id).limit(most)
    if named or order.by_end:
        found = await session.scalars(select(tables.series.c.id).where(true(), *named))
        return _by_series(wanted, first, found.all())
    if by_source:
        own = first.where(LISTED.c.source == tables.sources.c.id)
        return [_each(tables.sources, own, wanted.sources)]
    if wanted.origins:
        return [_plain(first.where(LISTED.c.origin == origin)) for origin in wanted.origins]
    return [_plain(first)]


def _by_series(wanted: Wanted, first: Select[Any], series: Sequence[int]) -> list[Select[Any]]:
    own = first.where(LISTED.c.series_id == tables.series.c.id)
    if not wanted.windowed:
        return [_each(tables.series, own, series)]
    return [
        _each(tables.series, own.where(*_in_window(wanted, reach)), series) for reach in REACHES
    ]


def _in_window(wanted: Wanted, reach: int) -> tuple[ColumnElement[bool], ...]:
    since, until = wanted.since or EPOCH, wanted.until or END_OF_TIME
    return (
        LISTED.c.reach == reach,
        LISTED.c.ends.between(since, latest_end(until, reach)),
        LISTED.c.observed_from <= until,
    )


def _each(keys: Table, first: Select[Any], ids: Collection[int] | Collection[str]) -> Select[Any]:
    """Give, for each key, the first rows of a query correlated to it."""
    rows = keys.join(reports, reports.c.id.in_(first.correlate(keys)))
    return select(*PLACE).select_from(rows).where(keys.c.id.in_(ids))


def _plain(first: Select[Any]) -> Select[Any]:
    return select(*PLACE).where(reports.c.id.in_(first))


async def _recorded(
    session: ReadSession, wanted: Wanted, order: Order
) -> list[ColumnElement[bool]]:
    """Give the conditions for rows stored since a moment.

    Rows are not stamped quite in the order of storing. So each is looked at, from the first that
    is new; a reader who goes on from the oldest has passed that one.
    """
    since = wanted.recorded_from
    if since is None:
        return []
    stamped = func.coalesce(LISTED.c.recorded_at, None, type_=Moment) >= since
    if order.after is not None and not order.newest_first:
        return [stamped]
    # Plus nothing: so that the first is looked for among the new rows, not among all.
    first = select(func.min(LISTED.c.id + 0)).where(LISTED.c.recorded_at >= since)
    begin = await session.scalar(first)
    return [false()] if begin is None else [LISTED.c.id >= begin, stamped]
