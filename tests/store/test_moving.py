"""Moving: whatever a database holds comes to another exactly, also when it is ended midway."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Float, LargeBinary, String, inspect

from app.domain.health import Health
from app.store import begun, copying, sources, turns
from app.store.columns import Moment, PublicId, Words
from app.store.comparing import seen
from app.store.copying import Row, parts, write
from app.store.database import Database
from app.store.every_table import EVERY_TABLE
from app.store.moving import Moved, Unmovable, begin, go_on
from app.store.tables import board
from app.store.turns import Turn
from tests import databases
from tests.databases import url_of
from tests.store.made import NOON, source

Open = Callable[[str], Database]

TURN = Turn(source="1", at=NOON, health=Health.DOWN, reason="away")

ROWS = 5
NUMBERS = (0, -(2**63), 2**63 - 1, 2**53 + 1, -1)
FIGURES = (0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0.0, 3.0)
TEXTS = ("", "\\N\t\r\n'\"%s", "Верхний Ларс Ω\u2028", "  ", "NULL")
DOCUMENTS: tuple[Any, ...] = ({"b": [1, 2.5, None], "a": "я"}, [], {}, None, "text")
BLOBS = (b"", b"\x00\xff", b"\\x41", b"a" * 10_000, b"0")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a few rows make several parts."""
    monkeypatch.setattr(copying, "PART", 2)


@pytest.fixture
async def opened(empty: Path, tmp_path: Path) -> AsyncIterator[Open]:
    """Give a function that opens an empty database in a `file` or on a `server`."""
    every: list[Database] = []

    def new(kind: str) -> Database:
        if kind == "server":
            url = databases.moved(empty)
        else:
            url = url_of(Path(copyfile(empty, tmp_path / f"{len(every)}.db")))
        every.append(Database(url))
        return every[-1]

    yield new
    for each in every:
        await each.close()


def value(column: Column[Any], number: int) -> Any:  # noqa: ANN401 - as the column's type is
    """Make a value: odd ones of each type, what is unique unlike all others."""
    for key in column.foreign_keys:
        return value(key.column, number)
    if column.nullable and number == 1:
        return None
    if column.primary_key or column.name in {"digest", "identity", "public", "place"}:
        return f"{number}" if isinstance(column.type, String | Words) else number + 1
    odd = [values for kind, values in KINDS.items() if isinstance(column.type, kind)]
    return odd[0][number] if odd else number


KINDS: dict[Any, Sequence[Any]] = {
    Boolean: (False, True, True, False, True),
    JSON: DOCUMENTS,
    LargeBinary: BLOBS,
    Float: FIGURES,
    String: TEXTS,
    Words: TEXTS,
    Moment: NUMBERS,
    PublicId: NUMBERS,
}


async def fill(database: Database) -> None:
    """Fill every table with rows that hold everything odd."""
    async with database.writing() as session:
        await session.execute(board.delete())
        for table in EVERY_TABLE:
            count = 1 if table is board else ROWS
            rows = [
                tuple(value(column, number) for column in table.columns) for number in range(count)
            ]
            await write(session, table, rows)


async def held(database: Database) -> dict[str, list[Row]]:
    """Give every row of every table."""
    found = {}
    for table in EVERY_TABLE:
        async with database.reading() as session:
            found[table.name] = [row async for some in parts(session, table) for row in some]
    return found


class Ended(Exception):
    """What ends a move in the middle."""


def ending(calls: int) -> Callable[[int, float], None]:
    """Make what is told of the progress, and ends the move when it was told so often."""
    left = iter(range(calls))

    def come(_rows: int, _share: float) -> None:
        if next(left, None) is None:
            raise Ended

    return come


def quiet(_rows: int, _share: float) -> None:
    """Take no notice of the progress."""


async def moved(source: Database, target: Database) -> Moved:
    """Move in one go, or go on with it."""
    await begin(source, target, "the source", NOON)
    return await go_on(source, target, quiet, quiet)


async def test_every_table_is_known(opened: Open) -> None:
    """A table that were not would be left behind."""

    def names(connection: Any) -> set[str]:  # noqa: ANN401 - SQLAlchemy's own
        return set(inspect(connection).get_table_names())

    database = opened("file")
    async with database.reading() as session:
        there = await session.run_sync(names)

    assert there == {table.name for table in EVERY_TABLE} | {"alembic_version"}


@pytest.mark.parametrize("origin", ["file", "server"])
@pytest.mark.parametrize("target", ["file", "server"])
async def test_everything_is_the_same(opened: Open, origin: str, target: str) -> None:
    """Numbers, figures, texts, documents and bytes of every table, in every direction."""
    here, there = opened(origin), opened(target)
    await fill(here)

    done = await moved(here, there)

    assert done.whole
    assert {each.table for each in done.compared} == {table.name for table in EVERY_TABLE}
    assert await held(there) == await held(here)
    async with there.writing() as session:
        assert await begun.begun(session) is None
        await turns.add(session, TURN)
        newest = await turns.newest(session, 1)
    assert newest == (TURN,)


