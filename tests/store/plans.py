"""Plans: how SQLite would go about a statement, and whether it would walk along a whole table."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple


class Statement(NamedTuple):
    """What was sent to a database."""

    sql: str
    parameters: Any


class Step(NamedTuple):
    """One step of a plan: what it is part of, and what it does."""

    part_of: int
    does: str


def plan(path: Path, statement: Statement) -> list[Step]:
    """Ask SQLite how it would go about a statement."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)
        return [Step(part_of, does) for _, part_of, _, does in rows]


def walks(step: Step, statement: Statement, tables: Collection[str]) -> bool:
    """Tell whether a step walks along one of the tables.

    A search by nothing walks as well, until it finds what it looks for; it need not look where no
    condition is given.
    """
    verb, table, *way = (*step.does.split(), "", "")
    searches_by_nothing = not any(way) and "WHERE" in statement.sql
    return table in tables and (verb == "SCAN" or searches_by_nothing)
