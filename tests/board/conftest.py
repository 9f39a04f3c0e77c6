"""What tests of the board rely on: the archive in a database of their own."""

from pathlib import Path

import pytest

from tests import archived


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with the archive, to be copied and never written to."""
    path = tmp_path_factory.mktemp("archive") / "darial.db"
    archived.make(path)
    return path


@pytest.fixture
def url(archive: Path, tmp_path: Path) -> str:
    """Give the address of a copy of the archive's database."""
    return archived.copied(archive, tmp_path)
