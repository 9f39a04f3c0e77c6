"""How the file is opened: never made, and a writer's turn is taken at once."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.store.database import Database
from app.store.fault import DatabaseBusy
from app.store.sqlite import READER, WRITER, File, Manner, engine


@pytest.mark.parametrize("manner", [READER, WRITER], ids=["reader", "writer"])
async def test_opening_makes_no_file(tmp_path: Path, manner: Manner) -> None:
    """A file deleted between our look and the opening is an error, not an empty database."""
    missing = tmp_path / "missing.db"
    made = engine(File(missing), manner, busy_s=0.01)

    with pytest.raises(OperationalError, match="unable to open"):
        async with made.connect() as connection:
            await connection.execute(text("SELECT 1"))
    await made.dispose()

    assert not missing.exists()


async def test_a_writer_holds_its_turn_from_the_start(database: Database, url: str) -> None:
    """Before the first statement: what a writer reads cannot be changed by another meanwhile."""
    other = Database(url, busy_s=0.01)
    async with database.writing():
        with pytest.raises(DatabaseBusy):
            async with other.writing():
                pytest.fail("two writers at once")

    async with other.writing() as session:
        await session.execute(text("UPDATE board SET version = 1"))
    await other.close()
