"""Sources: who hands us reports, under what licence, how often, and when last."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, insert, select, update

from app.domain.source_kind import SourceKind
from app.store.columns import Moment
from app.store.database import ReadSession, WriteSession
from app.store.tables import sources as table

OPERATOR = "operator"
"""The source id of what an operator of this service says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: its facts, and what the store has counted of it.

    `cadence` is how often it speaks (None: it is not live); `redistribute` tells whether its rows
    may be passed on. `last_recorded_at` and `reports` are counted by the store.
    """

    id: str
    name: str
    kind: SourceKind
    licence: str
    attribution: str
    url: str
    redistribute: bool
    added_at: datetime
    cadence: timedelta | None = None
    last_recorded_at: datetime | None = None
    reports: int = 0


# Whatever is stored asks these, and a statement that is made once is put together once.
REGISTERED = select(table.c.id).where(table.c.id.in_(bindparam("named", expanding=True)))
_last, _at = table.c.last_recorded_at, bindparam("at", type_=Moment)
COUNTED = (
    update(table)
    .where(table.c.id == bindparam("asked"))
    .values(
        reports=table.c.reports + bindparam("brought", type_=table.c.reports.type),
        last_recorded_at=case((_last > _at, _last), else_=_at),
    )
)


async def register(session: WriteSession, source: Source) -> None:
    """Note a source, or its facts as they are now; the day it was added stays."""
    facts = _facts(source)
    changed = await session.execute(update(table).where(table.c.id == source.id).values(**facts))
    if changed.rowcount == 0:
        new = {"id": source.id, "added_at": source.added_at, "reports": 0}
        await session.execute(insert(table).values(**facts, **new))


async def every(session: ReadSession) -> tuple[Source, ...]:
    """Give every source, by id."""
    rows = await session.execute(select(table).order_by(table.c.id))
    return tuple(_source(row) for row in rows)


async def one(session: ReadSession, source: str) -> Source | None:
    """Give the source of this id; None when it was never registered."""
    row = (await session.execute(select(table).where(table.c.id == source))).one_or_none()
    return None if row is None else _source(row)


async def registered(session: ReadSession, named: Collection[str]) -> frozenset[str]:
    """Give which of the named sources were ever registered."""
    return frozenset(await session.scalars(REGISTERED, {"named": list(named)}))


async def counts(session: ReadSession) -> Mapping[str, int]:
    """Give how many reports of each source are stored, revisions and retractions included."""
    rows = await session.execute(select(table.c.id, table.c.reports))
    return {row.id: row.reports for row in rows}


async def count(session: WriteSession, source: str, brought: int, at: datetime) -> None:
    """Count along what a source has brought, the newest of it recorded at a moment."""
    await session.execute(COUNTED, {"asked": source, "brought": brought, "at": at})


def _facts(source: Source) -> dict[str, Any]:
    cadence = source.cadence
    return {
        "name": source.name,
        "kind": str(source.kind),
        "licence": source.licence,
        "attribution": source.attribution,
        "url": source.url,
        "cadence_seconds": None if cadence is None else round(cadence.total_seconds()),
        "redistribute": source.redistribute,
    }


def _source(row: Row[Any]) -> Source:
    return Source(
        id=row.id,
        name=row.name,
        kind=SourceKind(row.kind),
        licence=row.licence,
        attribution=row.attribution,
        url=row.url,
        redistribute=row.redistribute,
        added_at=row.added_at,
        cadence=None if row.cadence_seconds is None else timedelta(seconds=row.cadence_seconds),
        last_recorded_at=row.last_recorded_at,
        reports=row.reports,
    )
