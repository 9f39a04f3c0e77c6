"""What tests of acts rely on: a database of their own, with four newspapers' word in it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.archived import url_of
from tests.correcting.desk import Desk


@pytest.fixture
async def desk(newspapers: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a desk to act from."""
    database = Database(url_of(Path(shutil.copyfile(newspapers, tmp_path / "darial.db"))))
    yield Desk(database)
    await database.close()
