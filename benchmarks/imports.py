"""Imports: what `darial import` does, against sqlite3's executemany of the finished rows."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.catalog import Catalogue, load
from app.clock import now
from app.polling.import_reports import import_file
from app.store import migrate
from app.store.columns import micros
from app.store.database import Database
from app.store.row import WRITTEN
from app.store.sqlite import WRITING
from benchmarks import made, made_file
from benchmarks.process import url_of
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

CHUNK = 50_000
"""How many rows are held in memory at a time; reading them is not counted."""

COLUMNS = ", ".join(WRITTEN)
INSERT = f"INSERT INTO reports ({COLUMNS}) VALUES ({', '.join('?' * len(WRITTEN))})"  # noqa: S608 - our own column names

NOTES = (
    "ours: import_file, from the bytes of a CSV file to the commit, each row parsed and checked",
    "raw: executemany of the very rows that ours had stored, in one transaction, into the same",
    "tables, empty, with the same indexes, triggers and pragmas; reading them is not counted",
)


def measure(size: Size, folder: Path) -> Part:
    """Import a file and insert its rows in turns, each time into a new database."""
    catalogue, moment = load(), now()
    rows, empty = folder / "made.csv", folder / "empty.db"
    told = made.feeds(catalogue)
    made_file.write(rows, told, made.said(told, size.imported, micros(moment)))
    migrate.upgrade(url_of(empty))
    rounds = []
    for _ in range(size.imports):
        ours = asyncio.run(_ours(_new(empty, "ours"), catalogue, rows, moment))
        raw = _raw(_new(empty, "raw"), folder / "ours.db")
        rounds.append(
            {name: took.per_row(size.imported) for name, took in (("ours", ours), ("raw", raw))}
        )
    figures = {name: medians([each[name] for each in rounds]) for name in rounds[0]}
    rate, cpu = (figures["ours"][name] / figures["raw"][name] for name in figures["raw"])
    ratios = {
        "ours / raw": Ratio(value=rate, at_least=0.3),
        "ours / raw, by CPU": Ratio(value=1 / cpu),
    }
    return Part(
        title="imports: rows per second into an empty database",
        notes=NOTES,
        results=[Result(case=f"{size.imported:,} rows", figures=figures, ratios=ratios)],
    )


def _new(empty: Path, name: str) -> Path:
    file = empty.with_stem(name)
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    shutil.copyfile(empty, file)
    return file


async def _ours(file: Path, catalogue: Catalogue, rows: Path, moment: datetime) -> Stopwatch:
    database, took = Database(url_of(file)), Stopwatch()
    try:
        with took.running():
            result = await import_file(database, catalogue, rows, now=moment, source=made.SOURCE)
    finally:
        await database.close()
    if result.new != result.read:
        raise RuntimeError(f"not every made row was taken: {result}")
    return took


def _raw(file: Path, filled: Path) -> Stopwatch:
    took = Stopwatch()
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as connection,
        closing(sqlite3.connect(filled)) as stored,
    ):
        connection.executescript(";".join(WRITING))
        for table in ("sources", "series", "strands"):
            _insert_all(connection, table, stored.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - our own tables
        reading = stored.execute(f"SELECT {COLUMNS} FROM reports ORDER BY id")  # noqa: S608 - our own columns
        connection.execute("BEGIN IMMEDIATE")
        while some := reading.fetchmany(CHUNK):
            with took.running():
                connection.executemany(INSERT, some)
        with took.running():
            connection.execute("COMMIT")
    return took


def _insert_all(
    connection: sqlite3.Connection, table: str, rows: Sequence[Sequence[object]]
) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own tables
