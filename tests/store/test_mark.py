"""The mark of a simulated database: told by the file, and kept by every copy of it."""

import shutil
from pathlib import Path

import pytest

from app.store import unpacking
from app.store.mark import is_simulated, mark_simulated
from tests.store.backups import backup_of, changed


def test_a_database_is_real_until_it_is_marked(path: Path) -> None:
    """Ours have no mark when they are made."""
    before = is_simulated(path)

    mark_simulated(path)

    assert not before
    assert is_simulated(path)


def test_what_is_not_there_is_not_simulated(tmp_path: Path) -> None:
    """And no file is made by asking."""
    missing = tmp_path / "none.db"

    found = is_simulated(missing)

    assert not found
    assert not missing.exists()


def test_another_program_s_mark_is_not_ours(path: Path) -> None:
    """Only our own number counts."""
    changed(path, "PRAGMA application_id = 7")

    found = is_simulated(path)

    assert not found


@pytest.mark.parametrize("marked", [True, False])
def test_copies_and_backups_keep_it(path: Path, tmp_path: Path, *, marked: bool) -> None:
    """Whoever is handed one sees what it is."""
    if marked:
        mark_simulated(path)

    copied = Path(shutil.copyfile(path, tmp_path / "copied.db"))
    unpacking.unpack(backup_of(path), tmp_path / "unpacked.db", beside=0)
    changed(path, "VACUUM")

    assert [is_simulated(each) for each in (copied, tmp_path / "unpacked.db", path)] == [marked] * 3
