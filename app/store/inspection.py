"""Inspection: what a database file holds, and whether it is whole and ours. It changes nothing.

This looks at files that may be damaged, older or somebody else's, so it asks SQLite plainly.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.store.columns import moment_of, public_of
from app.store.fault import PRIMARY, DatabaseDamaged

OURS = frozenset({"alembic_version", "board", "published", "reports", "series", "sources"})
"""Tables that a database of ours has had since its first shape."""

GROWING = frozenset(
    {
        "act_places",
        "act_reports",
        "acts",
        "notice_ends",
        "notices",
        "published",
        "reports",
        "turns",
        "withholdings",
    }
)
"""Tables that only grow; two triggers on each see to that."""

GUARD = "RAISE(ABORT"

KEPT_OUT = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
    }
)
"""SQLite's codes that say nothing of what is in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database holds: its shape, its size in bytes, its reports, the board's version.

    `newest` is when the newest report was recorded; None without any.
    """

    revision: str
    size: int
    reports: int
    newest: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAct:
    """An act as far as a list shows it."""

    id: str
    at: datetime
    verb: str
    reason: str


@contextmanager
def opened(path: Path, busy_s: float = 5) -> Iterator[sqlite3.Connection]:
    """Open a database file to look at it; raises sqlite3.Error, also where there is none."""
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    with closing(
        sqlite3.connect(address, uri=True, timeout=busy_s, isolation_level=None)
    ) as connection:
        # Nothing that the file defines may do more than it says.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        yield connection


def size_of(connection: sqlite3.Connection) -> int:
    """Give how many bytes the database takes, its log left out."""
    ((pages,),) = connection.execute("PRAGMA page_count")
    ((page,),) = connection.execute("PRAGMA page_size")
    return int(pages) * int(page)


def contents(connection: sqlite3.Connection) -> Contents:
    """Tell what a database of ours holds.

    Raises DatabaseDamaged or sqlite3.Error where it is none of ours, or damaged.
    """
    (revision,) = _row(connection, "SELECT version_num FROM alembic_version")
    reports, newest = _row(connection, "SELECT count(*), max(recorded_at) FROM reports")
    (version,) = _row(connection, "SELECT version FROM board")
    try:
        return Contents(
            revision=str(revision),
            size=size_of(connection),
            reports=int(reports),
            newest=None if newest is None else moment_of(newest),
            version=int(version),
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise DatabaseDamaged("the board's version or the newest report cannot be read") from error


def _row(connection: sqlite3.Connection, query: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] | None = connection.execute(query).fetchone()
    if found is None:
        raise DatabaseDamaged("its shape or the board's version is not told")
    return found


def damage(connection: sqlite3.Connection, *, quick: bool = False) -> str | None:
    """Give the first thing that is wrong with a database's pages, indexes or references, or None.

    `quick` leaves out whether the indexes agree with their tables, which takes most of the time.
    Raises sqlite3.OperationalError where the disk or another process keeps it from being read.
    """
    look = "quick_check" if quick else "integrity_check"
    try:
        ((said,),) = connection.execute(f"PRAGMA {look}(1)")
        if said != "ok":
            return " ".join(str(said).split())
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & PRIMARY in KEPT_OUT:
            raise
        return str(error)
    if broken is None:
        return None
    return f"a row of {broken[0]} refers to one of {broken[2]} that is not there"


def tables(connection: sqlite3.Connection) -> frozenset[str]:
    """Give the names of the tables."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return frozenset(name for (name,) in rows)


def unguarded(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Give the tables that should only grow and lack a trigger that sees to it."""
    rows = connection.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE ?",
        (f"%{GUARD}%",),
    )
    guards = frozenset(rows)
    return tuple(
        sorted(
            table
            for table in GROWING
            if not guards >= {(f"{table}_no_{change}", table) for change in ("update", "delete")}
        )
    )


def lost_acts(connection: sqlite3.Connection, other: Path) -> tuple[PastAct, ...]:
    """Give the acts of this database that another file does not hold, the newest first."""
    if "acts" not in tables(connection):
        return ()
    with opened(other) as there:
        held = {public for (public,) in there.execute("SELECT public FROM acts")}
    rows = connection.execute("SELECT public, at, verb, reason FROM acts ORDER BY id DESC")
    return tuple(
        PastAct(id=public_of(public), at=moment_of(at), verb=verb, reason=reason)
        for public, at, verb, reason in rows
        if public not in held
    )
