"""What was told of each version of the board, so that who follows along can go on from there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A revision keeps its own copy of the columns: what it made must not change with the code.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# In the order of bytes everywhere, as on SQLite, whatever a server is set to.
TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("place", TEXT),
        sa.Column("direction", TEXT),
        sa.Column("mode", TEXT),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("act", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_at", "changes", ["at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("changes")
