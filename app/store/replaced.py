"""What a restore would replace: the database as it stands, as far as that can be told."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.store import inspection
from app.store.fault import DatabaseDamaged
from app.store.inspection import Contents, PastAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A database that is to be replaced.

    `contents` is None where it is too damaged to be told; `lost` are its acts that are not in what
    takes its place, the newest first.
    """

    contents: Contents | None
    lost: tuple[PastAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How large a database is, and its pages, in bytes."""

    size: int
    page: int


def pages_of(database: Path) -> Pages:
    """Measure a database; raises DatabaseDamaged where its file cannot even be written over."""
    try:
        with inspection.opened(database) as connection:
            ((page,),) = connection.execute("PRAGMA page_size")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return Pages(size=inspection.size_of(connection), page=page)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise DatabaseDamaged(
            f"its file is too damaged to be written over ({error}). End every `darial serve`, move"
            f" {database.name} and the files whose names begin like it ({database.name}-wal,"
            f" {database.name}-shm) to another folder, and run this again"
        ) from error


def look(database: Path, copy: Path) -> Replaced:
    """Tell what stands in a database and would not any more, once `copy` has taken its place."""
    try:
        with inspection.opened(database) as connection:
            return Replaced(
                contents=inspection.contents(connection),
                lost=inspection.lost_acts(connection, copy),
            )
    except (DatabaseDamaged, sqlite3.DatabaseError):
        return Replaced(contents=None, lost=())
