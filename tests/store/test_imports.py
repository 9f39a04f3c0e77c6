"""Imports: which files were taken in."""

from dataclasses import replace

from app.store import imports
from app.store.database import WriteSession
from app.store.imports import Import
from tests.store.made import HOUR, MINUTE, NOON

FIRST = Import(
    source="guard",
    name="reports.csv",
    sha256="ab" * 32,
    rows=1228,
    refused=2,
    started_at=NOON,
    finished_at=NOON + MINUTE,
)


async def test_the_newest_import_of_a_file(writing: WriteSession) -> None:
    """A file is known by its content and by who handed it in."""
    again = replace(FIRST, refused=0, started_at=NOON + HOUR, finished_at=NOON + HOUR)
    await imports.add(writing, FIRST)
    await imports.add(writing, again)

    assert await imports.newest(writing, "guard", FIRST.sha256) == again
    assert await imports.newest(writing, "hotline", FIRST.sha256) is None
    assert await imports.newest(writing, "guard", "cd" * 32) is None
