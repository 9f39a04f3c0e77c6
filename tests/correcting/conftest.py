"""What tests of acts rely on: a database of their own, with four newspapers' word in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.archived import url_of
from tests.correcting.desk import Desk, filled


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database that nobody opens, to be copied."""
    path = tmp_path_factory.mktemp("desk") / "darial.db"
    asyncio.run(filled(path))
    return path


@pytest.fixture
async def desk(template: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a desk to act from."""
    database = Database(url_of(Path(shutil.copyfile(template, tmp_path / "darial.db"))))
    yield Desk(database)
    await database.close()
