"""Imports: which files were taken in whole, by whom, and how that went."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from app.store.database import ReadSession, WriteSession
from app.store.tables import imports as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file that was taken in: `rows` were read, of which `refused` were not usable."""

    source: str
    name: str
    sha256: str
    rows: int
    refused: int
    started_at: datetime
    finished_at: datetime


async def add(session: WriteSession, done: Import) -> None:
    """Note a file that was taken in."""
    await session.execute(
        insert(table).values(
            source=done.source,
            name=done.name,
            sha256=done.sha256,
            rows=done.rows,
            refused=done.refused,
            started_at=done.started_at,
            finished_at=done.finished_at,
        )
    )


async def newest(session: ReadSession, source: str, sha256: str) -> Import | None:
    """Give the last time that a source handed in this very file; None if it never did."""
    found = await session.execute(
        select(table)
        .where(table.c.source == source, table.c.sha256 == sha256)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return Import(
        source=row.source,
        name=row.name,
        sha256=row.sha256,
        rows=row.rows,
        refused=row.refused,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
