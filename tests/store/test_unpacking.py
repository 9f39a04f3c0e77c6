"""Unpacking a backup: whatever is wrong with it is found before anything is touched."""

import gzip
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from app.store import migrate, unpacking
from app.store.backup import PIECE
from app.store.fault import NoRoom, UnfitBackup
from app.store.sqlite import url_of
from app.store.unpacking import HEADER
from tests.store.backups import asked, backup_of, changed, packed, spoil, version_of
from tests.store.test_migrate import config

SAMPLES = 60
SEED = 20260824


@pytest.fixture
def saved(path: Path) -> Path:
    """Give a backup of a database that holds next to nothing."""
    return backup_of(path)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Name the file to unpack to."""
    return tmp_path / "copy.db"


def taken(file: Path, copy: Path) -> None:
    """Do all that is done with a file before a database is touched."""
    unpacking.unpack(file, copy)
    judged(copy)


def judged(copy: Path) -> None:
    """Do all that is done with what was unpacked."""
    unpacking.check(copy)
    unpacking.fit(copy)


def test_a_good_one_is_unpacked_as_it_was_saved(saved: Path, copy: Path) -> None:
    """To the byte."""
    unpacking.unpack(saved, copy)

    assert copy.read_bytes() == gzip.decompress(saved.read_bytes())
    assert unpacking.check(copy).revision == migrate.head()


def test_whoever_packed_it_does_not_matter(saved: Path, copy: Path, tmp_path: Path) -> None:
    """An operator may have unpacked it, looked, and packed it again with a name and a time."""
    again = tmp_path / "again.gz"
    with gzip.open(again, "wb", 9) as into:
        into.write(gzip.decompress(saved.read_bytes()))

    taken(again, copy)

    assert version_of(copy) == 0


def test_a_flipped_bit_anywhere_is_found(saved: Path, tmp_path: Path) -> None:
    """Or it changes nothing: there are several ways to pack the same zeros."""
    whole = saved.read_bytes()
    content = gzip.decompress(whole)
    chance = random.Random(SEED)  # noqa: S311 - the same places each time
    places = [*range(18), *range(len(whole) - 8, len(whole))]
    places += [chance.randrange(len(whole)) for _ in range(SAMPLES)]
    refused = 0

    for number, place in enumerate(places):
        bit = 1 << chance.randrange(8)
        spoilt = tmp_path / "spoilt.gz"
        spoilt.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        copy = tmp_path / f"copy{number}.db"
        try:
            unpacking.unpack(spoilt, copy)
        except UnfitBackup:
            refused += 1
            continue
        assert copy.read_bytes() == content, f"bit {bit} of byte {place}"

    assert refused > len(places) / 2


def test_a_wrong_checksum_is_found_where_the_last_piece_is_full(saved: Path, copy: Path) -> None:
    """It stands behind what it is of, and is read though there is nothing left to unpack."""
    content = bytearray(gzip.decompress(saved.read_bytes())[:HEADER])
    content[28:32] = (PIECE // 4096).to_bytes(4, "big")
    whole = packed(bytes(content) + bytes(PIECE - HEADER), saved).read_bytes()
    saved.write_bytes(whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:])

    with pytest.raises(UnfitBackup, match="its checksum does not fit"):
        unpacking.unpack(saved, copy)


@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.5, 0.9, 0.9999])
def test_a_cut_one_is_found(saved: Path, copy: Path, share: float) -> None:
    """Wherever the copying of it was broken off."""
    whole = saved.read_bytes()
    saved.write_bytes(whole[: max(2, int(len(whole) * share))])

    with pytest.raises(UnfitBackup, match="it is cut short, its end is missing"):
        unpacking.unpack(saved, copy)


def empty(path: Path) -> None:
    """Be nothing."""
    path.write_bytes(b"")


def text(path: Path) -> None:
    """Be a text."""
    path.write_text("id,place\n", encoding="utf-8")


def packed_text(path: Path) -> None:
    """Be a text, packed."""
    packed(b"id,place\n" * 99, path)


def packed_nothing(path: Path) -> None:
    """Be nothing, packed."""
    packed(b"", path)


def unpacked(path: Path) -> None:
    """Be a database that is not packed."""
    changed(path, "CREATE TABLE one (two)")


def followed(path: Path) -> None:
    """Be a backup with something behind its end."""
    path.write_bytes(path.read_bytes() + b"<html>")


def shorter(path: Path) -> None:
    """Be a backup of half a database, packed well."""
    content = gzip.decompress(path.read_bytes())
    packed(content[: len(content) // 2], path)


def longer(path: Path) -> None:
    """Be a backup that goes on for longer than the database says."""
    packed(gzip.decompress(path.read_bytes()) + b"0" * 3_000_000, path)


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (empty, "it is empty"),
        (text, "it is no file of `darial backup`"),
        (packed_text, "it holds no SQLite database"),
        (packed_nothing, "it holds no SQLite database"),
        (unpacked, "it is not packed; `gzip --keep FILE` makes a FILE.gz that will do"),
        (followed, "it is damaged, its checksum does not fit what it holds"),
        (shorter, "the database in it is not as long as it says itself"),
        (longer, "the database in it is not as long as it says itself"),
    ],
)
def test_what_is_no_backup_is_told_apart(
    saved: Path, copy: Path, spoilt: Callable[[Path], None], said: str
) -> None:
    """Each kind in a sentence of its own."""
    if spoilt is unpacked:
        saved.unlink()
    spoilt(saved)

    with pytest.raises(UnfitBackup) as refused:
        unpacking.unpack(saved, copy)

    assert str(refused.value) == said


def test_what_would_fill_the_disk_is_not_unpacked(saved: Path, copy: Path) -> None:
    """The header tells how long it will be, and room is looked for first."""
    content = bytearray(gzip.decompress(saved.read_bytes()))
    content[28:32] = (2**30).to_bytes(4, "big")
    packed(bytes(content), saved)

    with pytest.raises(NoRoom, match=r"needs 8\.8 TB in"):
        unpacking.unpack(saved, copy)


def test_room_is_looked_for_beside_it_too(saved: Path, copy: Path) -> None:
    """The present state will be saved as well."""
    with pytest.raises(NoRoom):
        unpacking.unpack(saved, copy, beside=10**15)


def rewritten(saved: Path, copy: Path, change: Callable[[Path], None]) -> None:
    """Unpack a backup and change what it holds, as nothing that its checksum would tell."""
    unpacking.unpack(saved, copy)
    change(copy)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda copy: spoil(copy, "reports"), "the database in it is damaged: "),
        (
            lambda copy: changed(copy, "INSERT INTO strands VALUES (1, 99, '', '', '', '', 0)"),
            "the database in it is damaged: a row of strands refers to one of series that is not",
        ),
        (lambda copy: changed(copy, "DROP TABLE series"), "it holds another program's database"),
        (lambda copy: changed(copy, "DELETE FROM board"), "it holds no database of ours: its shap"),
        (
            lambda copy: changed(copy, "ALTER TABLE board RENAME version TO number"),
            "it holds no database of ours: no such column: version",
        ),
        (
            lambda copy: changed(copy, "UPDATE board SET version = 'seven'"),
            "it holds no database of ours: the board's version or the newest report cannot be read",
        ),
        (
            lambda copy: changed(copy, "UPDATE alembic_version SET version_num = '9999'"),
            "it is newer than this program (9999, this program knows ",
        ),
        (
            lambda copy: changed(copy, "DROP TRIGGER reports_no_delete"),
            "it lacks the triggers by which tables only grow: reports",
        ),
    ],
)
def test_what_is_whole_but_wrong_is_told(
    saved: Path, copy: Path, change: Callable[[Path], None], said: str
) -> None:
    """Damaged inside, another program's, newer than ours, or without what keeps rows."""
    rewritten(saved, copy, change)

    with pytest.raises(UnfitBackup) as refused:
        judged(copy)

    assert str(refused.value).startswith(said)


