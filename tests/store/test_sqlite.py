"""How the file is opened: never made, and a writer's turn is taken at once."""

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.store.database import Database
from app.store.fault import DatabaseBusy
from app.store.sqlite import READER, WRITER, File, engine


@pytest.fixture
async def other(url: str) -> AsyncIterator[Database]:
    """Open the same file as another process would, and wait hardly at all."""
    opened = Database(url, busy_s=0.01)
    yield opened
    await opened.close()


@pytest.fixture(params=[READER, WRITER], ids=["reader", "writer"])
async def opening(request: pytest.FixtureRequest, missing: File) -> AsyncIterator[AsyncEngine]:
    """Give what opens a file that is not there, as a reader or as a writer."""
    before = set(threading.enumerate())
    made = engine(missing, request.param, busy_s=0.01)
    yield made
    await made.dispose()
    # The driver leaves the thread of a connection that did not open to end by itself.
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)


@pytest.fixture
def missing(tmp_path: Path) -> File:
    """Name a file that is not there."""
    return File(tmp_path / "missing.db")


async def test_opening_makes_no_file(opening: AsyncEngine, missing: File) -> None:
    """A file deleted between our look and the opening is an error, not an empty database."""
    with pytest.raises(OperationalError, match="unable to open"):
        async with opening.connect():
            pytest.fail("a file was made")

    assert missing.inode() is None


async def test_a_writer_holds_its_turn_from_the_start(database: Database, other: Database) -> None:
    """Before the first statement: what a writer reads cannot be changed by another meanwhile."""
    async with database.writing():
        with pytest.raises(DatabaseBusy):
            async with other.writing():
                pytest.fail("two writers at once")

    async with other.writing() as session:
        await session.execute(text("UPDATE board SET version = 1"))
