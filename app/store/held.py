"""Held: payloads with reports that were refused as future, to be tried again later."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from app.store.database import ReadSession, WriteSession
from app.store.live_tables import held as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Which payload is held, and since when."""

    digest: str
    at: datetime


async def add(session: WriteSession, source: str, digest: str, at: datetime) -> None:
    """Hold a payload of a registered source; one that is held already is so since before."""
    there = select(table.c.digest).where(table.c.source == source, table.c.digest == digest)
    if await session.scalar(there) is None:
        await session.execute(insert(table).values(source=source, digest=digest, at=at))


async def of(session: ReadSession, source: str) -> list[Held]:
    """Give what is held of a source, the longest held first."""
    rows = await session.execute(
        select(table.c.digest, table.c.at)
        .where(table.c.source == source)
        .order_by(table.c.at, table.c.digest)
    )
    return [Held(digest=row.digest, at=row.at) for row in rows]


async def drop(session: WriteSession, source: str, digest: str) -> None:
    """Hold a payload no longer; one that is not held stays so."""
    await session.execute(delete(table).where(table.c.source == source, table.c.digest == digest))
