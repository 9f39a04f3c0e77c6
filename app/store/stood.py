"""Stood: for each report of a series, which belief of ours was published when its interval ended.

The published beliefs of a busy series are many times its reports, so they are looked up one by one
in their index, and never read through.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, or_, select, union_all

from app.domain.report import Series
from app.domain.vocabulary import Quantity
from app.store import tables
from app.store.columns import Moment
from app.store.database import ReadSession
from app.store.row import READ
from app.store.series import known
from app.store.standing import counts
from app.store.tables import published, reports
from app.store.wanted import LISTED
from app.store.window import REACHES

EARLIER = published.alias("earlier")

BELIEF = ("published_at", "low", "mid", "high", "no_number", "method_version")
"""The columns of what stood, after those of the report."""


class Said(NamedTuple):
    """A row of READ, and what stood: BELIEF, all None where nothing ever did."""

    report: tuple[Any, ...]
    belief: tuple[Any, ...]


async def active(
    session: ReadSession, quantities: Collection[Quantity], *, since: datetime, until: datetime
) -> dict[int, Series]:
    """Give the series of these quantities of which a report's interval ended in a window."""
    ended = [
        select(reports.c.id)
        .where(
            reports.c.series_id == tables.series.c.id,
            reports.c.reach == reach,
            reports.c.ends > since,
            reports.c.ends <= until,
        )
        .correlate(tables.series)
        .exists()
        for reach in REACHES
    ]
    return await known(session, tables.series.c.quantity.in_(quantities), or_(*ended))


async def said(
    session: ReadSession, series: int, *, since: datetime, until: datetime, most: int
) -> list[Said]:
    """Give the reports of a series that had ended and were recorded by a moment, newest first.

    At most `most` of them. What stood is looked up for those that ended after `since`: the belief
    last published by the end of the interval and before the report was recorded.
    """
    values = {"series": series, "since": since, "until": until, "most": most}
    width = len(READ)
    rows = (await session.execute(_said(), values)).all()
    return [Said(row[:width], row[width:]) for row in rows]


@cache
def _said() -> Select[Any]:
    newest = union_all(*(select(_newest(reach).subquery().c.id) for reach in REACHES))
    belief = [published.c[name].label(f"stood_{name}") for name in BELIEF]
    found = reports.outerjoin(published, published.c.id == _stood())
    return (
        select(*READ, *belief)
        .select_from(found)
        .where(reports.c.id.in_(newest))
        .order_by(reports.c.ends.desc(), reports.c.id.desc())
        .limit(bindparam("most"))
    )


def _newest(reach: int) -> Select[Any]:
    return (
        select(LISTED.c.id)
        .where(
            LISTED.c.series_id == bindparam("series"),
            LISTED.c.reach == reach,
            LISTED.c.ends <= _bound("until"),
            LISTED.c.recorded_at <= _bound("until"),
            counts(LISTED, then=False),
        )
        .order_by(LISTED.c.ends.desc(), LISTED.c.id.desc())
        .limit(bindparam("most"))
    )


def _stood() -> ColumnElement[Any]:
    last = (
        select(EARLIER.c.id)
        .where(
            EARLIER.c.series_id == reports.c.series_id,
            EARLIER.c.published_at <= reports.c.ends,
            EARLIER.c.published_at < reports.c.recorded_at,
        )
        .order_by(EARLIER.c.published_at.desc(), EARLIER.c.id.desc())
        .limit(1)
        .correlate(reports)
        .scalar_subquery()
    )
    return case((reports.c.ends > _bound("since"), last))


def _bound(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=Moment)
