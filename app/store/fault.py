"""What can go wrong with the database itself.

StoreError
├── DatabaseGone      the file is not there, or is not the one we opened
├── DatabaseBusy      somebody else has been writing for too long
├── DatabaseFull      the disk is full; nothing of the transaction was kept
├── SpoolFull         what waits on disk for the database has no more room there
├── SpoolDamaged      something that waits on disk for the database cannot be read
├── LeadLost          another process has begun to lead; nothing of the transaction was kept
├── DatabaseDamaged   what the database holds does not fit together
├── NoRoom            the disk has too little room for what was asked; nothing was begun
├── Unsaved           what was to be changed could not be saved first, so nothing was changed
├── UnfitBackup       a file that cannot be restored
├── UnknownSource     reports of a source that was never registered
└── UnfitPayload      a payload larger than we keep, or one that is damaged
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
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


class SpoolFull(StoreError):
    """What waits on disk for the database has no more room there."""


class SpoolDamaged(StoreError):
    """Something that waits on disk for the database cannot be read."""


class LeadLost(StoreError):
    """Another process has begun to lead; nothing of the transaction was kept."""


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


Fault = tuple[type[StoreError], str]
"""What is raised, and the sentence it is raised with."""

BUSY: Fault = (DatabaseBusy, "another process has been writing for too long")
FULL: Fault = (DatabaseFull, "the disk is full; nothing was stored")
AWAY: Fault = (DatabaseGone, "the database server does not answer")
SLOW: Fault = (DatabaseBusy, "the database took too long to answer")

FAULTS: Mapping[int, Fault] = {
    sqlite3.SQLITE_CANTOPEN: (DatabaseGone, "the database file cannot be opened"),
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_FULL: FULL,
}
"""What SQLite's primary result codes mean to us; all others are faults of ours."""

STATES: Mapping[str, Fault] = {
    "25006": (DatabaseGone, "the database server only reads: it is a standby"),
    "25P03": (DatabaseBusy, "the transaction stood still for too long, so the server ended it"),
    "3D000": (DatabaseGone, "the server has no such database"),
    "40001": BUSY,
    "40P01": BUSY,
    "53100": FULL,
    "53200": (DatabaseBusy, "the database server is out of memory"),
    "53300": (DatabaseBusy, "the database server has no connection left for us"),
    "55P03": BUSY,
    "57014": SLOW,
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "57P05": AWAY,
}
"""What PostgreSQL's states (its manual, appendix A) mean to us; all others are faults of ours."""

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
        fault = _meaning(error)
        if fault is None:
            raise
        kind, sentence = fault
        raise kind(sentence) from error


def is_gone(error: DBAPIError) -> bool:
    """Tell whether an error means that the database is away."""
    fault = _meaning(error)
    return fault is not None and issubclass(fault[0], DatabaseGone)


def _meaning(error: DBAPIError) -> Fault | None:
    if isinstance(error.orig, psycopg.Error):
        return _meaning_on_server(error.orig)
    return FAULTS.get(getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY)


def _meaning_on_server(error: psycopg.Error) -> Fault | None:
    if error.sqlstate is not None:
        # Class 08 is whatever breaks a connection.
        return AWAY if error.sqlstate.startswith("08") else STATES.get(error.sqlstate)
    # Without a state it is the client's own: no connection was made, or it broke.
    return AWAY if isinstance(error, psycopg.OperationalError) else None
