"""Backups: one consistent state in one file, whole or not at all."""

import gzip
import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from app.store import backup, reports
from app.store.database import Database
from app.store.fault import DatabaseDamaged, NoRoom
from tests.store.backups import asked, changed, left_in, spoil, version_of
from tests.store.made import NOON, figure

SERIES = "INSERT INTO series VALUES (NULL, 'place' || ?, 'both', 'any', 'event', 'everybody')"
LARGE = 8 * backup.PAGES * 4096
MOST_WRITES = 50_000


def unpacked(file: Path) -> Path:
    """Unpack a backup as `gunzip` does, beside it."""
    plain = file.with_suffix("")
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    return plain


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Name a file to save to, in a folder of its own."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "saved.db.gz"


async def test_a_backup_tells_what_it_holds(database: Database, path: Path, target: Path) -> None:
    """Its reports, the newest of them, and the board's version."""
    async with database.writing() as session:
        await reports.add(session, [figure("f1"), figure("f2", recorded_at=NOON)])

    found = backup.save(path, target).contents

    assert (found.reports, found.version) == (2, 0)
    assert found.newest == figure().recorded_at


def test_a_backup_tells_its_checksum(path: Path, target: Path) -> None:
    """Whoever copies it elsewhere can see whether all of it arrived."""
    saved = backup.save(path, target)

    assert saved.path == target
    assert saved.size == target.stat().st_size
    assert saved.sha256 == sha256(target.read_bytes()).hexdigest()


def test_unpacked_it_is_a_plain_database(path: Path, target: Path) -> None:
    """One file, that any program opens, with all that was there."""
    changed(path, "UPDATE board SET version = 7")

    plain = unpacked(backup.save(path, target).path)

    assert asked(plain, "PRAGMA journal_mode") == [("delete",)]
    assert asked(plain, "PRAGMA integrity_check") == [("ok",)]
    assert version_of(plain) == 7
    assert sorted(target.parent.iterdir()) == [plain, target]


def test_the_same_state_gives_the_same_bytes(path: Path, target: Path) -> None:
    """No time and no name of ours stands in the file."""
    first = backup.save(path, target).sha256

    assert backup.save(path, target.with_name("other.db.gz")).sha256 == first


def test_it_holds_one_state_while_others_write(path: Path, target: Path) -> None:
    """Each transaction is in it whole or not at all, and none of them waits for it."""
    changed(path, f"CREATE TABLE large AS SELECT zeroblob({LARGE}) AS pages")
    writing, done = threading.Event(), threading.Event()
    failed: list[sqlite3.Error] = []

    def write() -> None:
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
                for number in range(MOST_WRITES):
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("UPDATE board SET version = version + 1")
                    connection.execute(SERIES, (number,))
                    connection.execute("COMMIT")
                    writing.set()
                    if done.is_set():
                        return
        except sqlite3.Error as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    writing.wait()
    saved = backup.save(path, target)
    done.set()
    writer.join()

    assert failed == []
    assert 0 < saved.contents.version < version_of(path) < MOST_WRITES
    plain = unpacked(target)
    assert asked(plain, "SELECT count(*) FROM series") == [(saved.contents.version,)]


def test_what_is_not_committed_is_not_in_it(path: Path, target: Path) -> None:
    """Nobody waits for a transaction under way, and nothing of it is saved."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE board SET version = 9")

        saved = backup.save(path, target)

    assert saved.contents.version == 0


def test_a_damaged_database_replaces_no_backup(path: Path, target: Path) -> None:
    """The good one from yesterday stays, and nothing is left beside it."""
    target.write_bytes(b"yesterday's")
    spoil(path, "ix_reports_public")

    with pytest.raises(DatabaseDamaged, match="it is damaged, so it was not saved: "):
        backup.save(path, target)

    assert target.read_bytes() == b"yesterday's"
    assert left_in(target.parent) == []


def test_a_damaged_database_can_be_saved_as_it_is(path: Path, target: Path) -> None:
    """What can still be read of it may be wanted later."""
    changed(path, "UPDATE board SET version = 5")
    spoil(path, "ix_reports_public")

    backup.save_as_it_is(path, target)

    assert version_of(unpacked(target)) == 5


@pytest.fixture
def _small_files() -> Iterator[None]:
    """Let no file grow beyond a megabyte, should we be wrong about what is written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def endless(path: Path) -> Path:
    """Give a database that is said to be four terabytes long, and takes none of them."""
    pages = 2**30
    with path.open("r+b") as file:
        file.seek(28)
        file.write(pages.to_bytes(4, "big"))
        file.truncate(pages * 4096)
    return path


@pytest.mark.usefixtures("endless", "_small_files")
def test_a_disk_without_room_is_found_out_first(path: Path, target: Path) -> None:
    """Nothing is begun, and what is missing is told."""
    with pytest.raises(NoRoom, match=r"needs 8\.8 TB in"):
        backup.save(path, target)

    assert list(target.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(path: Path, tmp_path: Path) -> None:
    """And not made: it may be a disk that is not mounted."""
    with pytest.raises(FileNotFoundError, match="backups"):
        backup.save(path, tmp_path / "backups" / "saved.db.gz")


def test_progress_is_told_to_the_end(path: Path, target: Path) -> None:
    """In bytes, and as a share of the whole."""
    told: list[tuple[int, float]] = []

    backup.save(path, target, lambda count, share: told.append((count, share)))

    assert told[-1] == (unpacked(target).stat().st_size, 1.0)


def test_a_backup_of_our_own_is_named_by_why_and_when() -> None:
    """Beside the database, in UTC, so that a listing puts them in order."""
    at = datetime(2026, 11, 24, 12, 0, 5, tzinfo=UTC)

    assert backup.named(Path("data/darial.db"), "restore", at) == Path(
        "data/darial.before-restore-20261124T120005Z.db.gz"
    )
