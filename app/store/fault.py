"""What can go wrong with the database itself.

StoreError
├── DatabaseGone      the file is not there, or is not the one we opened
├── DatabaseBusy      somebody else has been writing for too long
├── DatabaseFull      the disk is full; nothing of the transaction was kept
├── DatabaseDamaged   what the database holds does not fit together
├── NoRoom            the disk has too little room for what was asked; nothing was begun
├── Unsaved           what was to be changed could not be saved first, so nothing was changed
├── UnfitBackup       a file that cannot be restored
├── UnknownSource     reports of a source that was never registered
└── UnfitPayload      a payload larger than we keep, or one that is damaged
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class StoreError(Exception):
    """Anything that keeps the store from answering or from keeping what it is given."""


class DatabaseGone(StoreError):
    """The database file is not there, or is not the one we opened."""


class DatabaseBusy(StoreError):
    """Somebody else has been writing for longer than we wait."""


class DatabaseFull(StoreError):
    """The disk is full; nothing of the transaction was kept."""


class DatabaseDamaged(StoreError):
    """What the database holds does not fit together."""


class NoRoom(StoreError):
    """The disk has too little room for what was asked; nothing was begun."""


class Unsaved(StoreError):
    """What was to be changed could not be saved first, so nothing was changed."""


class UnfitBackup(StoreError):
    """A file cannot be restored: cut, damaged, or none of ours."""


class UnknownSource(StoreError):
    """Reports came of a source that was never registered."""


class UnfitPayload(StoreError):
    """A payload is larger than we keep or unpack, or what is kept of it is damaged."""


FAULTS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_CANTOPEN: (DatabaseGone, "the database file cannot be opened"),
    sqlite3.SQLITE_BUSY: (DatabaseBusy, "another process has been writing for too long"),
    sqlite3.SQLITE_FULL: (DatabaseFull, "the disk is full; nothing was stored"),
}
"""What SQLite's primary result codes mean to us; all others are faults of ours."""

PRIMARY = 0xFF
"""The part of an extended result code that holds the primary one."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the database's own errors into ours where they have a meaning for an operator."""
    try:
        yield
    except PoolTimeoutError as error:
        raise DatabaseBusy("all connections to the database are in use") from error
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY
        if code not in FAULTS:
            raise
        kind, sentence = FAULTS[code]
        raise kind(sentence) from error
