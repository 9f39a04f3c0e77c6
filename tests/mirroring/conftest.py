"""What tests of mirrors rely on: a pair of keys, and an empty folder to publish into."""

from pathlib import Path

import pytest

from app.mirroring.keys import Key
from tests.mirroring import mirrors


@pytest.fixture
def key(tmp_path: Path) -> Key:
    """Make a pair of keys."""
    return mirrors.key(tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> Key:
    """Make another pair."""
    return mirrors.key(tmp_path, "two.key")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an empty folder."""
    path = tmp_path / "mirror"
    path.mkdir()
    return path
