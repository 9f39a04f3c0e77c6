"""What tests of acts rely on: a database of their own, with four newspapers' word in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.archived import copied
from tests.correcting.desk import Desk


@pytest.fixture
async def desk(newspapers: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a desk to act from."""
    database = Database(copied(newspapers, tmp_path))
    yield Desk(database)
    await database.close()
