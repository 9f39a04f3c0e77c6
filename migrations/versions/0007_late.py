"""Where to find what was told of long after, and what was taken back, between two moments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MONTH = 31 * 24 * 3600 * 1_000_000
"""In microseconds, as moments are kept."""


def upgrade() -> None:
    """Take the step."""
    late = sa.text(f"known_at - ends > {MONTH}")
    op.create_index(
        "ix_reports_late",
        "reports",
        ["series_id", "known_at"],
        sqlite_where=late,
        postgresql_where=late,
    )
    taken_back = sa.text("retracts IS NOT NULL")
    op.create_index(
        "ix_reports_taken_back",
        "reports",
        ["known_at"],
        sqlite_where=taken_back,
        postgresql_where=taken_back,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_reports_taken_back", "reports")
    op.drop_index("ix_reports_late", "reports")
