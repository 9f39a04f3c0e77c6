"""Polls: every attempt at a source; old ones are thinned to one an hour and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from app.domain.health import Outcome
from app.store.database import ReadSession, WriteSession
from app.store.live_tables import polls as table
from app.store.tables import sources

LONGEST = 300
"""Characters that are kept of an error."""

BATCH = 1000
"""So many polls are looked at together: a few milliseconds of the one writer's time."""

ADDING = insert(table)
BEFORE = table.alias("before")

COMPARED: tuple[ColumnElement[Any], ...] = (
    table.c.id,
    table.c.started_at,
    table.c.outcome,
    BEFORE.c.started_at.label("last_at"),
    BEFORE.c.outcome.label("last_outcome"),
)
"""What thinning looks at: a poll, and the one before it of the same source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One attempt at one source.

    `id` (up to 32 hex digits) is the one that its reports name. `status` is of the last answer
    (HTTP; None: there was none), `bytes` what came in all. `reports` were read, `new` of them were
    stored, `refused` rows could not be used, `posts` wait to be read.
    """

    id: str
    source: str
    started_at: datetime
    seconds: float
    outcome: Outcome
    status: int | None
    requests: int
    bytes: int
    reports: int
    new: int
    refused: int
    posts: int
    error: str


async def add(session: WriteSession, poll: Poll) -> None:
    """Note a poll of a registered source; of a long error the beginning is kept."""
    await session.execute(
        ADDING,
        {
            "id": poll.id,
            "source": poll.source,
            "started_at": poll.started_at,
            "seconds": poll.seconds,
            "outcome": str(poll.outcome),
            "status": poll.status,
            "requests": poll.requests,
            "bytes": poll.bytes,
            "reports": poll.reports,
            "new": poll.new,
            "refused": poll.refused,
            "posts": poll.posts,
            "error": poll.error[:LONGEST],
            "thinned": False,
        },
    )


async def is_there(session: ReadSession, poll: str) -> bool:
    """Tell whether a poll is noted; one that was thinned away since is not."""
    return await session.scalar(select(table.c.id).where(table.c.id == poll)) is not None


async def newest(session: ReadSession, source: str, limit: int = 20) -> tuple[Poll, ...]:
    """Give the last polls of a source, newest first."""
    rows = await session.execute(
        select(table)
        .where(table.c.source == source)
        .order_by(table.c.started_at.desc())
        .limit(limit)
    )
    return tuple(_poll(row) for row in rows)


async def last_of_each(session: ReadSession) -> Mapping[str, Poll]:
    """Give the last poll of each source that was ever polled, by the source's id."""
    last = select(func.max(BEFORE.c.started_at)).where(BEFORE.c.source == sources.c.id)
    newest = table.c.started_at == last.correlate(sources).scalar_subquery()
    joined = sources.join(table, (table.c.source == sources.c.id) & newest)
    rows = await session.execute(select(table).select_from(joined).order_by(table.c.id))
    return {row.source: _poll(row) for row in rows}


async def thin(session: WriteSession, before: datetime, *, most: int = BATCH) -> int:
    """Thin out polls older than a moment, as far as one short transaction goes; give how many went.

    Of each source stay the first poll of every hour (UTC) and every poll that ended otherwise than
    the one before it. `most` are looked at together. Call it again, in a transaction of its own,
    until it gives 0.
    """
    while rows := await _oldest(session, before, most):
        gone = [row.id for row in rows if _says_nothing_more(row)]
        await session.execute(delete(table).where(table.c.id.in_(gone)))
        looked_at = table.c.id.in_([row.id for row in rows])
        await session.execute(update(table).where(looked_at).values(thinned=True))
        if gone:
            return len(gone)
    return 0


async def _oldest(session: ReadSession, before: datetime, most: int) -> Sequence[Row[Any]]:
    """Give the oldest polls not looked at yet, each with the one before it.

    Where that one is gone already, another one like it stands before it, of the same hour.
    """
    last = (
        select(BEFORE.c.id)
        .where(
            BEFORE.c.source == table.c.source,
            BEFORE.c.started_at < table.c.started_at,
        )
        .order_by(BEFORE.c.started_at.desc())
        .limit(1)
    )
    joined = table.outerjoin(BEFORE, BEFORE.c.id == last.correlate(table).scalar_subquery())
    rows = await session.execute(
        select(*COMPARED)
        .select_from(joined)
        .where(table.c.thinned.is_(False), table.c.started_at < before)
        .order_by(table.c.started_at)
        .limit(most)
    )
    return rows.all()


def _says_nothing_more(row: Row[Any]) -> bool:
    """Tell whether a poll ended as the one before it did, within the same hour."""
    if row.last_at is None or row.outcome != row.last_outcome:
        return False
    return _hour(row.started_at) == _hour(row.last_at)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _poll(row: Row[Any]) -> Poll:
    return Poll(
        id=row.id,
        source=row.source,
        started_at=row.started_at,
        seconds=row.seconds,
        outcome=Outcome(row.outcome),
        status=row.status,
        requests=row.requests,
        bytes=row.bytes,
        reports=row.reports,
        new=row.new,
        refused=row.refused,
        posts=row.posts,
        error=row.error,
    )
