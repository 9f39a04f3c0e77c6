"""Before a database is brought to another shape, it is saved as it is."""

import gzip
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command

from app.store import migrate
from app.store.fault import Unsaved
from app.store.sqlite import url_of
from tests.store.backups import changed, left_in, spoil, version_of
from tests.store.test_migrate import config

AT = datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)
NAME = f"darial.before-{migrate.head()}-20261124T120005Z.db.gz"


@pytest.fixture
def older(path: Path) -> Path:
    """Give a database of the shape before the newest, with a board of version 7."""
    command.downgrade(config(path), "-1")
    changed(path, "UPDATE board SET version = 7")
    return path


def test_it_is_saved_beside_itself(older: Path, url: str) -> None:
    """Named by what it is before and by when; whoever is there is told at once."""
    told: list[tuple[Path, str | None]] = []
    shape = migrate.current(url)

    migrate.upgrade(url, AT, lambda where: told.append((where, migrate.current(url))))

    assert told == [(older.with_name(NAME), shape)]
    assert migrate.current(url) == migrate.head()
    before = older.with_name("before.db")
    before.write_bytes(gzip.decompress(older.with_name(NAME).read_bytes()))
    assert migrate.current(url_of(before)) == shape
    assert version_of(before) == 7


def test_there_is_nothing_to_save_of_a_new_one(tmp_path: Path) -> None:
    """Nor of one that has the newest shape already."""
    url = url_of(tmp_path / "new.db")

    migrate.upgrade(url, AT)
    migrate.upgrade(url, AT)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.db"]


def test_what_cannot_be_saved_is_not_changed(older: Path, url: str) -> None:
    """Here something else has the name of the backup."""
    shape = migrate.current(url)
    older.with_name(NAME).mkdir()

    with pytest.raises(Unsaved, match="it is not brought up to date, since it cannot be saved"):
        migrate.upgrade(url, AT)

    assert migrate.current(url) == shape
    assert left_in(older.parent) == []


def test_a_damaged_one_is_not_changed(older: Path, url: str) -> None:
    """A backup is to be restored first."""
    shape = migrate.current(url)
    spoil(older, "ix_reports_public")

    with pytest.raises(Unsaved, match="it is damaged, so it was not saved"):
        migrate.upgrade(url, AT)

    assert migrate.current(url) == shape


def test_a_moment_is_needed_to_name_it(older: Path, url: str) -> None:
    """Whoever forgets it changes nothing."""
    shape = migrate.current(url_of(older))

    with pytest.raises(Unsaved, match="without a moment to name its backup by"):
        migrate.upgrade(url)

    assert migrate.current(url) == shape


def test_one_that_cannot_be_read_is_no_new_one(path: Path, url: str) -> None:
    """Something keeps SQLite from reading it, such as a full disk; here a folder in its way."""
    path.with_name(f"{path.name}-wal").mkdir()

    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        migrate.upgrade(url, AT)


def steps(folder: Path, *follow: tuple[str, str | None]) -> Path:
    """Write steps, each with the one it follows."""
    for number, (revision, before) in enumerate(follow):
        named = "None" if before is None else f'"{before}"'
        text = f'revision: str = "{revision}"\ndown_revision: str | None = {named}\n'
        (folder / f"{number}.py").write_text(text, encoding="utf-8")
    return folder


def test_steps_are_given_in_their_order(tmp_path: Path) -> None:
    """Whatever their files are called."""
    folder = steps(tmp_path, ("c", "b"), ("a", None), ("b", "a"))

    assert migrate.revisions(folder) == ("a", "b", "c")


@pytest.mark.parametrize(
    "follow",
    [
        (),
        (("b", "a"),),
        (("a", None), ("c", "b")),
        (("a", "b"), ("b", "a")),
    ],
    ids=["none", "no first", "a gap", "a circle"],
)
def test_steps_that_do_not_follow_one_another_are_told(
    tmp_path: Path, follow: tuple[tuple[str, str | None], ...]
) -> None:
    """Files of the program are missing, or too many."""
    with pytest.raises(ValueError, match="do not follow one another"):
        migrate.revisions(steps(tmp_path, *follow))


def test_two_steps_after_one_are_told(tmp_path: Path) -> None:
    """Nobody could say which comes first."""
    with pytest.raises(ValueError, match="do not follow one another"):
        migrate.revisions(steps(tmp_path, ("a", None), ("b", "a"), ("c", "a")))
