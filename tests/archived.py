"""A database with the shipped archive in it, as `darial import --archive` leaves it."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from app.catalog import load
from app.polling.import_reports import import_archive
from app.store import migrate
from app.store.database import Database

IMPORTED_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""When the archive is said to have been imported: after its last row, before any test's now."""

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""The present moment of tests that need one."""


def url_of(path: Path) -> str:
    """Give the address of a database file."""
    return f"sqlite+aiosqlite:///{path}"


def make(path: Path) -> None:
    """Make a database and import the archive into it; not from within a running loop."""
    migrate.upgrade(url_of(path))
    asyncio.run(_import(url_of(path)))


def copied(template: Path, folder: Path) -> str:
    """Copy a database that nobody has open into a folder, and give the copy's address."""
    path = folder / "darial.db"
    shutil.copyfile(template, path)
    return url_of(path)


async def _import(url: str) -> None:
    database = Database(url)
    try:
        await import_archive(database, load(), now=IMPORTED_AT)
    finally:
        await database.close()
