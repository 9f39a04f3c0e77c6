"""A database with the shipped archive in it, as `darial import --archive` leaves it."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from app.catalog import load
from app.catalog.archive import SOURCE, open_archive, read_rows
from app.domain.report import Report
from app.store import migrate, reports, sources
from app.store.database import Database
from app.store.sources import Source, SourceKind

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
    with open_archive() as file:
        rows = list(read_rows(file, load(), source=SOURCE, now=IMPORTED_AT))
    database = Database(url)
    try:
        async with database.writing() as session:
            await sources.register(session, _archive())
            await reports.add(session, [row for row in rows if isinstance(row, Report)])
    finally:
        await database.close()


def _archive() -> Source:
    return Source(
        id=SOURCE,
        name="The archive",
        kind=SourceKind.ARCHIVE,
        licence="CC-BY-4.0",
        attribution="Darial archive of border reports, CC BY 4.0",
        url="",
        redistribute=True,
        added_at=IMPORTED_AT,
    )
