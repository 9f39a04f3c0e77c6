"""History on PostgreSQL: a past moment and a week by the hour, however long the history is."""

from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from time import perf_counter

import psycopg

from app.clock import now
from benchmarks import filled, history, server_filled, statements
from benchmarks.result import Part
from benchmarks.server import Given, is_there, left_out, server
from benchmarks.size import Size

TITLE = "history on PostgreSQL: a past moment, and a week by the hour"
NOTES = (
    *history.NOTES[:5],
    "sql: the very statements that give the reports of the first week, captured where the service",
    "hands them to the driver while no hours are kept, run by psycopg alone on one connection, in",
    "turns with the further weeks, each row fetched; the longest history's",
    *history.NOTES[-2:],
)
"""What is the same on both kinds of database is told in the same words."""


def measure(size: Size, folder: Path) -> Part:
    """Fill a database for each length, serve all of them, and ask them in turns."""
    if not is_there():
        return left_out(TITLE)
    until, notes = now(), list(NOTES)
    with ExitStack() as stack:
        running = stack.enter_context(server())
        databases: dict[int, Path | str] = {}
        for count in size.server_histories:
            if not filled.has_room(folder, count):
                notes.append(f"{count:,} reports: left out, the disk has no room for them")
                continue
            databases[count], said = _filled(running, folder, count, until)
            notes.append(said)
        if not databases:
            return Part(title=TITLE, notes=notes)
        alone = stack.enter_context(closing(psycopg.connect(str(databases[max(databases)]))))
        results = history.asked_of(
            databases, lambda told: statements.run_on_server(alone, told), until, size
        )
    return Part(title=TITLE, notes=notes, results=results)


def _filled(running: Given, folder: Path, count: int, until: datetime) -> tuple[str, str]:
    """Have a database of so many reports; gives its address, and what there is to say of it.

    One that is there already, of an earlier run, is taken: ten million take minutes. It is left.
    """
    began, name = perf_counter(), f"bench_{count}"
    if (url := running.there(name)) is None:
        url = running.make(name)
        server_filled.fill(url, folder, count, until)
        said = f"filled in {perf_counter() - began:.0f} s"
    else:
        said = "filled by an earlier run"
    with psycopg.connect(url) as connection:
        # Statements are captured while no hours are kept.
        connection.execute("DELETE FROM hourly")
        connection.execute("DELETE FROM hourly_spans")
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None  # noqa: S101 - it is one number
    return url, f"{count:,} reports: {said}, {row[0] / 2**20:,.0f} MiB"
