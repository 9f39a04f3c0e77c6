"""Imports into PostgreSQL: what `darial import` does, against a bare COPY of the finished rows."""

import asyncio
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from app.catalog import Catalogue, load
from app.clock import now
from app.polling.import_reports import import_file
from app.store import migrate
from app.store.columns import micros
from app.store.database import Database
from app.store.row import WRITTEN
from benchmarks import machine, made, made_file
from benchmarks.result import Part, Ratio, Result, medians
from benchmarks.server import Given, is_there, left_out, server
from benchmarks.size import Size
from benchmarks.stopwatch import Stopwatch

TITLE = "imports on PostgreSQL: rows per second into an empty database"
NOTES = (
    "ours: import_file, from the bytes of a CSV file to the commit, each row parsed and checked",
    "copy: one COPY of the very rows that ours had stored, as text that is ready, in one",
    "transaction, into the same table, empty, with the same indexes, keys and triggers",
    "by CPU: what asks and the server together, which a busy machine does not stretch",
    "in turns, each time into a new database; the server runs on the same cores as what asks it",
)

PIECE = 64 * 1024
LEAST = 0.25
"""How fast of a bare COPY we want to be."""

NAMED = ("sources", "series", "strands")
"""What reports refer to."""


def measure(size: Size, folder: Path) -> Part:
    """Import a file and copy its rows in turns."""
    if not is_there():
        return left_out(TITLE)
    catalogue, moment, rows = load(), now(), folder / "made.csv"
    told = made.feeds(catalogue)
    made_file.write(rows, told, made.said(told, size.imported, micros(moment)))
    with server() as running:
        migrate.upgrade(running.make("bench_empty"))
        rounds = [_round(running, catalogue, rows, moment) for _ in range(size.imports)]
        _drop(running)
    figures = {name: medians([each[name] for each in rounds]) for name in rounds[0]}
    rate = figures["ours"]["rows_per_second"] / figures["copy"]["rows_per_second"]
    busy = {
        name: each["cpu_us_per_row"] + each["server_us_per_row"] for name, each in figures.items()
    }
    return Part(
        title=TITLE,
        notes=NOTES,
        results=[
            Result(
                case=f"{size.imported:,} rows",
                figures=figures,
                ratios={
                    "ours / copy": Ratio(value=rate, at_least=LEAST),
                    "ours / copy, by CPU": Ratio(value=busy["copy"] / max(busy["ours"], 0.001)),
                },
            )
        ],
    )


def _round(
    running: Given, catalogue: Catalogue, rows: Path, moment: datetime
) -> dict[str, dict[str, float]]:
    filled = running.make("bench_ours", "bench_empty")
    return {
        "ours": asyncio.run(_ours(filled, catalogue, rows, moment)),
        "copy": _copied(running.make("bench_copy", "bench_empty"), filled),
    }


def _drop(running: Given) -> None:
    for name in ("bench_ours", "bench_copy", "bench_empty"):
        running.drop(name)


async def _ours(url: str, catalogue: Catalogue, rows: Path, moment: datetime) -> dict[str, float]:
    database, took = Database(url), Stopwatch()
    try:
        with took.running():
            result = await import_file(database, catalogue, rows, now=moment, source=made.SOURCE)
        busy = _busy(url)
    finally:
        await database.close()
    if result.new != result.read:
        raise RuntimeError(f"not every made row was taken: {result}")
    return took.per_row(result.new) | {"server_us_per_row": busy / result.new * 1e6}


def _busy(url: str) -> float:
    """Give how long the server's processes for a database have been on a core, if it is here."""
    with psycopg.connect(url) as connection:
        backends = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    return sum(machine.cpu_seconds(pid) for (pid,) in backends)


def _copied(url: str, filled: str) -> dict[str, float]:
    took = Stopwatch()
    with psycopg.connect(url) as connection, psycopg.connect(filled) as stored:
        for table in NAMED:
            _write(connection, table, (), _read(stored, table, ()))
        ready = _read(stored, "reports", WRITTEN)
        connection.commit()
        before = _busy(url)
        with took.running():
            _write(connection, "reports", WRITTEN, ready)
            connection.commit()
        busy = _busy(url) - before
    count = ready.count(b"\n")
    return took.per_row(count) | {"server_us_per_row": busy / count * 1e6}


def _read(connection: psycopg.Connection, table: str, columns: tuple[str, ...]) -> bytes:
    names = sql.SQL(", ").join(map(sql.Identifier, columns)) if columns else sql.SQL("*")
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY id) TO STDOUT")
    statement = query.format(names, sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copied:
        return b"".join(bytes(each) for each in copied)


def _write(
    connection: psycopg.Connection, table: str, columns: tuple[str, ...], rows: bytes
) -> None:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    into = (
        sql.SQL("{} ({})").format(sql.Identifier(table), named)
        if columns
        else sql.Identifier(table)
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} FROM STDIN").format(into)) as copying,
    ):
        for start in range(0, len(rows), PIECE):
            copying.write(rows[start : start + PIECE])
