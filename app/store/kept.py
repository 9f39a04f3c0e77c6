"""Kept: a report as it stands in the store, with what became of it since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    bindparam,
    func,
    select,
    type_coerce,
)

from app.domain.history import Absence
from app.domain.report import Report, Series
from app.store import tables
from app.store.columns import number_of
from app.store.database import ReadSession
from app.store.row import READ, report_of
from app.store.series import known
from app.store.standing import LATER, RETRACTION, UNDOING
from app.store.tables import reports

SHELF = 4000
"""How many rows are looked up in one statement."""

KEPT = (
    reports.c.id,
    reports.c.first_id,
    type_coerce(reports.c.public, BigInteger).label("own"),
    *READ,
)
"""The columns that make a kept report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report and its number in the order of storing, with what took it back, if anything did.

    `superseded_by` is the newest later revision, `superseded_at` when the first one became known;
    `retracted_by` is the first retraction that stands, with its time and its note. `absences` tell
    when it was known not to stand, retractions that were taken back again among them.
    """

    number: int
    report: Report
    superseded_by: str | None = None
    superseded_at: datetime | None = None
    retracted_by: str | None = None
    retracted_at: datetime | None = None
    reason: str = ""
    absences: tuple[Absence, ...] = ()

    @property
    def withdrawn_at(self) -> datetime | None:
        """Give the moment from which it was known not to stand any more; None while it stands."""
        moments = (self.superseded_at, self.retracted_at)
        return min((moment for moment in moments if moment is not None), default=None)


async def one(session: ReadSession, public: str) -> Kept | None:
    """Give the report of this public id (16 hex digits); None when there is none."""
    rows = await session.execute(select(*KEPT).where(reports.c.public == public))
    return next(iter(await kept_of(session, rows.all())), None)


async def by_public(session: ReadSession, publics: Sequence[str]) -> list[Kept]:
    """Give the reports of these public ids (16 hex digits each), in no order."""
    own = type_coerce(reports.c.public, BigInteger)
    rows = await _looked_up(session, select(*KEPT), own, list(map(number_of, publics)))
    return await kept_of(session, rows)


async def by_number(session: ReadSession, numbers: Sequence[int]) -> list[Kept]:
    """Give the reports stored under these numbers, in the order given."""
    rows = await _looked_up(session, select(*KEPT), reports.c.id, numbers)
    found = {kept.number: kept for kept in await kept_of(session, rows)}
    return [found[number] for number in numbers]


async def kept_of(session: ReadSession, rows: Sequence[Row[Any]]) -> list[Kept]:
    """Give what rows of KEPT hold, and look up what became of each."""
    series = await known(session, tables.series.c.id.in_({row.series_id for row in rows}))
    revisions = await _revisions(session, [row.first_id or row.id for row in rows])
    retractions = await _retractions(session, [row.own for row in rows])
    return [
        _kept(row, series[row.series_id], revisions[row.first_id or row.id], retractions[row.own])
        for row in rows
    ]


def _kept(
    row: Row[Any], series: Series, revisions: Sequence[Row[Any]], retractions: Sequence[Row[Any]]
) -> Kept:
    later = [revision for revision in revisions if revision.revision > row.revision]
    superseded_at = min((each.known_at for each in later), default=None)
    standing = [each for each in retractions if each.undone_at is None]
    retraction = standing[0] if standing else None
    absences = [Absence(each.known_at, each.undone_at) for each in retractions]
    return Kept(
        number=row.id,
        report=report_of(row[3:], series),
        superseded_by=later[-1].public if later else None,
        superseded_at=superseded_at,
        retracted_by=retraction.public if retraction else None,
        retracted_at=retraction.known_at if retraction else None,
        reason=retraction.note if retraction else "",
        absences=(*absences, *([Absence(superseded_at)] if superseded_at else ())),
    )


async def _revisions(
    session: ReadSession, firsts: Sequence[int]
) -> Mapping[int, Sequence[Row[Any]]]:
    later = select(LATER.c.first_id, LATER.c.revision, LATER.c.public, LATER.c.known_at)
    rows = await _looked_up(session, later.order_by(LATER.c.revision), LATER.c.first_id, firsts)
    return _by_first_column(rows)


async def _retractions(
    session: ReadSession, publics: Sequence[int]
) -> Mapping[int, Sequence[Row[Any]]]:
    """Give every retraction of these rows in order, with when it was taken back, if it was."""
    target = type_coerce(RETRACTION.c.retracts, BigInteger)
    undone_at = (
        select(func.min(UNDOING.c.known_at, type_=UNDOING.c.known_at.type))
        .where(UNDOING.c.retracts == RETRACTION.c.public)
        .correlate(RETRACTION)
        .scalar_subquery()
    )
    every = select(
        target,
        RETRACTION.c.public,
        RETRACTION.c.known_at,
        RETRACTION.c.note,
        undone_at.label("undone_at"),
    ).order_by(RETRACTION.c.known_at, RETRACTION.c.id)
    return _by_first_column(await _looked_up(session, every, target, publics))


async def _looked_up(
    session: ReadSession, query: Select[Any], column: ColumnElement[Any], wanted: Sequence[int]
) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    chosen = query.where(column.in_(bindparam("wanted", expanding=True)))
    for start in range(0, len(wanted), SHELF):
        some = {"wanted": wanted[start : start + SHELF]}
        rows += (await session.execute(chosen, some)).all()
    return rows


def _by_first_column(rows: Sequence[Row[Any]]) -> Mapping[int, Sequence[Row[Any]]]:
    by_key: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_key[row[0]].append(row)
    return by_key
