"""Reports, who says them, what was published, and the board's counter."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A revision keeps its own copy of the columns: what it made must not change with the code.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order of bytes everywhere, as on SQLite, whatever a server is set to.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
APPEND_ONLY = ("reports", "published")

ONLY_GROWS = """
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE integrity_constraint_violation
        USING MESSAGE = TG_TABLE_NAME || ' only grows: add a row instead';
END $$
"""


def upgrade() -> None:
    """Take the step."""
    _board()
    _sources()
    _series()
    _reports()
    _report_indexes()
    _published()
    if op.get_context().dialect.name == "sqlite":
        _refuse_changes()
    else:
        op.execute(ONLY_GROWS)
        _refuse_changes_on_server()


def downgrade() -> None:
    """Take it back."""
    for table in ("published", "reports", "strands", "series", "imports", "sources", "board"):
        op.drop_table(table)
    if op.get_context().dialect.name != "sqlite":
        op.execute("DROP FUNCTION only_grows()")


def _board() -> None:
    board = op.create_table(
        "board",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board"),
    )
    op.bulk_insert(board, [{"id": 1, "version": 0}])


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("licence", TEXT, nullable=False),
        sa.Column("attribution", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("cadence_seconds", sa.Integer()),
        sa.Column("redistribute", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("last_recorded_at", sa.BigInteger()),
        sa.Column("reports", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
    )
    op.create_table(
        "imports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_imports_source"),
    )
    op.create_index("ix_imports_file", "imports", ["source", "sha256"])


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("quantity", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint(
            "place",
            "direction",
            "mode",
            "quantity",
            "subject",
            name="uq_series_place_direction_mode_quantity_subject",
        ),
    )
    op.create_table(
        "strands",
        sa.Column("id", KEY, nullable=False),
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("word", TEXT, nullable=False),
        sa.Column("claim", TEXT, nullable=False),
        sa.Column("origin_kind", TEXT, nullable=False),
        sa.Column("official", TEXT, nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_strands"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_strands_series_id"),
        sa.UniqueConstraint(
            "series_id",
            "word",
            "claim",
            "origin_kind",
            "official",
            "standing",
            name="uq_strands_series_id_word_claim_origin_kind_official_standing",
        ),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public", sa.BigInteger(), nullable=False),
        sa.Column("first_id", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("strand_id", KEY),
        sa.Column("reach", sa.SmallInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("observed_from", sa.BigInteger(), nullable=False),
        sa.Column("observed_to", sa.BigInteger()),
        sa.Column("published_at", sa.BigInteger()),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
        sa.Column("review_at", sa.BigInteger()),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("origin_kind", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("precision", TEXT, nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("low", sa.Float()),
        sa.Column("high", sa.Float()),
        sa.Column("bound", TEXT),
        sa.Column("word", TEXT),
        sa.Column("claim", TEXT),
        sa.Column("per", TEXT),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("retracts", sa.BigInteger()),
        sa.Column("permalink", TEXT, nullable=False),
        sa.Column("span_from", sa.Integer()),
        sa.Column("span_to", sa.Integer()),
        sa.Column("fired", TEXT, nullable=False),
        sa.Column("poll", TEXT, nullable=False),
        sa.Column("time_basis", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_reports_series_id"),
        sa.ForeignKeyConstraint(["strand_id"], ["strands.id"], name="fk_reports_strand_id"),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name="fk_reports_source"),
    )


def _report_indexes() -> None:
    op.create_index("ix_reports_public", "reports", ["public"], unique=True)
    op.create_index("ix_reports_window", "reports", ["series_id", "reach", "ends"])
    op.create_index("ix_reports_series", "reports", ["series_id", "id"])
    op.create_index("ix_reports_source", "reports", ["source", "id"])
    op.create_index("ix_reports_origin", "reports", ["origin", "id"])
    op.create_index("ix_reports_recorded", "reports", ["recorded_at"])
    for name, columns in (
        ("ix_reports_strand", ["strand_id", "ends"]),
        ("ix_reports_revision", ["first_id", "revision"]),
        ("ix_reports_retracts", ["retracts"]),
    ):
        filled = sa.column(columns[0]).is_not(None)
        op.create_index(name, "reports", columns, sqlite_where=filled, postgresql_where=filled)


def _published() -> None:
    op.create_table(
        "published",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public", sa.BigInteger(), nullable=False),
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("method_version", TEXT, nullable=False),
        sa.Column("catalogue_version", TEXT, nullable=False),
        sa.Column("low", sa.Float()),
        sa.Column("mid", sa.Float()),
        sa.Column("high", sa.Float()),
        sa.Column("word", TEXT),
        sa.Column("no_number", TEXT),
        sa.Column("observed_to", sa.BigInteger()),
        sa.Column("freshness", TEXT),
        sa.Column("agreement", TEXT),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_published"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_published_series_id"),
    )
    op.create_index("ix_published_public", "published", ["public"], unique=True)
    op.create_index("ix_published_series", "published", ["series_id", "published_at"])


def _refuse_changes() -> None:
    for table in APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows: add a row instead'); END"
            )


def _refuse_changes_on_server() -> None:
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
        )
