"""A database of its own for each test: a real file, migrated once and copied."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store import sources
from app.store.database import Database, ReadSession, WriteSession
from tests.databases import ON_SERVER, copied, url_of
from tests.store.made import source


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    """Give a migrated, empty database file."""
    if ON_SERVER:
        pytest.skip("is about SQLite's file")
    return Path(shutil.copyfile(empty, tmp_path / "darial.db"))


@pytest.fixture
def url(request: pytest.FixtureRequest, empty: Path, tmp_path: Path) -> str:
    """Give the address of that file, or of an empty database on the server."""
    return copied(empty, tmp_path) if ON_SERVER else url_of(request.getfixturevalue("path"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """Open it, with two sources registered."""
    opened = Database(url)
    async with opened.writing() as session:
        for name in ("guard", "hotline"):
            await sources.register(session, source(name))
    yield opened
    await opened.close()


@pytest.fixture
async def writing(database: Database) -> AsyncIterator[WriteSession]:
    """Give a transaction for the length of a test."""
    async with database.writing() as session:
        yield session


@pytest.fixture
async def reading(database: Database) -> AsyncIterator[ReadSession]:
    """Give a session that reads, for the length of a test."""
    async with database.reading() as session:
        yield session
