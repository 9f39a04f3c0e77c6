"""A database of its own for each test: a real file, migrated once and copied."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.store import sources
from app.store.database import Database, ReadSession, WriteSession
from tests.store.made import source
from tests.store.plans import Statement


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    """Give a migrated, empty database file."""
    return Path(shutil.copyfile(empty, tmp_path / "darial.db"))


@pytest.fixture
def url(path: Path) -> str:
    """Give that file's address."""
    return f"sqlite+aiosqlite:///{path}"


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


@pytest.fixture
def statements() -> Iterator[list[Statement]]:
    """Collect what is sent to any database."""
    sent: list[Statement] = []

    def collect(*call: Any) -> None:  # noqa: ANN401 - whatever the event hands over
        _connection, _cursor, statement, parameters, _context, many = call
        sent.append(Statement(statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", collect)
    yield sent
    event.remove(Engine, "before_cursor_execute", collect)
