"""Restoring: the old state or the new one, for whoever looks, whatever goes wrong."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.act import Verb
from app.store import acts, board, replaced, reports, restoring, sources, unpacking
from app.store.database import Database
from app.store.fault import DatabaseBusy, DatabaseDamaged, DatabaseGone
from app.store.sqlite import url_of
from tests.store.backups import asked, backup_of, changed, spoil, version_of
from tests.store.made import NOON, figure, source, word


def nothing() -> None:
    """Prepare nothing."""


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """Give a copy that holds version 3, unpacked from a backup."""
    changed(path, "UPDATE board SET version = 3")
    unpacking.unpack(backup_of(path), tmp_path / "copy.db")
    changed(path, "UPDATE board SET version = 40", "DROP INDEX ix_turns_source")
    return tmp_path / "copy.db"


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the database as another process that writes."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        yield connection


def test_all_is_replaced_in_place(path: Path, copy: Path) -> None:
    """In the very file, which goes on in WAL mode."""
    inode = path.stat().st_ino

    restoring.replace(path, copy, nothing)

    assert version_of(path) == 3
    assert path.stat().st_ino == inode
    assert asked(path, "PRAGMA journal_mode") == [("wal",)]
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "SELECT count(*) FROM sqlite_master WHERE name = 'ix_turns_source'") == [
        (1,)
    ]


def test_another_journal_mode_is_mended(path: Path, copy: Path) -> None:
    """Readers and writers would wait for one another."""
    changed(path, "PRAGMA journal_mode = DELETE")

    restoring.replace(path, copy, nothing)

    assert asked(path, "PRAGMA journal_mode") == [("wal",)]


async def test_who_reads_meanwhile_goes_on(path: Path, copy: Path, url: str) -> None:
    """With the state it began with; whoever looks next sees the other one."""
    database = Database(url)
    async with database.reading() as session:
        before = await board.version(session)
        restoring.replace(path, copy, nothing)
        still = await board.version(session)
    async with database.reading() as session:
        after = await board.version(session)
    await database.close()

    assert (before, still, after) == (40, 40, 3)


async def test_whoever_watches_notices(path: Path, copy: Path, url: str) -> None:
    """As with any commit of another process."""
    database = Database(url)
    before = await database.data_version()

    restoring.replace(path, copy, nothing)

    assert await database.data_version() != before
    async with database.writing() as session:
        assert await board.raise_version(session) == 4
    await database.close()


def test_nobody_writes_while_it_is_prepared(
    path: Path, copy: Path, writer: sqlite3.Connection
) -> None:
    """So what is saved then is exactly what is replaced, and what is put in the copy counts."""

    def prepare() -> None:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("BEGIN IMMEDIATE")
        assert writer.execute("SELECT version FROM board").fetchone() == (40,)
        changed(copy, "UPDATE board SET version = 41")

    restoring.replace(path, copy, prepare)

    assert version_of(path) == 41


def test_what_fails_to_be_prepared_changes_nothing(
    path: Path, copy: Path, writer: sqlite3.Connection
) -> None:
    """And the next one can write."""

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        restoring.replace(path, copy, fail)

    assert version_of(path) == 40
    writer.execute("BEGIN IMMEDIATE")


def test_another_that_writes_is_waited_for(
    path: Path, copy: Path, writer: sqlite3.Connection
) -> None:
    """Only so long; then we say so, and nothing is changed."""
    writer.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseBusy):
        restoring.replace(path, copy, nothing, patience_s=0.05)

    writer.execute("ROLLBACK")
    assert version_of(path) == 40


def test_damage_within_is_written_over(path: Path, copy: Path) -> None:
    """That is what a backup is for."""
    spoil(path, "ix_reports_public")
    spoil(path, "reports")

    restoring.replace(path, copy, nothing)

    assert asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_without_a_head_is_not_written_over(path: Path, copy: Path) -> None:
    """SQLite itself refuses, and we say what to do about it beforehand."""
    path.write_bytes(b"\0" * 4096)
    before = path.read_bytes()

    with pytest.raises(DatabaseDamaged, match="cannot be written over"):
        restoring.replace(path, copy, nothing)
    with pytest.raises(DatabaseDamaged, match=r"move darial\.db and the files"):
        replaced.pages_of(path)

    assert path.read_bytes() == before


def test_a_file_that_went_away_is_told(path: Path, copy: Path) -> None:
    """By SQLite's own error: that is no damage, and nothing is made in its place."""
    path.unlink()

    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        restoring.replace(path, copy, nothing)
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        replaced.pages_of(path)

    assert not path.exists()


