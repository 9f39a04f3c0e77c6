"""What tests of the board rely on: the archive in a database of their own."""

from pathlib import Path

import pytest

from app.store import migrate
from tests import archived


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
    """Give the address of a copy of the archive's database."""
    return archived.copied(archive, tmp_path)
