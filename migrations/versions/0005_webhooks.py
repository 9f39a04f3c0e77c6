"""Who is told of changes, what waits to be delivered to them, and how attempts went."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A revision keeps its own copy of the columns: what it made must not change with the code.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order of bytes everywhere, as on SQLite, whatever a server is set to.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

TABLES = ("webhooks", "deliveries", "attempts")


def upgrade() -> None:
    """Take the step."""
    _webhooks()
    _deliveries()
    _attempts()


def downgrade() -> None:
    """Take it back."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("secret", TEXT, nullable=False),
        sa.Column("old_secret", TEXT),
        sa.Column("old_until", sa.BigInteger()),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger()),
        sa.Column("disabled_because", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("held_until", sa.BigInteger()),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("failed_at", sa.BigInteger()),
        sa.Column("failure", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("webhook", TEXT, nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("next_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("webhook", "change", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["webhook"], ["webhooks.id"], name="fk_deliveries_webhook"),
    )
    op.create_index("ix_deliveries_lane", "deliveries", ["webhook", "lane", "change"])
    first = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_deliveries_next",
        "deliveries",
        ["webhook", "next_at"],
        sqlite_where=first,
        postgresql_where=first,
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("webhook", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["webhook"], ["webhooks.id"], name="fk_attempts_webhook"),
    )
    op.create_index("ix_attempts_webhook", "attempts", ["webhook", "id"])
