"""What tests of polling share: the catalogue, and a database of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.catalog import Catalogue, load
from app.store.database import Database
from tests.databases import copied


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


@pytest.fixture
async def database(empty: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Open a database that nobody else has."""
    opened = Database(copied(empty, tmp_path))
    yield opened
    await opened.close()
