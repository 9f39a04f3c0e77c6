"""Pages of evidence: what was stored, as it was stored, a page at a time.

Without a window, rows come in the order of storing, so that a reader who keeps the cursor misses
nothing that is added later. With a window (`since`, `until`), they come by the end of what they
speak of. Either way a page is put together from the first few rows of each series, source or
origin that is wanted, each reached directly in an index.
"""

import operator
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    and_,
    false,
    func,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)

from app.domain.vocabulary import WORDS, Claim, Mode, Quantity, Subject
from app.store import tables
from app.store.columns import EPOCH, Moment
from app.store.database import ReadSession
from app.store.kept import Kept, by_number
from app.store.tables import reports
from app.store.window import END_OF_TIME, REACHES, latest_end

LISTED = reports.alias("listed")
ENDS = type_coerce(LISTED.c.ends, BigInteger)
PLACE = (type_coerce(reports.c.ends, BigInteger).label("ends"), reports.c.id)
BEGINNING = EPOCH

CURSOR = re.compile(r"(?:(-?[0-9]{1,18})\.)?([0-9]{1,18})")


class BadCursor(ValueError):
    """A cursor that no page of this kind was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows are wanted: an empty filter leaves all, several values are alternatives.

    `since` and `until` (both included) are the window that a row's interval meets; a row is
    stored at `recorded_from` or later.
    """

    places: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    subjects: tuple[Subject, ...] = ()
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    recorded_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows; `cursor` is where to go on, now or once there is more, `more` whether there is."""

    rows: tuple[Kept, ...]
    cursor: str | None
    more: bool


class _Place(NamedTuple):
    """A row's place in the order of pages: by the end of its interval, then by number."""

    ends: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """How rows follow one another, and after which one a page begins."""

    by_end: bool
    newest_first: bool
    after: _Place | None

    def arranged(
        self, query: Select[Any], ends: ColumnElement[int], number: ColumnElement[int]
    ) -> Select[Any]:
        """Give a query in this order."""
        keys = (ends, number) if self.by_end else (number,)
        return query.order_by(*(key.desc() if self.newest_first else key.asc() for key in keys))

    def follows(self, ends: ColumnElement[int], number: ColumnElement[int]) -> ColumnElement[bool]:
        """Give the condition under which a row comes after the last one seen."""
        if self.after is None:
            return true()
        beyond = operator.lt if self.newest_first else operator.gt
        if not self.by_end:
            return cast("ColumnElement[bool]", beyond(number, self.after.number))
        not_before = operator.le if self.newest_first else operator.ge
        return and_(
            not_before(ends, self.after.ends),
            or_(beyond(ends, self.after.ends), beyond(number, self.after.number)),
        )


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
    by_end = wanted.since is not None or wanted.until is not None
    after = None if cursor is None else _place(cursor, by_end=by_end)
    order = _Order(by_end=by_end, newest_first=newest_first, after=after)
    lists = await _lists(session, wanted, order, limit + 1)
    places = await _merged(session, lists, order, limit + 1)
    shown = places[:limit]
    return Page(
        rows=tuple(await by_number(session, [place.number for place in shown])),
        cursor=_cursor(shown[-1], by_end=by_end) if shown else cursor,
        more=len(places) > limit,
    )


def _place(cursor: str, *, by_end: bool) -> _Place:
    match = CURSOR.fullmatch(cursor)
    if match is None or (match[1] is not None) != by_end:
        raise BadCursor(f"{cursor!r} is no cursor of these pages")
    return _Place(int(match[1] or 0), int(match[2]))


def _cursor(place: _Place, *, by_end: bool) -> str:
    return f"{place.ends}.{place.number}" if by_end else f"{place.number}"


async def _merged(
    session: ReadSession, lists: Sequence[Select[Any]], order: _Order, most: int
) -> list[_Place]:
    if not lists:
        return []
    every = union_all(*lists).subquery("every")
    firsts = order.arranged(select(every.c.ends, every.c.id), every.c.ends, every.c.id)
    return [_Place(*row) for row in await session.execute(firsts.limit(most))]


async def _lists(
    session: ReadSession, wanted: Wanted, order: _Order, most: int
) -> list[Select[Any]]:
    """Give queries that hold, between them, the first `most` rows wanted."""
    conditions = [*_conditions(wanted), order.follows(ENDS, LISTED.c.id)]
    if wanted.recorded_from is not None:
        conditions += await _recorded(session, wanted.recorded_from)
    first = order.arranged(select(LISTED.c.id).where(*conditions), ENDS, LISTED.c.id).limit(most)
    named = _of_series(wanted)
    if named or order.by_end:
        ids = await session.scalars(select(tables.series.c.id).where(true(), *named))
        return _by_series(wanted, first, ids.all(), by_end=order.by_end)
    if wanted.sources:
        return [
            _each(
                tables.sources, first.where(LISTED.c.source == tables.sources.c.id), wanted.sources
            )
        ]
    if wanted.origins:
        return [_plain(first.where(LISTED.c.origin == origin)) for origin in wanted.origins]
    return [_plain(first)]


def _by_series(
    wanted: Wanted, first: Select[Any], series: Sequence[int], *, by_end: bool
) -> list[Select[Any]]:
    own = first.where(LISTED.c.series_id == tables.series.c.id)
    if not by_end:
        return [_each(tables.series, own, series)]
    since, until = wanted.since or BEGINNING, wanted.until or END_OF_TIME
    return [
        _each(
            tables.series,
            own.where(
                LISTED.c.reach == reach,
                LISTED.c.ends.between(since, latest_end(until, reach)),
                LISTED.c.observed_from <= until,
            ),
            series,
        )
        for reach in REACHES
    ]


def _each(keys: Table, first: Select[Any], ids: Collection[int] | Collection[str]) -> Select[Any]:
    """Give, for each key, the first rows of a query correlated to it."""
    numbers = first.correlate(keys)
    rows = keys.join(reports, reports.c.id.in_(numbers))
    return select(*PLACE).select_from(rows).where(keys.c.id.in_(ids))


def _plain(first: Select[Any]) -> Select[Any]:
    return select(*PLACE).where(reports.c.id.in_(first))


def _of_series(wanted: Wanted) -> list[ColumnElement[bool]]:
    columns = tables.series.c
    filters = (
        (columns.place, wanted.places),
        (columns.direction, wanted.directions),
        (columns.mode, wanted.modes),
        (columns.quantity, wanted.quantities),
        (columns.subject, wanted.subjects),
        # A figure has no claim, so nothing is lost by not looking for one among figures.
        (columns.quantity, tuple(WORDS) if wanted.claims else ()),
    )
    return [column.in_(values) for column, values in filters if values]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    # Inside a function, so that no database enters by these columns where a list is in order.
    filters = (
        (LISTED.c.source, wanted.sources),
        (LISTED.c.origin, wanted.origins),
        (LISTED.c.claim, wanted.claims),
    )
    return [func.coalesce(column, "").in_(values) for column, values in filters if values]


async def _recorded(session: ReadSession, since: datetime) -> list[ColumnElement[bool]]:
    """Give the conditions for rows stored since a moment, with a number to begin at.

    Rows are not stamped quite in the order of storing, so both are needed.
    """
    # Plus nothing: so that the first number is looked for among the new rows, not among all.
    first = select(func.min(LISTED.c.id + 0)).where(LISTED.c.recorded_at >= since)
    begin = await session.scalar(first)
    stamped = func.coalesce(LISTED.c.recorded_at, None, type_=Moment)
    return [false()] if begin is None else [LISTED.c.id >= begin, stamped >= since]