def test_progress_is_told(path: Path, copy: Path) -> None:
    """In bytes, and as a share of the whole."""
    told: list[tuple[int, float]] = []

    restoring.replace(path, copy, nothing, tell=lambda count, share: told.append((count, share)))

    assert told[-1] == (copy.stat().st_size, 1.0)


def test_a_copy_is_placed_where_nothing_is(copy: Path, tmp_path: Path) -> None:
    """It becomes the database."""
    new = tmp_path / "new.db"

    restoring.place(new, copy, lambda: changed(copy, "UPDATE board SET version = 8"))

    assert version_of(new) == 8
    assert asked(new, "PRAGMA journal_mode") == [("wal",)]
    assert not copy.exists()


@pytest.mark.parametrize("log", ["-wal", "-journal"])
def test_what_is_left_of_a_lost_database_is_in_the_way(
    copy: Path, tmp_path: Path, log: str
) -> None:
    """SQLite would write it into the new one."""
    new, left = tmp_path / "new.db", tmp_path / f"new.db{log}"
    left.write_bytes(b"of another")

    with pytest.raises(DatabaseGone, match=f"it is gone, but {left.name} is still there"):
        restoring.place(new, copy, nothing)

    assert not new.exists()


async def test_it_is_noted_above_every_version(database: Database) -> None:
    """No reader takes what is restored for something older than it has."""
    async with database.writing() as session:
        first = await restoring.note(session, above=99, at=NOON, reason="lost", told={"of": "x"})
        second = await restoring.note(session, above=7, at=NOON, reason="", told={})

        assert (first.version, second.version) == (100, 101)
        assert await board.version(session) == 101
        assert await acts.one(session, first.id) == first
        assert (first.verb, first.role, first.reason) == (Verb.RESTORE, "operator", "lost")


async def test_sources_are_carried_over(database: Database, path: Path, tmp_path: Path) -> None:
    """A running server has noted them once, and what they bring must still find a place."""
    unpacking.unpack(backup_of(path), tmp_path / "copy.db")
    async with database.writing() as session:
        await sources.register(session, source("later"))
        await reports.add(session, [word(source="later"), figure()])

    restoring.carry_sources(tmp_path / "copy.db", path)
    restoring.replace(path, tmp_path / "copy.db", nothing)

    async with database.writing() as session:
        carried = {each.id: each for each in await sources.every(session)}
        assert carried["later"].reports == 0
        assert carried["later"].last_recorded_at is None
        assert carried["guard"].reports == 0
        assert (await reports.add(session, [word(source="later")])).new == 1


async def test_what_would_be_lost_is_told(database: Database, path: Path, tmp_path: Path) -> None:
    """What stands there, and the acts that the copy does not hold, the newest first."""
    async with database.writing() as session:
        await restoring.note(session, above=1, at=NOON, reason="before", told={})
    unpacking.unpack(backup_of(path), tmp_path / "copy.db")
    async with database.writing() as session:
        await reports.add(session, [figure()])
        for reason in ("after", "later"):
            await restoring.note(session, above=1, at=NOON, reason=reason, told={})

    found = replaced.look(path, tmp_path / "copy.db")

    assert found.contents is not None
    assert (found.contents.reports, found.contents.version) == (1, 4)
    assert [(each.reason, each.verb) for each in found.lost] == [
        ("later", "restore"),
        ("after", "restore"),
    ]


def test_of_a_damaged_one_nothing_is_told(path: Path, copy: Path) -> None:
    """It is replaced all the same."""
    spoil(path, "reports")
    spoil(path, "ix_reports_recorded")

    assert replaced.look(path, copy).contents is None
    assert replaced.pages_of(path).page == 4096


def test_an_older_one_has_no_acts_to_lose(path: Path, copy: Path) -> None:
    """Its tables are those of its time."""
    for table in ("act_places", "act_reports", "withholdings", "notices", "notice_ends", "acts"):
        changed(path, f"DROP TABLE {table}")

    found = replaced.look(path, copy)

    assert found.contents is not None
    assert found.lost == ()


def test_any_name_of_a_file_makes_an_address(tmp_path: Path) -> None:
    """The copy is opened by the address that its path makes."""
    for name in ("a b.db", "100%.db", "what?#.db", "Ларс.db"):
        assert Database(url_of(tmp_path / name)).present() is False
        changed(tmp_path / name, "CREATE TABLE one (two)")
        assert Database(url_of(tmp_path / name)).present() is True
