"""A database filled with made reports, quickly enough for ten million of them.

The first day's reports are written to a file and imported, so that sources, series and strands are
the store's own. Every later row is a copy of one of them with another time and figure, and the
indexes are made when all rows are in.
"""

import asyncio
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

from app.catalog import load
from app.polling.import_reports import import_file
from app.store import migrate
from app.store.columns import micros
from app.store.database import Database
from app.store.row import WRITTEN, Values
from benchmarks import made, made_file
from benchmarks.made import MINUTE, Feed, Said
from benchmarks.process import url_of

FIRST = 5000
"""How many reports are imported: more than two days, so every feed is among them."""

ROOM = 1000
"""Bytes that a row with its places in all indexes takes at most, while they are made."""

PUBLIC, IDENTITY, VALUE = map(WRITTEN.index, ("public", "identity", "value"))
FROM, TO, ENDS = map(WRITTEN.index, ("observed_from", "observed_to", "ends"))
KNOWN, RECORDED = map(WRITTEN.index, ("known_at", "recorded_at"))

QUICK = "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = FILE;"
INSERT = f"INSERT INTO reports ({', '.join(WRITTEN)}) VALUES ({', '.join('?' * len(WRITTEN))})"  # noqa: S608 - our own column names


def has_room(folder: Path, count: int) -> bool:
    """Say whether so many reports find room on the disk."""
    return shutil.disk_usage(folder).free > count * ROOM


def fill(file: Path, count: int, until: datetime) -> None:
    """Make a database of so many made reports, the last of them before `until`."""
    told = made.feeds(load())
    every = made.said(told, count, micros(until))
    first = list(islice(every, FIRST))
    migrate.upgrade(url_of(file))
    rows = file.with_suffix(".csv")
    made_file.write(rows, told, first)
    asyncio.run(_import(file, rows, until))
    rows.unlink()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(QUICK)
        _copy(connection, told, first, every)
        _count(connection)


async def _import(file: Path, rows: Path, now: datetime) -> None:
    database = Database(url_of(file))
    try:
        await import_file(database, load(), rows, now=now, source=made.SOURCE)
    finally:
        await database.close()


def _copy(
    connection: sqlite3.Connection,
    told: Sequence[Feed],
    first: Sequence[Said],
    every: Iterator[Said],
) -> None:
    """Add all further reports, as copies of the first of their feed."""
    stored = {
        row[IDENTITY]: row
        for row in connection.execute(f"SELECT {', '.join(WRITTEN)} FROM reports")  # noqa: S608 - our own column names
    }
    copied = {said.feed: stored[said.identity] for said in first}
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE tbl_name = 'reports' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.executemany(
        INSERT, (_row(each, copied[each.feed], told[each.feed].kind.span) for each in every)
    )
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")


def _row(said: Said, copied: Values, span: int) -> Values:
    row = list(copied)
    key = f"{made.SOURCE}\x1f{said.identity}\x1f0"
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    row[PUBLIC] = int.from_bytes(digest, "big", signed=True)
    row[IDENTITY], row[VALUE] = said.identity, said.value
    row[TO] = row[ENDS] = row[KNOWN] = said.ends
    row[FROM], row[RECORDED] = said.ends - span, said.ends + MINUTE
    return tuple(row)


def _count(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE sources SET (reports, last_recorded_at) ="
        " (SELECT count(*), max(recorded_at) FROM reports) WHERE id = ?",
        (made.SOURCE,),
    )
