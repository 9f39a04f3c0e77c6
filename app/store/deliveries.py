"""Deliveries: what waits to be sent to each webhook, and how the last attempts went.

Within a lane the next is due only once the one before it is through: so order is kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, delete, func, insert, select, update

from app.store.database import ReadSession, WriteSession
from app.store.webhook_tables import LONGEST_REASON
from app.store.webhook_tables import attempts as attempts_table
from app.store.webhook_tables import deliveries as table

KEPT_ATTEMPTS = 500
"""How many attempts are remembered of each webhook."""


class Wanted(NamedTuple):
    """A change to be delivered: its number, and the lane in which order is kept."""

    change: int
    lane: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One change on its way to a webhook.

    `attempts` were made in vain as the table of retries has them; it is due at `due_at` by that
    table, and tried at `next_at`: None while an earlier one of its lane waits.
    """

    webhook: str
    change: int
    lane: str
    attempts: int
    due_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How one attempt went: what came back (an HTTP status, or None with the reason), how long."""

    webhook: str
    message: str
    at: datetime
    seconds: float
    status: int | None
    reason: str = ""


async def add(session: WriteSession, webhook: str, wanted: Sequence[Wanted], now: datetime) -> None:
    """Have changes delivered, in the order of their numbers; the first of each lane at once.

    Where an earlier one of the lane waits for its next attempt, that one is tried at once: who
    could not take it may be back, and now there is more to tell.
    """
    if not wanted:
        return
    query = select(table.c.lane).where(
        table.c.webhook == webhook, table.c.lane.in_({each.lane for each in wanted})
    )
    busy = set(await session.scalars(query.distinct()))
    await session.execute(
        update(table)
        .where(table.c.webhook == webhook, table.c.lane.in_(busy), table.c.next_at > now)
        .values(next_at=now)
    )
    rows = []
    for change, lane in wanted:
        first = None if lane in busy else now
        busy.add(lane)
        rows.append(
            {
                "webhook": webhook,
                "change": change,
                "lane": lane,
                "attempts": 0,
                "due_at": first,
                "next_at": first,
            }
        )
    await session.execute(insert(table), rows)


async def waiting(session: ReadSession, webhook: str) -> int:
    """Give how many wait for a webhook."""
    query = select(func.count()).select_from(table).where(table.c.webhook == webhook)
    return await session.scalar(query) or 0


async def due(
    session: ReadSession, webhook: str, now: datetime, limit: int, besides: Collection[int] = ()
) -> tuple[Delivery, ...]:
    """Give what is to be sent to a webhook now, the oldest changes first, `besides` some."""
    rows = await session.execute(
        select(table)
        .where(
            table.c.webhook == webhook,
            table.c.next_at <= now,
            table.c.change.not_in(besides),
        )
        .order_by(table.c.change)
        .limit(limit)
    )
    return tuple(_delivery(row) for row in rows)


async def end(session: WriteSession, delivery: Delivery, now: datetime) -> None:
    """Take a delivery out: it was taken or given up, and the next of its lane is due."""
    await session.execute(_this(delete(table), delivery))
    following = select(func.min(table.c.change)).where(
        table.c.webhook == delivery.webhook, table.c.lane == delivery.lane
    )
    await session.execute(
        update(table)
        .where(
            table.c.webhook == delivery.webhook,
            table.c.change == following.scalar_subquery(),
        )
        .values(due_at=now, next_at=now)
    )


async def drop(session: WriteSession, webhook: str) -> None:
    """Have nothing wait for a webhook any more."""
    await session.execute(delete(table).where(table.c.webhook == webhook))


async def put_off(
    session: WriteSession, delivery: Delivery, attempts: int, due_at: datetime, next_at: datetime
) -> None:
    """Note how often a delivery was tried, when it is due by the table, and when it is tried."""
    values = {"attempts": attempts, "due_at": due_at, "next_at": next_at}
    await session.execute(_this(update(table), delivery).values(**values))


async def bring_forward(session: WriteSession, webhook: str, now: datetime) -> None:
    """Have everything tried at once that waits for its next attempt."""
    await session.execute(
        update(table).where(table.c.webhook == webhook, table.c.next_at > now).values(next_at=now)
    )


async def note(session: WriteSession, attempt: Attempt) -> None:
    """Remember an attempt; of each webhook the newest are kept."""
    own = attempts_table.c.webhook == attempt.webhook
    await session.execute(
        insert(attempts_table).values(
            webhook=attempt.webhook,
            message=attempt.message,
            at=attempt.at,
            seconds=attempt.seconds,
            status=attempt.status,
            reason=attempt.reason[:LONGEST_REASON],
        )
    )
    kept = select(attempts_table.c.id).where(own).order_by(attempts_table.c.id.desc())
    oldest = kept.offset(KEPT_ATTEMPTS).limit(1).scalar_subquery()
    await session.execute(delete(attempts_table).where(own, attempts_table.c.id <= oldest))


async def attempts(session: ReadSession, webhook: str, limit: int) -> tuple[Attempt, ...]:
    """Give the last attempts at a webhook, the newest first."""
    rows = await session.execute(
        select(attempts_table)
        .where(attempts_table.c.webhook == webhook)
        .order_by(attempts_table.c.id.desc())
        .limit(limit)
    )
    return tuple(
        Attempt(
            webhook=row.webhook,
            message=row.message,
            at=row.at,
            seconds=row.seconds,
            status=row.status,
            reason=row.reason,
        )
        for row in rows
    )


def _this(statement: Any, delivery: Delivery) -> Any:  # noqa: ANN401 - an update or a delete
    return statement.where(table.c.webhook == delivery.webhook, table.c.change == delivery.change)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        webhook=row.webhook,
        change=row.change,
        lane=row.lane,
        attempts=row.attempts,
        due_at=row.due_at,
        next_at=row.next_at,
    )
