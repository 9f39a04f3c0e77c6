"""A database on a server filled with made reports: quickly, for the server does it by itself.

The newest days are imported as a file is, so that sources, series and strands are the store's own.
All days before are copies of the first of them with other times, numbers and figures; constraints
and indexes are made when all rows are in. Their public ids are hashes of the server's, not ours.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from app.catalog import load
from app.polling.import_reports import import_file
from app.store import migrate
from app.store.columns import micros
from app.store.database import Database
from app.store.row import WRITTEN
from benchmarks import made, made_file
from benchmarks.made import DAY

NEWEST = 10_000
"""How many reports are imported: more than four days."""

AT_ONCE = 100
"""How many days one statement makes."""

MOMENTS = frozenset({"ends", "observed_from", "observed_to", "recorded_at", "known_at"})

QUICK = """
    SET maintenance_work_mem = '512MB';
    SET synchronous_commit = off;
    SELECT setseed(0.5);
"""


def fill(url: str, folder: Path, count: int, until: datetime) -> None:
    """Bring an empty database to our shape, with so many made reports, the last before `until`."""
    migrate.upgrade(url)
    told, rows = made.feeds(load()), folder / "newest.csv"
    newest = min(count, NEWEST)
    made_file.write(rows, told, made.said(told, newest, micros(until)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(QUICK)
        # The newest have the highest numbers, as they would had all come in order.
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('reports', 'id'), %s, %s)",
            (max(count - newest, 1), count > newest),
        )
        asyncio.run(_import(url, rows, until))
        a_day = sum(made.TICKS_A_DAY // feed.every for feed in told)
        with _bare(connection):
            _copy(connection, count - newest, a_day)
        connection.execute(
            "UPDATE sources SET (reports, last_recorded_at) ="
            " (SELECT count(*), max(recorded_at) FROM reports) WHERE id = %s",
            (made.SOURCE,),
        )
        connection.execute("VACUUM ANALYZE")


async def _import(url: str, rows: Path, until: datetime) -> None:
    database = Database(url)
    try:
        await import_file(database, load(), rows, now=until, source=made.SOURCE)
    finally:
        await database.close()


def _copy(connection: psycopg.Connection, old: int, a_day: int) -> None:
    """Make so many reports, a hundred days at a time, the oldest first."""
    days = -(-old // a_day)
    excess = days * a_day - old
    for first in range(0, days, AT_ONCE):
        connection.execute(
            _statement(), {
                "old": old, "a_day": a_day, "excess": excess,
                "days": days, "first": first, "last": min(first + AT_ONCE, days) - 1,
            },
        )  # fmt: skip


def _statement() -> sql.Composed:
    number = "(day.number * %(a_day)s + base.id - %(old)s - %(excess)s)"
    shifted = f"- (%(days)s - day.number) * {DAY}"
    values = {name: f"base.{name}" for name in WRITTEN}
    values |= {name: f"base.{name} {shifted}" for name in MOMENTS}
    values["identity"] = f"'old-' || {number}"
    values["public"] = f"hashtextextended('old-' || {number}, 0)"
    values["value"] = "floor(base.value * (0.7 + 0.6 * random()))"
    return sql.SQL(
        "INSERT INTO reports (id, {columns}) SELECT {number}, {values}"
        " FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS day(number)"
        " JOIN reports AS base ON base.id > %(old)s AND base.id <= %(old)s + %(a_day)s"
        " WHERE {number} > 0 ORDER BY 1"
    ).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, values)),
        number=sql.SQL(number),
        values=sql.SQL(", ".join(values.values())),
    )


@contextmanager
def _bare(connection: psycopg.Connection) -> Iterator[None]:
    """Have no indexes and no foreign keys on reports for the length of the block."""
    indexes = _all(connection, "SELECT indexname, indexdef FROM pg_indexes WHERE tablename ="
                   " 'reports' AND indexname NOT LIKE 'pk%'")  # fmt: skip
    keys = _all(connection, "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE"
                " conrelid = 'reports'::regclass AND contype = 'f'")  # fmt: skip
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for name, _ in keys:
        connection.execute(
            sql.SQL("ALTER TABLE reports DROP CONSTRAINT {}").format(sql.Identifier(name))
        )
    yield
    for _, made_by in indexes:
        connection.execute(sql.SQL(made_by))
    for name, made_by in keys:
        connection.execute(
            sql.SQL("ALTER TABLE reports ADD CONSTRAINT {} {}").format(
                sql.Identifier(name), sql.SQL(made_by)
            )
        )


def _all(connection: psycopg.Connection, query: str) -> Sequence[tuple[str, str]]:
    return connection.execute(query).fetchall()
