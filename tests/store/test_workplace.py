"""A workplace: gone at the end however it ends, and taken away after whoever was killed in it."""

import fcntl
import os
from pathlib import Path

import pytest

from app.store.workplace import PREFIX, SUFFIX, workplace
from tests.store.backups import left_in


def test_it_is_there_for_the_block_alone(tmp_path: Path) -> None:
    """What stands in it goes with it."""
    with workplace(tmp_path) as place:
        (place / "file").write_text("half", encoding="utf-8")

        assert left_in(tmp_path) == [place.name]

    assert left_in(tmp_path) == []


def test_it_goes_too_when_the_work_fails(tmp_path: Path) -> None:
    """Whatever was raised in it."""
    with pytest.raises(LookupError), workplace(tmp_path):
        raise LookupError

    assert left_in(tmp_path) == []


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """By the next one that works there."""
    left = tmp_path / f"{PREFIX}left{SUFFIX}"
    left.mkdir()
    (left / "copy.db").write_bytes(b"half")

    with workplace(tmp_path) as place:
        assert left_in(tmp_path) == [place.name]


def test_a_workplace_in_use_is_left_alone(tmp_path: Path) -> None:
    """Two may work in one folder."""
    used = tmp_path / f"{PREFIX}used{SUFFIX}"
    used.mkdir()
    descriptor = os.open(used, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)

    with workplace(tmp_path):
        assert used.is_dir()

    os.close(descriptor)


def test_what_only_has_such_a_name_is_left_alone(tmp_path: Path) -> None:
    """A file, or a link to somebody's folder, is none of ours."""
    file, aim = tmp_path / f"{PREFIX}file{SUFFIX}", tmp_path / "mine"
    file.touch()
    aim.mkdir()
    link = tmp_path / f"{PREFIX}link{SUFFIX}"
    link.symlink_to(aim)

    with workplace(tmp_path):
        pass

    assert file.exists()
    assert link.exists()
    assert aim.is_dir()
