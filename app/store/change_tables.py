"""The table of changes: what was told of each version, for those who follow along."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from app.store.columns import Key, Moment, PublicId
from app.store.tables import metadata

changes = Table(
    "changes",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("version", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("place", String),
    Column("direction", String),
    Column("mode", String),
    Column("key", String, nullable=False),
    Column("act", PublicId),
    # What is so old that it can go?
    Index("ix_changes_at", "at"),
    # No number is given twice, also once the last rows were dropped.
    sqlite_autoincrement=True,
)
"""Each change in the order of telling; `place` is empty where an act says where. Old ones go."""
