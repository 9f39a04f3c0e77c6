"""What tests of acts rely on: a database of their own, with four newspapers' word in it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store import migrate
from app.store.database import Database
from tests.archived import url_of
from tests.correcting.desk import FOUR, Desk


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one empty database that nobody opens."""
    path = tmp_path_factory.mktemp("desk") / "darial.db"
    migrate.upgrade(url_of(path))
    return path


@pytest.fixture
async def desk(empty: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a desk to act from."""
    database = Database(url_of(Path(shutil.copyfile(empty, tmp_path / "darial.db"))))
    made = Desk(database)
    await made.store(*FOUR)
    yield made
    await database.close()