@pytest.fixture
async def begun_move(opened: Open) -> tuple[Database, Database]:
    """Give a full database in a file, and one on a server into which half of it was moved."""
    here, there = opened("file"), opened("server")
    await fill(here)
    await begin(here, there, "the source", NOON)
    with pytest.raises(Ended):
        await go_on(here, there, ending(40), quiet)
    return here, there


async def test_it_goes_on_where_it_stood(begun_move: tuple[Database, Database]) -> None:
    """Nothing that is there is copied again, and in the end all is."""
    here, there = begun_move
    before = await held(there)
    told: list[int] = []

    again = await begin(here, there, "the source, by another name", NOON)
    done = await go_on(here, there, lambda rows, _share: told.append(rows), quiet)

    there_already = sum(map(len, before.values()))
    assert again is not None
    assert (again.origin, again.begun_at) == ("the source", NOON)
    assert 0 < there_already < sum(map(len, (await held(here)).values()))
    assert told[0] in {there_already + 1, there_already + 2}
    assert before["board"] == []
    assert done.whole
    assert await held(there) == await held(here)


async def test_ended_again_and_again(opened: Open) -> None:
    """However often it is ended, while copying or comparing, it comes to its end."""
    here, there = opened("file"), opened("file")
    await fill(here)
    for _ in range(7):
        await begin(here, there, "the source", NOON)
        with pytest.raises(Ended):
            await go_on(here, there, ending(11), ending(3))

    assert (await moved(here, there)).whole
    assert await held(there) == await held(here)


async def test_a_row_that_somebody_changed_is_found(opened: Open) -> None:
    """In a table that only grows nothing is put right, and the move does not end."""
    here, there = opened("file"), opened("file")
    await fill(here)
    await begin(here, there, "the source", NOON)
    with pytest.raises(Ended):
        await go_on(here, there, quiet, ending(0))
    with closing(sqlite3.connect(databases.file_of(there))) as tampering, tampering:
        tampering.execute("DROP TRIGGER reports_no_update")
        tampering.execute("UPDATE reports SET note = note || ' ' WHERE id = 4")

    done = await moved(here, there)

    assert not done.whole
    assert not done.changed
    assert [(each.table, each.first) for each in done.differing] == [("reports", (4,))]
    async with there.reading() as session:
        assert await begun.begun(session) is not None


async def test_what_changed_in_between_is_put_right(
    begun_move: tuple[Database, Database],
) -> None:
    """Rows that were changed, added and removed in tables where a service does so."""
    here, there = begun_move
    with pytest.raises(Ended):
        await go_on(here, there, quiet, ending(0))
    with closing(sqlite3.connect(databases.file_of(here))) as serving, serving:
        serving.execute("UPDATE feeds SET error = 'away', refused = '[1]' WHERE source = '2'")
        serving.execute("DELETE FROM attempts WHERE webhook = 3")
        serving.execute("DELETE FROM deliveries WHERE webhook = 3")
        serving.execute("DELETE FROM webhooks WHERE id = 3")
        serving.execute("DELETE FROM polls WHERE id = '0'")

    done = await moved(here, there)

    assert done.whole
    assert {name for name, rows in done.mended.items() if rows} >= {"feeds", "polls", "webhooks"}
    assert await held(there) == await held(here)


async def test_a_source_that_is_written_to_is_noticed(opened: Open) -> None:
    """While it is moved; when that has ended, the same again moves it whole."""
    here, there = opened("file"), opened("file")
    await fill(here)
    await begin(here, there, "the source", NOON)

    def serve(_rows: int, _share: float) -> None:
        with closing(sqlite3.connect(databases.file_of(here))) as serving, serving:
            serving.execute("UPDATE board SET version = version + 1")

    done = await go_on(here, there, quiet, serve)

    assert done.changed
    assert not done.whole
    assert (await held(there))["board"] == []
    assert (await moved(here, there)).whole


async def test_what_did_not_come_by_a_move_stays(opened: Open) -> None:
    """A database that holds anything else is not moved into."""
    here, there = opened("file"), opened("file")
    await fill(here)
    await fill(there)
    before = await held(there)

    with pytest.raises(Unmovable, match="it holds rows already"):
        await begin(here, there, "the source", NOON)

    assert await held(there) == before


async def test_another_source(begun_move: tuple[Database, Database], opened: Open) -> None:
    """A begun move of one database goes on with that one only, and is no source itself."""
    _, there = begun_move
    other = opened("file")
    async with other.writing() as session:
        await sources.register(session, source("guard"))
        await turns.add(session, replace(TURN, source="guard"))

    with pytest.raises(Unmovable, match="a begun move of the source, which is another database"):
        await begin(other, there, "the other", NOON)
    with pytest.raises(Unmovable, match="the source itself is a begun move of the source"):
        await begin(there, other, "there", NOON)


async def test_negative_zero_is_zero(opened: Open) -> None:
    """SQLite keeps none, so it tells no two tables apart."""
    here, there = opened("file"), opened("server")
    await fill(here)
    await fill(there)
    (reports,) = (table for table in EVERY_TABLE if table.name == "reports")

    async with here.reading() as ours, there.reading() as theirs:
        assert await seen(ours, reports) == await seen(theirs, reports)
