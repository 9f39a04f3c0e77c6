"""`darial backup`: what it prints, what it notes, and what it refuses."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command

from app.cli.backup import note
from app.cli.database import bring_up
from app.cli.fault import Fault
from app.clock import now
from app.store import backup as store
from app.store import migrate
from tests.cli.conftest import Darial, url
from tests.databases import needs_file
from tests.store.backups import asked, changed, left_in, spoil, version_of
from tests.store.test_migrate import config

pytestmark = needs_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name a file to save to."""
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "saved.db.gz"


def noted(database: Path) -> list[tuple[str, str, str, int, str]]:
    """Give the acts that a database holds."""
    return asked(database, "SELECT verb, role, reason, version, told FROM acts ORDER BY id")


def test_it_tells_what_was_saved(darial: Darial, archived: Path, file: Path) -> None:
    """File, size, checksum, what it holds; and it is noted without raising the board's version."""
    before = version_of(archived)

    result = darial("backup", file)

    size, digest = file.stat().st_size, sha256(file.read_bytes()).hexdigest()
    told, held = result.out.splitlines()
    assert (result.code, result.err) == (0, "")
    assert told == f"{file}: {size / 1000:.1f} kB, SHA-256 {digest}"
    assert held.startswith("It holds 1,228 reports, the newest recorded 20")
    assert held.endswith(f"Z, in shape {migrate.head()}.")
    assert noted(archived) == [("backup", "operator", "", before, f'{{"bytes": {size}}}')]
    assert version_of(archived) == before


def test_a_file_that_is_there_stays(darial: Darial, archived: Path, file: Path) -> None:
    """Unless it is to be replaced."""
    file.write_bytes(b"yesterday's")

    refused = darial("backup", file)
    kept = file.read_bytes()
    replaced = darial("backup", file, "--force")

    assert (refused.code, kept) == (2, b"yesterday's")
    assert refused.err == f"{file} is there already: name another, or replace it by --force.\n"
    assert replaced.code == 0
    assert file.read_bytes() != b"yesterday's"
    assert len(noted(archived)) == 1


@pytest.mark.usefixtures("archived")
def test_a_name_tells_what_it_is(darial: Darial, file: Path) -> None:
    """It is no plain SQLite file, so it is not called one."""
    result = darial("backup", file.with_suffix(""))

    assert result.code == 2
    assert "should end in .gz: it is a compressed SQLite file" in result.err


@pytest.mark.usefixtures("archived")
def test_a_folder_that_is_not_there_is_not_made(darial: Darial, file: Path) -> None:
    """It may be a disk that is not mounted."""
    missing = file.parent / "disk"

    result = darial("backup", missing / "saved.db.gz")

    assert (result.code, result.err) == (2, f"{missing} is no folder: make it, or name another.\n")
    assert not missing.exists()


@pytest.mark.usefixtures("database")
def test_without_a_database_there_is_nothing_to_save(darial: Darial, file: Path) -> None:
    """And none is made."""
    result = darial("backup", file)

    assert result.code == 3
    assert "There is no database at" in result.err
    assert list(file.parent.iterdir()) == []


def test_a_damaged_database_is_told(darial: Darial, archived: Path, file: Path) -> None:
    """The backup from before stays."""
    file.write_bytes(b"yesterday's")
    spoil(archived, "ix_reports_origin")

    result = darial("backup", file, "--force")

    assert result.code == 3
    assert result.err.startswith(f"{archived}: it is damaged, so it was not saved: ")
    assert file.read_bytes() == b"yesterday's"
    assert left_in(file.parent) == []


def test_an_older_shape_is_saved_before_an_upgrade(
    darial: Darial, archived: Path, file: Path
) -> None:
    """There is no log to note it in yet."""
    command.downgrade(config(archived), "0002")

    result = darial("backup", file)

    assert result.code == 0
    assert result.out.endswith("in shape 0002.\n")
    assert "is not noted in the log" in result.err


def test_a_backup_stands_though_it_cannot_be_noted(
    archived: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where another process goes on writing, one line says so."""
    saved = store.save(archived, file)
    with closing(sqlite3.connect(archived, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        note(url(archived), saved, patience_s=0.01)

    told = capsys.readouterr().err
    assert told.startswith("The backup stands, but could not be noted in the log: ")
    assert told.count("\n") == 1
    assert noted(archived) == []


def test_bringing_up_tells_where_the_backup_is(
    archived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And how to take the step back."""
    command.downgrade(config(archived), "0002")
    changed(archived, "PRAGMA journal_mode = WAL")
    began = now()

    bring_up(url(archived))

    (saved,) = archived.parent.glob(f"*.before-{migrate.head()}-*.db.gz")
    stamp = datetime.strptime(saved.name.split("-")[-1], "%Y%m%dT%H%M%SZ.db.gz").replace(tzinfo=UTC)
    assert abs(stamp - began) < timedelta(minutes=5)
    assert (
        f"As it was it is saved in {saved}: `darial restore` of the earlier program takes it back."
        in capsys.readouterr().err
    )


def test_bringing_up_stops_where_nothing_can_be_saved(archived: Path) -> None:
    """The database stays as it is."""
    command.downgrade(config(archived), "0002")
    spoil(archived, "ix_reports_origin")

    with pytest.raises(Fault, match="it is not brought up to date, since it cannot be saved"):
        bring_up(url(archived))

    assert migrate.current(url(archived)) == "0002"
