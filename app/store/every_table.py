"""Every table, also those of modules that a program has not needed otherwise."""

from collections.abc import Sequence

from sqlalchemy import Table

from app.store import (
    act_tables,
    change_tables,
    hourly_tables,
    live_tables,
    tables,
    webhook_tables,
)

# One for all tables, complete once all modules of tables are imported.
(METADATA,) = {
    tables.metadata,
    act_tables.acts.metadata,
    change_tables.changes.metadata,
    hourly_tables.hourly.metadata,
    live_tables.feeds.metadata,
    webhook_tables.webhooks.metadata,
}

EVERY_TABLE: Sequence[Table] = tuple(METADATA.sorted_tables)
"""Every table, after those that it names."""
