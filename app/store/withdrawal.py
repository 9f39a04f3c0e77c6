"""Withdrawal: the reports that somebody may take back, each with what became of it since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.store.columns import number_of
from app.store.database import ReadSession
from app.store.inserting import public_number
from app.store.kept import KEPT, Kept, kept_of
from app.store.tables import reports, series

SHELF = 4000
"""How many ids are looked up in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What one source handed over: recorded at `since` or later, at all places or at one.

    `read` leaves only what was read of texts.
    """

    source: str
    since: datetime
    place: str | None = None
    read: bool = False


async def several(session: ReadSession, publics: Sequence[str]) -> dict[str, Kept]:
    """Give the reports of these public ids (16 hex digits) that there are, by id."""
    query = select(*KEPT).where(public_number.in_(bindparam("wanted", expanding=True)))
    found: dict[str, Kept] = {}
    for start in range(0, len(publics), SHELF):
        wanted = {"wanted": list(map(number_of, publics[start : start + SHELF]))}
        rows = (await session.execute(query, wanted)).all()
        found |= {kept.report.id: kept for kept in await kept_of(session, rows)}
    return found


async def handed_over(session: ReadSession, span: Span, most: int) -> list[Kept]:
    """Give what a source handed over, in the order of storing, at most so many.

    Rows that were taken back or revised are among them, retractions are not.
    """
    query = select(*KEPT).where(
        reports.c.source == span.source,
        reports.c.recorded_at >= span.since,
        reports.c.retracts.is_(None),
    )
    if span.place is not None:
        own = select(series.c.id).where(series.c.place == span.place)
        query = query.where(reports.c.series_id.in_(own))
    if span.read:
        query = query.where(reports.c.fired != "")
    rows = await session.execute(query.order_by(reports.c.id).limit(most))
    return await kept_of(session, rows.all())


def places_of(kept: Collection[Kept]) -> frozenset[str]:
    """Give the places that these reports are about."""
    return frozenset(each.report.place for each in kept)
