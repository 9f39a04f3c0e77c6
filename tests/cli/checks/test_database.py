"""Checks of the database file: each thing that may be wrong with it, told apart."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command

from app.cli.checks import database
from app.cli.checks.database import LEAST, LONGEST_LOG, room
from app.cli.checks.finding import Finding, State
from app.store import inspection
from tests.cli.conftest import url
from tests.databases import needs_file
from tests.store.backups import changed, spoil
from tests.store.test_migrate import config

pytestmark = needs_file


def found(path: Path) -> dict[str, Finding]:
    """Look at all there is about a file, by what was looked at."""
    return {each.check: each for each in [database.shape(url(path)), *database.file(url(path))]}


def test_all_is_well(archived: Path) -> None:
    """Each in a line of its own."""
    looked = found(archived)

    assert list(looked) == ["database", "integrity", "guards", "log"]
    assert {each.state for each in looked.values()} == {State.OK}


def older(path: Path) -> None:
    """Be of an older shape."""
    command.downgrade(config(path), "0002")


def newer(path: Path) -> None:
    """Be of a newer shape."""
    changed(path, "UPDATE alembic_version SET version_num = '9999'")


def unguarded(path: Path) -> None:
    """Have lost a trigger."""
    changed(path, "DROP TRIGGER reports_no_update")


def damaged(path: Path) -> None:
    """Have a page overwritten."""
    spoil(path, "reports")


def dangling(path: Path) -> None:
    """Have a row that refers to nothing."""
    changed(path, "INSERT INTO strands VALUES (999, 9999, '', '', '', '', 0)")


def unlogged(path: Path) -> None:
    """Be in another journal mode."""
    changed(path, "PRAGMA journal_mode = DELETE")


@pytest.mark.parametrize(
    ("spoilt", "check", "state", "says"),
    [
        (older, "database", State.BAD, "is of an older shape (0002, this program needs "),
        (newer, "database", State.BAD, "is newer than this program (9999, this program knows "),
        (unguarded, "guards", State.BAD, "rows can be changed or deleted in reports"),
        (damaged, "integrity", State.BAD, "it is damaged: "),
        (dangling, "integrity", State.BAD, "it is damaged: a row of strands refers to one of ser"),
        (unlogged, "log", State.BAD, "the journal mode is delete, so readers and writers wait"),
    ],
)
def test_what_is_wrong_is_told(
    archived: Path, spoilt: Callable[[Path], None], check: str, state: State, says: str
) -> None:
    """With the way to mend it."""
    spoilt(archived)

    looked = found(archived)[check]

    assert looked.state is state
    assert says in looked.says
    assert looked.fix


def test_a_log_that_nobody_gives_back_is_told(archived: Path) -> None:
    """Whoever reads for very long keeps it."""
    with inspection.opened(archived) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM board").fetchone()
        log = archived.with_name(f"{archived.name}-wal")
        with log.open("ab") as file:
            file.truncate(LONGEST_LOG + 1)

        looked = found(archived)["log"]

    assert (looked.state, looked.says) == (
        State.LOOK,
        "the log beside the database has grown to 256.0 MB",
    )


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    """Nothing more is looked for in it."""
    path = tmp_path / "notes.txt"
    path.write_text("no database\n" * 99, encoding="utf-8")

    looked = found(path)

    assert {name: each.state for name, each in looked.items()} == {
        "database": State.BAD,
        "integrity": State.BAD,
    }


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """Such as a folder of that name."""
    looked = found(tmp_path)

    assert looked["database"].state is looked["file"].state is State.BAD
    assert "cannot be opened" in looked["file"].says


def test_what_cannot_be_read_now_is_not_called_damaged(archived: Path) -> None:
    """Such as on a full disk; here a folder is in the way of what SQLite needs beside it."""
    archived.with_name(f"{archived.name}-wal").mkdir()

    looked = found(archived)

    assert list(looked) == ["database", "file"]
    assert "cannot be opened" in looked["file"].says


@pytest.mark.parametrize(
    ("size", "free", "state"),
    [
        (0, LEAST, State.OK),
        (0, LEAST - 1, State.BAD),
        (1_000, LEAST + 3_000, State.OK),
        (1_000, LEAST + 2_999, State.LOOK),
        (10**12, LEAST, State.LOOK),
    ],
)
def test_room_is_weighed_against_the_database(
    tmp_path: Path, size: int, free: int, state: State
) -> None:
    """Three times its size, and something whatever its size."""
    assert room(size, free, tmp_path).state is state


def test_room_is_looked_for_where_the_database_would_be(tmp_path: Path) -> None:
    """Its folder may not be there yet."""
    looked = database.disk(url(tmp_path / "not" / "yet" / "darial.db"))

    assert looked.says.endswith(f"are free in {tmp_path}")
    assert shutil.disk_usage(tmp_path).free > LEAST
    assert looked.state is State.OK
