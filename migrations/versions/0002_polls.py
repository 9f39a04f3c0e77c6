"""How live sources stand, every poll, kept answers, and messages not read yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A revision keeps its own copy of the columns: what it made must not change with the code.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order of bytes everywhere, as on SQLite, whatever a server is set to.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Take the step."""
    _feeds()
    _turns()
    _polls()
    _payloads()
    _held()
    _posts()
    if op.get_context().dialect.name == "sqlite":
        _refuse_changes()
    else:
        _refuse_changes_on_server()


def downgrade() -> None:
    """Take it back."""
    for table in ("posts", "held", "payloads", "polls", "turns", "feeds"):
        op.drop_table(table)


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("health", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger()),
        sa.Column("outcome", TEXT),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("polled_at", sa.BigInteger()),
        sa.Column("good_at", sa.BigInteger()),
        sa.Column("newest_at", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("fingerprint_at", sa.BigInteger()),
        sa.Column("paused_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("source", name="pk_feeds"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_feeds_source"),
    )


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("health", TEXT, nullable=False),
        sa.Column("outcome", TEXT),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_turns_source"),
    )
    op.create_index("ix_turns_source", "turns", ["source", "at"])


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("thinned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_polls"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_polls_source"),
    )
    op.create_index("ix_polls_source", "polls", ["source", "started_at"])
    unthinned = sa.column("thinned").is_(sa.false())
    op.create_index(
        "ix_polls_unthinned",
        "polls",
        ["started_at"],
        sqlite_where=unthinned,
        postgresql_where=unthinned,
    )


def _payloads() -> None:
    op.create_table(
        "payloads",
        sa.Column("id", KEY, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("charset", TEXT),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payloads"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_payloads_source"),
    )
    op.create_index("ix_payloads_digest", "payloads", ["digest"], unique=True)
    op.create_index("ix_payloads_source", "payloads", ["source", "last_at"])
    op.create_index("ix_payloads_last", "payloads", ["last_at"])


def _held() -> None:
    op.create_table(
        "held",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "digest", name="pk_held"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_held_source"),
    )


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("permalink", TEXT, nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("poll", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_posts_source"),
        sa.UniqueConstraint("source", "identity", name="uq_posts_source_identity"),
    )
    op.create_index("ix_posts_source", "posts", ["source", "published_at"])
    op.create_index("ix_posts_place", "posts", ["place", "published_at"])


def _refuse_changes() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER turns_no_{change.lower()} BEFORE {change} ON turns "
            "BEGIN SELECT RAISE(ABORT, 'turns only grows: add a row instead'); END"
        )


def _refuse_changes_on_server() -> None:
    for table in ("turns",):
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
        )
