"""Backups: one consistent state of a database, saved in a single compressed file while it is used.

The copy is made from one read transaction, so writers neither wait for it nor have it begin anew.
It is checked, packed and brought to the disk beside where it goes; the last step is a rename, so
the file is there whole or not at all. Unpacked it is a plain SQLite file.
"""

import os
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from gzip import GzipFile
from pathlib import Path

from app.store import inspection, room
from app.store.fault import DatabaseDamaged
from app.store.inspection import Contents
from app.store.measured import Measured
from app.store.workplace import workplace

SUFFIX = ".gz"

PAGES = 256
"""How many pages are copied before a signal is heeded, or another thread gets its turn."""

PIECE = 1024 * 1024
"""How many bytes are packed together."""

LEVEL = zlib.Z_BEST_SPEED
"""How hard we try to pack: three times as hard takes off a tenth more."""

Tell = Callable[[int, float], None]
"""Is told how many bytes are done, and what share of the whole that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A backup: its size in bytes, the SHA-256 of the file, and what it holds."""

    path: Path
    size: int
    sha256: str
    contents: Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A packed file: its size in bytes, and its SHA-256."""

    size: int
    sha256: str


def save(database: Path, target: Path, tell: Tell | None = None) -> Saved:
    """Save a database in `target`, which is replaced; others may read and write it meanwhile.

    Raises NoRoom, DatabaseDamaged, sqlite3.Error and OSError with `target` left as it was.
    """
    with inspection.opened(database) as source:
        _begin(source)
        room.require(target.parent, 2 * inspection.size_of(source))
        with workplace(target.parent) as place:
            _copy(source, place / "copy.db")
            source.rollback()  # its readers' log can be given back from here on
            found = _checked(place / "copy.db")
            packed = _finish(place / "copy.db", target, tell)
    return Saved(path=target, size=packed.size, sha256=packed.sha256, contents=found)


def save_as_it_is(database: Path, target: Path) -> None:
    """Save a database in `target` as `save` does, though what it holds may be damaged."""
    with inspection.opened(database) as source:
        _begin(source)
        with workplace(target.parent) as place:
            _copy(source, place / "copy.db")
            _finish(place / "copy.db", target, None)


def named(database: Path, why: str, at: datetime) -> Path:
    """Name a backup that we make by ourselves: beside the database, with why and when."""
    stamp = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return database.with_name(f"{database.stem}.before-{why}-{stamp}.db{SUFFIX}")


def _begin(source: sqlite3.Connection) -> None:
    """Begin to read; the first look decides which state is read."""
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _copy(source: sqlite3.Connection, copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        # Whoever is killed leaves a copy that nobody uses, so it needs neither journal nor waiting.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=PAGES)
        # The log is a second file. A backup is one file, that any program can open.
        target.execute("PRAGMA journal_mode = DELETE")


def _checked(copy: Path) -> Contents:
    with inspection.opened(copy) as connection:
        wrong = inspection.damage(connection)
        if wrong is not None:
            raise DatabaseDamaged(f"it is damaged, so it was not saved: {wrong}")
        return inspection.contents(connection)


def _finish(copy: Path, target: Path, tell: Tell | None) -> Packed:
    packed = copy.with_name("packed")
    done = pack(copy, packed, tell)
    packed.replace(target)
    settle(target.parent)
    return done


def pack(file: Path, packed: Path, tell: Tell | None = None) -> Packed:
    """Pack a file into another that is on the disk when this returns; raises OSError."""
    size, done = max(file.stat().st_size, 1), 0
    with packed.open("xb") as raw, file.open("rb") as unpacked:
        measured = Measured(raw)
        # No name and no time of ours: the same state gives the same bytes.
        with GzipFile("", "wb", LEVEL, measured, mtime=0) as into:
            while piece := unpacked.read(PIECE):
                into.write(piece)
                done += len(piece)
                if tell is not None:
                    tell(done, done / size)
        raw.flush()
        os.fsync(raw.fileno())
    return Packed(size=measured.size, sha256=measured.digest.hexdigest())


def settle(path: Path) -> None:
    """Bring a file to the disk, or a folder and with it the renaming of a file in it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
