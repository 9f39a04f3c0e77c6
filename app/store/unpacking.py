"""Unpacking: a backup set down as a database file and held against all that makes it one of ours.

What comes from a file is believed only as far as it can be checked. The checksum tells any damage
done to it since it was packed, the header how large it will be before the disk is filled.
"""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from gzip import BadGzipFile, GzipFile
from pathlib import Path

from app.store import inspection, migrate, room
from app.store.backup import PIECE, Tell
from app.store.fault import DatabaseDamaged, UnfitBackup
from app.store.inspection import Contents
from app.store.sqlite import url_of

PACKED = b"\x1f\x8b"
SQLITE = b"SQLite format 3\x00"
HEADER = 100
"""Bytes of a SQLite file's header."""

LARGEST_PAGE = 65_536
"""The size of a page that does not fit its two bytes of the header, where 1 stands for it."""


def unpack(file: Path, copy: Path, *, beside: int = 0, tell: Tell | None = None) -> None:
    """Unpack a backup into a new file `copy`, and check that it is all there and a database.

    Room is needed for it twice over, and for `beside` bytes more. Raises UnfitBackup, NoRoom and
    OSError.
    """
    with file.open("rb") as packed:
        _check_beginning(packed.read(len(SQLITE)))
        packed.seek(0)
        size = max(file.stat().st_size, 1)
        with _whole(), GzipFile(fileobj=packed) as content, copy.open("xb") as into:
            first = content.read(PIECE)
            expected = _size_told(first)
            room.require(copy.parent, 2 * expected + beside)
            written = into.write(first)
            while written <= expected and (piece := content.read(PIECE)):
                written += into.write(piece)
                if tell is not None:
                    tell(written, packed.tell() / size)
    if written != expected:
        raise UnfitBackup("the database in it is not as long as it says itself")


def check(copy: Path) -> Contents:
    """Give what an unpacked backup holds; raises UnfitBackup unless it is whole and one of ours."""
    with inspection.opened(copy) as connection:
        wrong = inspection.damage(connection)
        if wrong is not None:
            raise UnfitBackup(f"the database in it is damaged: {wrong}")
        if not inspection.tables(connection) >= inspection.OURS:
            raise UnfitBackup("it holds another program's database")
        try:
            found = inspection.contents(connection)
        except (DatabaseDamaged, sqlite3.Error) as error:
            raise UnfitBackup(f"it holds no database of ours: {error}") from error
    known = migrate.revisions()
    if found.revision not in known:
        raise UnfitBackup(
            f"it is newer than this program ({found.revision[:40]}, this program knows"
            f" {known[-1]}): restore it with the program that wrote it"
        )
    return found


def fit(copy: Path, page_size: int | None = None) -> None:
    """Bring a checked copy to our shape, and to pages of this size (bytes).

    Raises UnfitBackup where the tables that only grow are not guarded.
    """
    if migrate.current(url_of(copy)) != migrate.head():
        migrate.take_steps(url_of(copy))
    with inspection.opened(copy) as connection:
        if missing := inspection.unguarded(connection):
            raise UnfitBackup(
                "it lacks the triggers by which tables only grow: " + ", ".join(missing)
            )
    if page_size is not None:
        _repage(copy, page_size)


def _repage(copy: Path, page_size: int) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        ((found,),) = connection.execute("PRAGMA page_size")
        if found != page_size:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute(f"PRAGMA page_size = {page_size:d}")
            connection.execute("VACUUM")


def _check_beginning(beginning: bytes) -> None:
    if not beginning:
        raise UnfitBackup("it is empty")
    if beginning == SQLITE:
        raise UnfitBackup("it is not packed; `gzip --keep FILE` makes a FILE.gz that will do")
    if not beginning.startswith(PACKED):
        raise UnfitBackup("it is no file of `darial backup`")


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what unpacking can meet into UnfitBackup."""
    try:
        yield
    except EOFError as error:
        raise UnfitBackup("it is cut short, its end is missing") from error
    except (BadGzipFile, zlib.error) as error:
        raise UnfitBackup("it is damaged, its checksum does not fit what it holds") from error


def _size_told(header: bytes) -> int:
    """Give how many bytes a database takes, by its own header."""
    if len(header) < HEADER or not header.startswith(SQLITE):
        raise UnfitBackup("it holds no SQLite database")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return pages * (LARGEST_PAGE if page == 1 else page)
