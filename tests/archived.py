"""A database with the shipped archive in it, as `darial import --archive` leaves it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from app.catalog import load
from app.polling.import_reports import import_archive
from app.store import migrate
from app.store.database import Database
from tests.databases import copied, url_of

__all__ = ["IMPORTED_AT", "NOW", "copied", "make", "url_of"]

IMPORTED_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""When the archive is said to have been imported: after its last row, before any test's now."""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""The present moment of tests that need one."""


def make(path: Path) -> None:
    """Make a database and import the archive into it; not from within a running loop."""
    migrate.upgrade(url_of(path))
    asyncio.run(_import(url_of(path)))


async def _import(url: str) -> None:
    database = Database(url)
    try:
        await import_archive(database, load(), now=IMPORTED_AT)
    finally:
        await database.close()
