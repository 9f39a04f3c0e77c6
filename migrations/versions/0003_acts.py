"""What an operator did: acts, what they withhold, and the notices they add and end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A revision keeps its own copy of the columns: what it made must not change with the code.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order of bytes everywhere, as on SQLite, whatever a server is set to.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")

TABLES = ("acts", "act_reports", "act_places", "withholdings", "notices", "notice_ends")


def upgrade() -> None:
    """Take the step."""
    _acts()
    _act_reports()
    _act_places()
    _withholdings()
    _notices()
    _notice_ends()
    if op.get_context().dialect.name == "sqlite":
        _refuse_changes()
    else:
        _refuse_changes_on_server()


def downgrade() -> None:
    """Take it back."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verb", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("undoes", sa.BigInteger()),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
    )
    op.create_index("ix_acts_public", "acts", ["public"], unique=True)
    given = sa.text("undoes IS NOT NULL")
    op.create_index(
        "ix_acts_undoes",
        "acts",
        ["undoes"],
        unique=True,
        sqlite_where=given,
        postgresql_where=given,
    )


def _act_reports() -> None:
    op.create_table(
        "act_reports",
        sa.Column("act_id", KEY, nullable=False),
        sa.Column("report", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", "report", name="pk_act_reports"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_act_reports_act_id"),
    )
    op.create_index("ix_act_reports_report", "act_reports", ["report"])


def _act_places() -> None:
    op.create_table(
        "act_places",
        sa.Column("place", TEXT, nullable=False),
        sa.Column("act_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("place", "act_id", name="pk_act_places"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_act_places_act_id"),
    )
    op.create_index("ix_act_places_act", "act_places", ["act_id"])


def _withholdings() -> None:
    op.create_table(
        "withholdings",
        sa.Column("act_id", KEY, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("quantity", TEXT),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name="pk_withholdings"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_withholdings_act_id"),
    )
    op.create_index("ix_withholdings_place", "withholdings", ["place", "until"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("act_id", KEY, nullable=False),
        sa.Column("notice", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("quantity", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("word", TEXT, nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_to", sa.BigInteger()),
        sa.Column("review_at", sa.BigInteger()),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("authority", TEXT, nullable=False),
        sa.Column("authority_kind", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("act_id", name="pk_notices"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_notices_act_id"),
        sa.UniqueConstraint("notice", name="uq_notices_notice"),
    )


def _notice_ends() -> None:
    op.create_table(
        "notice_ends",
        sa.Column("act_id", KEY, nullable=False),
        sa.Column("notice", TEXT, nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", name="pk_notice_ends"),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name="fk_notice_ends_act_id"),
    )


def _refuse_changes() -> None:
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows: add a row instead'); END"
            )


def _refuse_changes_on_server() -> None:
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
        )
