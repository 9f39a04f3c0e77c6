"""Comparing: whether two databases hold the same rows, told by counts and digests of each table."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Table

from app.store.copying import Row, key_of, parts
from app.store.database import Database, ReadSession


@dataclass(frozen=True, slots=True)
class Seen:
    """What a table holds: how many rows, and the SHA-256 (hex) of all of them in their order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One table on both sides; `first` is the key of the first row that differs, if any does."""

    table: str
    source: Seen
    target: Seen
    first: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that is not the same on both sides; None where there is none of this key."""

    key: Row
    source: Row | None
    target: Row | None


async def compare(source: Database, target: Database, table: Table) -> Compared:
    """Compare a table on both sides, row by row."""
    # One side after the other: a server ends a transaction that stands still meanwhile.
    async with source.reading() as session:
        here = await seen(session, table)
    async with target.reading() as session:
        there = await seen(session, table)
    first = await differences(source, target, table, most=1) if here != there else []
    return Compared(
        table=table.name, source=here, target=there, first=first[0].key if first else None
    )


async def seen(session: ReadSession, table: Table) -> Seen:
    """Count the rows of a table, and digest them."""
    count, digest = 0, sha256()
    async for rows in parts(session, table):
        count += len(rows)
        for row in rows:
            digest.update(_line(row))
    return Seen(count, digest.hexdigest())


async def differences(
    source: Database, target: Database, table: Table, *, most: int, gone: bool = False
) -> list[Difference]:
    """Give the first rows that are not the same on both sides, in the order of their keys.

    With `gone`, only those that the source does not hold.
    """
    found: list[Difference] = []
    async with (
        source.reading() as ours,
        target.reading() as theirs,
        aclosing(parts(ours, table)) as our_parts,
        aclosing(parts(theirs, table)) as their_parts,
    ):
        here, there = _Ahead(our_parts, table), _Ahead(their_parts, table)
        await here.step()
        await there.step()
        while len(found) < most and (here.row is not None or there.row is not None):
            each = await _step(here, there, table)
            if each is not None and not (gone and each.source is not None):
                found.append(each)
    return found


async def _step(here: "_Ahead", there: "_Ahead", table: Table) -> Difference | None:
    """Go past the row that comes first, on whichever side it is; gives it where they differ."""
    ours, theirs = here.unless_after(there), there.unless_after(here)
    row = theirs if ours is None else ours
    assert row is not None  # noqa: S101 - the one that comes first is on one side at least
    if ours is not None:
        await here.step()
    if theirs is not None:
        await there.step()
    if ours is not None and theirs is not None and _line(ours) == _line(theirs):
        return None
    return Difference(key=key_of(table, row), source=ours, target=theirs)


class _Ahead:
    """The rows of a table one after another; `row` is the next, None at the end."""

    def __init__(self, every: AsyncIterator[Sequence[Row]], table: Table) -> None:
        self.row: Row | None = None
        self._table = table
        self._parts = every
        self._held: Sequence[Row] = ()
        self._next = 0

    async def step(self) -> None:
        if self._next == len(self._held):
            # No default of `anext`: Python 3.11 fails where one is awaited.
            self._held, self._next = (), 0
            async for rows in self._parts:
                self._held = rows
                break
        self.row = self._held[self._next] if self._held else None
        self._next += bool(self._held)

    def unless_after(self, other: "_Ahead") -> Row | None:
        """Give the row, unless that of the other comes before it."""
        if self.row is None or other.row is None:
            return self.row
        mine, theirs = key_of(self._table, self.row), key_of(self._table, other.row)
        return self.row if mine <= theirs else None


def _line(row: Row) -> bytes:
    return repr(tuple(map(_plain, row))).encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, float):
        return value + 0.0  # SQLite keeps no negative zero
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return value