def test_another_program_s_database_is_refused(tmp_path: Path, copy: Path) -> None:
    """Though it is whole."""
    other = tmp_path / "other.db"
    changed(other, "CREATE TABLE messages (text)")
    file = packed(other.read_bytes(), tmp_path / "other.gz")

    unpacking.unpack(file, copy)
    with pytest.raises(UnfitBackup, match="it holds another program's database"):
        unpacking.check(copy)


def test_an_older_shape_is_brought_up(path: Path, copy: Path) -> None:
    """In the copy: a backup from before an upgrade can be restored after it."""
    command.downgrade(config(path), "0002")
    unpacking.unpack(backup_of(path), copy)
    assert unpacking.check(copy).revision == "0002"

    unpacking.fit(copy)

    assert migrate.current(url_of(copy)) == migrate.head()


def test_pages_of_another_size_are_made_to_fit(path: Path, copy: Path) -> None:
    """A database takes only pages of the size it has."""
    changed(path, "UPDATE board SET version = 3")
    unpacking.unpack(backup_of(path), copy)

    unpacking.fit(copy, 8192)

    assert asked(copy, "PRAGMA page_size") == [(8192,)]
    assert asked(copy, "PRAGMA integrity_check") == [("ok",)]
    assert version_of(copy) == 3


def test_looking_changes_nothing(saved: Path, copy: Path) -> None:
    """Not a byte of the file that is looked at."""
    unpacking.unpack(saved, copy)
    before = copy.read_bytes()

    unpacking.check(copy)

    assert copy.read_bytes() == before


def test_a_file_that_is_not_there_is_named(tmp_path: Path, copy: Path) -> None:
    """By the system's own error."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        unpacking.unpack(tmp_path / "nowhere.gz", copy)


def test_progress_is_told(saved: Path, copy: Path) -> None:
    """Where there is more than one piece."""
    told: list[float] = []
    with closing(sqlite3.connect(copy.with_name("large.db"))) as connection:
        connection.execute("CREATE TABLE large AS SELECT zeroblob(3000000)")
    packed(copy.with_name("large.db").read_bytes(), saved)

    unpacking.unpack(saved, copy, tell=lambda _count, share: told.append(share))

    assert told
    assert all(0 < share <= 1 for share in told)
