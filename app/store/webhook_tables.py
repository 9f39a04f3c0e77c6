"""The tables of webhooks: who is told, what waits to be delivered, and how attempts went.

None of them only grows: whoever is told of changes is a reader too, and what is removed is gone.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from app.store.columns import Key, Moment, Words
from app.store.tables import metadata

LONGEST_REASON = 200
"""Characters that are kept of a reason."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("secret", String, nullable=False),
    Column("old_secret", String),
    Column("old_until", Moment),
    Column("added_at", Moment, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("disabled_at", Moment),
    Column("disabled_because", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("held_until", Moment),
    Column("taken_at", Moment),
    Column("failed_at", Moment),
    Column("failure", Words, nullable=False),
)
"""Who is told; `seen` is the number of the last change that was looked at for it."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("webhook", ForeignKey("webhooks.id"), primary_key=True),
    Column("change", BigInteger, primary_key=True),
    Column("lane", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment),
    Column("next_at", Moment),
    # The next of a queue, once the one before it is through.
    Index("ix_deliveries_lane", "webhook", "lane", "change"),
)
"""What waits to be delivered; without `next_at`, until the one before it in its lane is through."""

# What is due, of one webhook and of all.
_first = deliveries.c.next_at.is_not(None)
Index(
    "ix_deliveries_next",
    deliveries.c.webhook,
    deliveries.c.next_at,
    sqlite_where=_first,
    postgresql_where=_first,
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("webhook", ForeignKey("webhooks.id"), nullable=False),
    Column("message", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("status", Integer),
    Column("reason", Words, nullable=False),
    # The newest attempts at a webhook.
    Index("ix_attempts_webhook", "webhook", "id"),
)
"""The last attempts at each webhook: when, how long, and what came back, never its text."""
