"""What tests of the web rely on: a service on the archive, one for each module that only reads."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.store import migrate
from tests import archived
from tests.serving import Service, serving


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the archive, to be copied and never written to."""
    path = tmp_path_factory.mktemp("archive") / "darial.db"
    archived.make(path)
    return path


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database in which nothing was ever said, to be copied: a board on it is there soon."""
    path = tmp_path_factory.mktemp("bare") / "darial.db"
    migrate.upgrade(archived.url_of(path))
    return path


@pytest.fixture
def bare_url(bare: Path, tmp_path: Path) -> str:
    """Give the address of a database without reports, to be written to."""
    return archived.copied(bare, tmp_path)


@pytest.fixture
def url(archive: Path, tmp_path: Path) -> str:
    """Give the address of a copy of the archive's database, to be written to."""
    return archived.copied(archive, tmp_path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """Run a service on the archive, shared by a module whose tests only read.

    Such a module says so with `pytest.mark.asyncio(loop_scope="module")`.
    """
    url = archived.copied(archive, tmp_path_factory.mktemp("service"))
    async with serving(url) as running:
        yield running
