"""Turns: each change of a source's health, so that the past is told with what was known then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select

from app.domain.health import Health, Outcome
from app.store.database import ReadSession, WriteSession
from app.store.live_tables import turns as table
from app.store.tables import sources

LONGEST = 300
"""Characters that are kept of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From when on a source stood how, after which outcome (None: no poll decided it), and why."""

    source: str
    at: datetime
    health: Health
    outcome: Outcome | None = None
    reason: str = ""


async def add(session: WriteSession, turn: Turn) -> None:
    """Note that a registered source stands otherwise now; a long reason is cut short."""
    await session.execute(
        insert(table).values(
            source=turn.source,
            at=turn.at,
            health=str(turn.health),
            outcome=None if turn.outcome is None else str(turn.outcome),
            reason=turn.reason[:LONGEST],
        )
    )


async def down_at(session: ReadSession, at: datetime) -> frozenset[str]:
    """Give the sources that were down at a moment: whose last turn up to then says so."""
    last = (
        select(table.c.health)
        .where(table.c.source == sources.c.id, table.c.at <= at)
        .order_by(table.c.at.desc(), table.c.id.desc())
        .limit(1)
    )
    stood = last.correlate(sources).scalar_subquery()
    return frozenset(await session.scalars(select(sources.c.id).where(stood == str(Health.DOWN))))


async def newest(session: ReadSession, limit: int) -> tuple[Turn, ...]:
    """Give the turns noted last, newest first."""
    rows = await session.execute(select(table).order_by(table.c.id.desc()).limit(limit))
    return tuple(_turn(row) for row in rows)


def _turn(row: Row[Any]) -> Turn:
    return Turn(
        source=row.source,
        at=row.at,
        health=Health(row.health),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        reason=row.reason,
    )
