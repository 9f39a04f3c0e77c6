"""What a database refuses, as an operator needs to hear it: what is wrong, and the mend."""

import re
import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from app.cli.fault import Fault
from app.store.address import is_postgresql, without_password
from app.store.fault import PRIMARY, StoreError
from app.store.sqlite import file_of

SENTENCES = {
    sqlite3.SQLITE_BUSY: "{path} is being written to by another process: try again in a minute.",
    sqlite3.SQLITE_FULL: "The disk is full, so nothing was stored: make room and run this again.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened: allow reading and writing it and its"
    " folder.",
    sqlite3.SQLITE_IOERR: "{path} cannot be read or written ({error}): see whether its disk is full"
    " or failing.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written to: allow that, and for its folder too.",
    sqlite3.SQLITE_NOTADB: "{path} is no database: name another in DARIAL_DATABASE_URL.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged: `darial restore FILE.db.gz` puts a backup back, or"
    " name another file in DARIAL_DATABASE_URL.",
}
"""What SQLite's primary result codes mean to an operator."""

NO_SUCH = (
    "There is no database at {path} yet: make an empty one, as `createdb --encoding=UTF8 NAME`"
    " does, then `darial serve --prepare` fills and serves it."
)
REFUSED = (
    "{path} does not let us in ({error}): see whether DARIAL_DATABASE_URL holds the right user and"
    " password, and whether the server's pg_hba.conf admits them from here."
)
AWAY = (
    "{path} does not answer ({error}): see whether the server runs and is reached from here, and"
    " whether DARIAL_DATABASE_URL is right."
)
BUSY = "{path} is being written to by another process: try again in a minute."

STATES = {
    "25006": "{path} only reads, for it is a standby: name the primary in DARIAL_DATABASE_URL.",
    "3D000": NO_SUCH,
    "28000": REFUSED,
    "28P01": REFUSED,
    "40001": BUSY,
    "40P01": BUSY,
    "42501": "{path} does not allow that ({error}): the user in DARIAL_DATABASE_URL is to own the"
    " database.",
    "53100": "The disk of {path} is full, so nothing was stored: make room there and run this"
    " again.",
    "53300": "{path} has no connection left for us ({error}): raise max_connections there, or end"
    " what holds so many.",
    "55P03": BUSY,
    "57014": "{path} took too long to answer: see what else it is doing, and run this again.",
}
"""What PostgreSQL's states mean to an operator."""

PREFIX = re.compile(r"^(connection failed: )?(connection to server at .* failed: )?(FATAL: )?")
"""What the driver puts before the reason: the address is shown anyway."""

GONE = frozenset({"08", "57"})
"""Classes of states in which a connection broke, or a server was ended, or is just beginning."""

BEFORE_ANY_STATE = (
    (re.compile(r'database ".*" does not exist'), NO_SUCH),
    (re.compile(r"password|authentication|pg_hba|role "), REFUSED),
    (re.compile(r"too many|remaining connection slots"), STATES["53300"]),
)
"""What a server says to whoever it does not let in; the driver hands on the words without a state.

In another language than English they are shown, in AWAY, but not told apart.
"""


def shown(url: str) -> str:
    """Give a file's path, short where it lies below the folder we are in.

    Or the address of a database on a server, without its password.
    """
    if is_postgresql(url):
        return without_password(url)
    path, here = file_of(url).path, Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def told(url: str, error: BaseException) -> Fault:
    """Say what the store, or the database's driver, refused."""
    cause = _of_driver(error)
    if isinstance(cause, psycopg.Error):
        return Fault(_on_server(cause).format(path=shown(url), error=_first_line(cause)))
    if isinstance(error, StoreError):
        return Fault(f"{shown(url)}: {error}.")
    code = getattr(cause, "sqlite_errorcode", 0) & PRIMARY
    sentence = SENTENCES.get(code, "{path} cannot be used: {error}.")
    return Fault(sentence.format(path=shown(url), error=cause))


def _of_driver(error: BaseException) -> BaseException | None:
    """Give the driver's own error that another was made of."""
    if isinstance(error, StoreError) and error.__cause__ is not None:
        error = error.__cause__
    return error.orig if isinstance(error, DBAPIError) else error


def _on_server(error: psycopg.Error) -> str:
    other = "{path} cannot be used: {error}."
    if error.sqlstate is not None:
        return STATES.get(error.sqlstate, AWAY if error.sqlstate[:2] in GONE else other)
    if not isinstance(error, psycopg.OperationalError):
        return other
    said = str(error)
    return next((sentence for words, sentence in BEFORE_ANY_STATE if words.search(said)), AWAY)


def _first_line(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error)
    return PREFIX.sub("", said.partition("\n")[0]).strip() or type(error).__name__
