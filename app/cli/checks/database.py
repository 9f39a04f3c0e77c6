"""Checks of the database file: there, of our shape, whole, guarded, with room to grow."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from app.cli.checks.finding import Finding, State, bad, look, ok
from app.cli.database import NEWER, OLDER, faults, missing
from app.cli.database_words import shown
from app.cli.fault import Fault
from app.store import inspection, migrate
from app.store.address import is_postgresql
from app.store.room import amount
from app.store.sqlite import file_of

TIMES = 3
"""How many times the database's size should be free: a backup takes two, and it grows."""

LEAST = 100_000_000
"""Bytes that must be free whatever its size: below, a log or a poll may fill the disk."""

LONGEST_LOG = 256_000_000
"""Bytes of a log that nobody gives back: somebody has been reading for very long."""

RESTORE = "`darial restore FILE.db.gz` puts the last backup back"


def shape(url: str) -> Finding:
    """Look whether there is a database of the shape that this program needs."""
    try:
        with faults(url):
            found, wanted = migrate.current(url), migrate.head()
    except Fault as fault:
        return bad("database", str(fault))
    if found == wanted:
        return ok("database", f"{shown(url)},{_size(url)} in shape {found}")
    sentence = missing(url) if found is None else NEWER if found > wanted else OLDER
    told = {"path": shown(url), "found": found, "wanted": wanted}
    says, fix = (part.format(**told) for part in sentence.rstrip(".").split(": ", 1))
    return bad("database", f"{says[0].lower()}{says[1:]}", fix)


def _size(url: str) -> str:
    if is_postgresql(url):
        return ""
    return f" {amount(file_of(url).path.stat().st_size)},"


def file(url: str) -> Iterator[Finding]:
    """Look whether a database that is there is whole, guarded and logged as it should be."""
    try:
        with faults(url), inspection.opened(file_of(url).path) as connection:
            whole = _integrity(connection)
            yield whole
            if whole.state is State.BAD:
                return  # a damaged one may tell anything of the rest
            yield _guards(connection)
            yield _log(connection, file_of(url).path)
    except Fault as fault:
        yield bad("file", str(fault))


def disk(url: str) -> Finding:
    """Look whether there is room for the database to grow, and to be saved."""
    path = file_of(url).path
    folder = next(each for each in path.parents if each.is_dir())
    size = path.stat().st_size if path.exists() else 0
    return room(size, shutil.disk_usage(folder).free, folder)


def room(size: int, free: int, folder: Path) -> Finding:
    """Weigh the bytes that are free in a folder against those that a database takes."""
    says = f"{amount(free)} are free in {folder}"
    if free < LEAST:
        return bad("disk", f"only {says}", "make room now: nothing can be stored on a full disk")
    if free < TIMES * size + LEAST:
        wanted = amount(TIMES * size + LEAST)
        return look("disk", says, f"make room: {wanted} let it grow and be saved beside itself")
    return ok("disk", says)


def _integrity(connection: sqlite3.Connection) -> Finding:
    began = time.monotonic()
    wrong = inspection.damage(connection, quick=True)
    if wrong is not None:
        return bad("integrity", f"it is damaged: {wrong}", RESTORE)
    took = time.monotonic() - began
    return ok("integrity", f"pages and references are whole, looked through in {took:.1f} s")


def _guards(connection: sqlite3.Connection) -> Finding:
    missing = inspection.unguarded(connection)
    if missing:
        return bad("guards", f"rows can be changed or deleted in {', '.join(missing)}", RESTORE)
    return ok("guards", "what was said and done can only be added to")


def _log(connection: sqlite3.Connection, path: Path) -> Finding:
    ((mode,),) = connection.execute("PRAGMA journal_mode")
    if mode != "wal":
        return bad(
            "log",
            f"the journal mode is {mode}, so readers and writers wait for one another",
            f'end every `darial serve`, then `sqlite3 {path} "PRAGMA journal_mode = WAL"`',
        )
    log = path.with_name(f"{path.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > LONGEST_LOG:
        return look(
            "log",
            f"the log beside the database has grown to {amount(size)}",
            "start `darial serve` anew: something has been reading for very long",
        )
    return ok("log", f"in WAL mode, {amount(size)}")
