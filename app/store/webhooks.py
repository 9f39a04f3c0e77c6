"""Webhooks: who is told of changes, how each stands, and the ways that this changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, func, insert, select, update

from app.store.database import ReadSession, WriteSession
from app.store.webhook_tables import LONGEST_REASON, attempts, deliveries
from app.store.webhook_tables import webhooks as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Somebody who is told of changes.

    `filters` are the words that a change must fit, by name. `secret` signs what is sent, and so
    does `old_secret` until `old_until`. `seen` is the number of the last change that was looked at
    for it. It has failed `failures` times in a row, since `failing_since`; before `held_until`
    nothing is sent. `taken_at` and `failed_at` are its last success and failure.
    """

    id: str
    url: str = field(repr=False)
    filters: Mapping[str, Sequence[str]]
    secret: str = field(repr=False)
    added_at: datetime
    seen: int
    old_secret: str | None = field(default=None, repr=False)
    old_until: datetime | None = None
    disabled_at: datetime | None = None
    disabled_because: str = ""
    failures: int = 0
    failing_since: datetime | None = None
    held_until: datetime | None = None
    taken_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""

    def listens(self, now: datetime) -> bool:
        """Tell whether anything may be sent to it at a moment."""
        return self.disabled_at is None and (self.held_until is None or self.held_until <= now)


async def add(session: WriteSession, webhook: Webhook) -> None:
    """Keep a new webhook."""
    values = {name: getattr(webhook, name) for name in table.c.keys()}  # noqa: SIM118 - columns
    filters = {name: list(words) for name, words in webhook.filters.items()}
    await session.execute(insert(table).values(**values | {"filters": filters}))


async def every(session: ReadSession) -> tuple[Webhook, ...]:
    """Give every webhook, in the order in which they were added."""
    rows = await session.execute(select(table).order_by(table.c.added_at, table.c.id))
    return tuple(_webhook(row) for row in rows)


async def one(session: ReadSession, public: str) -> Webhook | None:
    """Give a webhook by its id; None where there is none."""
    row = (await session.execute(select(table).where(table.c.id == public))).one_or_none()
    return None if row is None else _webhook(row)


async def ready(session: ReadSession, now: datetime) -> tuple[str, ...]:
    """Give the webhooks that something may be sent to now, and is due."""
    waits = exists().where(deliveries.c.webhook == table.c.id, deliveries.c.next_at <= now)
    free = table.c.held_until.is_(None) | (table.c.held_until <= now)
    query = select(table.c.id).where(table.c.disabled_at.is_(None), free, waits)
    return tuple(await session.scalars(query))


async def touch(session: WriteSession) -> None:
    """Write without changing anything: raises StoreError where nothing can be written."""
    await session.execute(update(table).values(failures=table.c.failures))


async def count(session: ReadSession) -> int:
    """Give how many there are."""
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def remove(session: WriteSession, public: str) -> None:
    """Forget a webhook, what waits for it and how its attempts went."""
    for each in (attempts, deliveries):
        await session.execute(delete(each).where(each.c.webhook == public))
    await session.execute(delete(table).where(table.c.id == public))


async def saw(session: WriteSession, public: str, number: int) -> None:
    """Note up to which change was looked for what is wanted."""
    await _set(session, public, seen=number)


async def took(session: WriteSession, public: str, at: datetime) -> None:
    """Note that a message was taken: nothing is held back any more."""
    await _set(
        session, public, taken_at=at, failures=0, failing_since=None, held_until=None, failure=""
    )


async def failed(
    session: WriteSession, webhook: Webhook, at: datetime, reason: str, held_until: datetime
) -> None:
    """Note a failure, and until when nothing is sent after it."""
    await _set(
        session,
        webhook.id,
        failed_at=at,
        failure=reason[:LONGEST_REASON],
        failures=webhook.failures + 1,
        failing_since=webhook.failing_since or at,
        held_until=held_until,
    )


async def disable(session: WriteSession, public: str, at: datetime, because: str) -> None:
    """Have nothing sent any more, and say why."""
    await _set(session, public, disabled_at=at, disabled_because=because[:LONGEST_REASON])


async def enable(session: WriteSession, public: str, at: datetime) -> None:
    """Have it told again, as if it had never failed; what waited is due now."""
    await _set(
        session,
        public,
        disabled_at=None,
        disabled_because="",
        failures=0,
        failing_since=None,
        held_until=None,
    )
    due = (deliveries.c.webhook == public) & deliveries.c.next_at.is_not(None)
    await session.execute(update(deliveries).where(due).values(attempts=0, due_at=at, next_at=at))


async def rotate(session: WriteSession, webhook: Webhook, secret: str, until: datetime) -> None:
    """Sign with a new secret, and until a moment with the one that stood before, too."""
    await _set(session, webhook.id, secret=secret, old_secret=webhook.secret, old_until=until)


async def _set(session: WriteSession, public: str, **values: Any) -> None:  # noqa: ANN401 - columns
    await session.execute(update(table).where(table.c.id == public).values(**values))


def _webhook(row: Row[Any]) -> Webhook:
    found = dict(row._mapping)  # noqa: SLF001 - the public name of a row's columns
    filters = {name: tuple(words) for name, words in found.pop("filters").items()}
    return Webhook(**found, filters=filters)
