"""What tests of webhooks share: an empty database, made once, and an office on a copy of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store import migrate
from tests.webhooks.office import Office, an_office


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one empty database that nobody opens."""
    path = tmp_path_factory.mktemp("empty") / "darial.db"
    migrate.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def office(empty: Path, tmp_path: Path) -> AsyncIterator[Office]:
    """Open an office that nobody else has."""
    async with an_office(empty, tmp_path) as opened:
        yield opened
