"""What tests of kept hours rely on: a desk whose hours reach back a few days only."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.board.hourly.hours import Hours
from tests.correcting.desk import Desk
from tests.databases import placed, url_of


@pytest.fixture
async def hours(newspapers: Path, tmp_path: Path) -> AsyncIterator[Hours]:
    """Give Upper Lars with what four newspapers said of it, of which no hours are kept yet."""
    path = placed(newspapers, tmp_path / "darial.db")
    database = Database(url_of(path))
    yield Hours(Desk(database), path)
    await database.close()
