"""The database itself: who may write, what is kept, and what happens when the file is gone."""

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.store import board, reports
from app.store.database import Database
from app.store.fault import DatabaseBusy, DatabaseFull, DatabaseGone
from app.store.reports import Wanted
from app.store.sqlite import READERS
from tests.databases import needs_file
from tests.others import Writer
from tests.store.made import figure
from tests.store.refusals import refused


@pytest.fixture
def other(tmp_path: Path, url: str) -> Iterator[Writer]:
    """Give another process that writes to the same database."""
    del url
    with closing(Writer(tmp_path / "darial.db")) as writer:
        yield writer


async def count(database: Database) -> int:
    """Count what is stored."""
    async with database.reading() as session:
        return len((await reports.page(session, Wanted(), limit=100_000)).rows)


async def test_a_block_that_ends_well_is_kept(database: Database) -> None:
    """Its rows are there for whoever reads next."""
    async with database.writing() as session:
        await reports.add(session, [figure()])

    assert await count(database) == 1


async def test_a_block_that_raises_is_dropped_whole(database: Database) -> None:
    """Nothing of it is kept."""

    async def fail() -> None:
        async with database.writing() as session:
            await reports.add(session, [figure()])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert await count(database) == 0


async def test_a_cancelled_block_is_dropped_whole(database: Database) -> None:
    """Whoever is told to stop keeps nothing, and the next one can write."""
    begun = asyncio.Event()

    async def forever() -> None:
        async with database.writing() as session:
            await reports.add(session, [figure()])
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(forever())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert await count(database) == 0
    async with database.writing() as session:
        await reports.add(session, [figure()])
    assert await count(database) == 1


@pytest.mark.parametrize(
    "change",
    ["INSERT INTO board VALUES (2, 0)", "UPDATE board SET version = 9", "DROP TABLE board"],
)
async def test_a_read_session_cannot_write(database: Database, change: str) -> None:
    """The database itself refuses."""
    async with database.reading() as session:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.execute(text(change))


async def test_a_reader_sees_one_state(database: Database) -> None:
    """What is committed meanwhile does not show before the next session, and holds nobody up."""
    async with database.reading() as reader:
        before = await board.version(reader)
        async with database.writing() as writer:
            await board.raise_version(writer)
        after = await board.version(reader)
    async with database.reading() as next_reader:
        next_one = await board.version(next_reader)

    assert (before, after, next_one) == (0, 0, 1)


async def test_a_writer_sees_what_it_wrote(database: Database) -> None:
    """And can read in the same transaction."""
    async with database.writing() as session:
        await board.raise_version(session)

        assert await board.version(session) == 1


async def test_writers_take_turns(database: Database) -> None:
    """Many at once all get through, one after the other."""

    async def raise_once() -> int:
        async with database.writing() as session:
            return await board.raise_version(session)

    versions = await asyncio.gather(*(raise_once() for _ in range(10)))

    assert sorted(versions) == list(range(1, 11))


@needs_file
async def test_each_connection_is_told_its_manners(database: Database) -> None:
    """A kill -9 loses nothing that was committed, references hold, readers do not write."""
    async with database.reading() as reader, database.writing() as writer:
        told = [
            [
                (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
            ]
            for session in (reader, writer)
        ]

    normal = 1
    assert told == [["wal", normal, 1, 1], ["wal", normal, 1, 0]]


async def test_references_hold(database: Database) -> None:
    """A row cannot name a series that is not there."""
    async with database.writing() as session, refused(session, "foreign key"):
        await session.execute(
            text("INSERT INTO strands VALUES (1, 99, 'open', '', 'media', '', false)")
        )


async def test_another_process_that_writes_is_waited_for(url: str, other: Writer) -> None:
    """Only so long; then we say so, and keep nothing."""
    database = Database(url, busy_s=0.01)
    other.begin()

    with pytest.raises(DatabaseBusy):
        async with database.writing() as session:
            await board.raise_version(session)

    other.end()
    async with database.writing() as session:
        assert await board.raise_version(session) == 1
    await database.close()


async def test_another_process_that_writes_keeps_no_reader_out(url: str, other: Writer) -> None:
    """Readers see what was there before."""
    database = Database(url, busy_s=0.01)
    other.begin()
    other.write("UPDATE board SET version = 7")

    async with database.reading() as session:
        assert await board.version(session) == 0
    await database.close()


async def test_more_readers_than_connections_wait_their_turn(url: str) -> None:
    """Only so long, too; a session given back lets the next one in."""
    database = Database(url, busy_s=0.01)
    async with AsyncExitStack() as sessions:
        for _ in range(READERS):
            await sessions.enter_async_context(database.reading())

        with pytest.raises(DatabaseBusy):
            await sessions.enter_async_context(database.reading())

    async with database.reading() as session:
        assert await board.version(session) == 0
    await database.close()


@needs_file
async def test_a_full_disk_keeps_nothing(database: Database) -> None:
    """It is told as such, and what was there before still is."""
    async with database.writing() as session:
        await reports.add(session, [figure("before")])

    async def fill() -> None:
        async with database.writing() as session:
            pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
            await session.execute(text(f"PRAGMA max_page_count = {pages}"))
            await reports.add(session, [figure(f"f{number}") for number in range(2000)])

    with pytest.raises(DatabaseFull):
        await fill()

    assert await count(database) == 1


async def test_the_data_version_tells_every_commit(database: Database, other: Writer) -> None:
    """Ours and other processes', and nothing else."""
    seen = [await database.data_version(), await database.data_version()]
    other.write("UPDATE board SET version = 5")
    seen.append(await database.data_version())
    async with database.writing() as session:
        await board.raise_version(session)
    seen += [await database.data_version(), await database.data_version()]

    first, second, third, fourth, fifth = seen
    assert first == second != third != fourth == fifth
    assert first != fourth


@pytest.fixture
async def opened(database: Database) -> Database:
    """Give a database of which every connection is in use already."""
    async with database.reading() as session:
        await board.version(session)
    await database.data_version()
    return database


def delete(path: Path) -> None:
    """Delete a file that may be open."""
    path.unlink()


async def test_a_deleted_file_is_noticed(opened: Database, path: Path) -> None:
    """By whoever reads, writes or watches, although it is still open."""
    assert opened.present()
    delete(path)

    assert not opened.present()
    with pytest.raises(DatabaseGone):
        async with opened.reading():
            pytest.fail("a session was given")
    with pytest.raises(DatabaseGone):
        async with opened.writing():
            pytest.fail("a transaction was given")
    with pytest.raises(DatabaseGone):
        await opened.data_version()
    assert not opened.present()


async def test_nothing_is_acknowledged_to_a_deleted_file(opened: Database, path: Path) -> None:
    """A file that goes away during the block fails the block."""

    async def write() -> None:
        async with opened.writing() as session:
            await board.raise_version(session)
            delete(path)

    with pytest.raises(DatabaseGone):
        await write()


async def test_a_file_put_back_is_used(opened: Database, path: Path, empty: Path) -> None:
    """Whoever asks next is answered from the new file, not from the deleted one."""
    async with opened.writing() as session:
        await board.raise_version(session)
    before = await opened.data_version()
    for each in path.parent.glob("darial.db*"):
        each.unlink()
    shutil.copyfile(empty, path)

    async with opened.reading() as session:
        version = await board.version(session)

    assert version == 0
    assert await opened.data_version() != before
    async with opened.writing() as session:
        assert await board.raise_version(session) == 1
    async with opened.reading() as session:
        assert await board.version(session) == 1


async def test_no_file_is_made_by_opening(tmp_path: Path) -> None:
    """Only a migration makes one; without it there is nothing to answer from."""
    missing = tmp_path / "missing.db"
    database = Database(f"sqlite+aiosqlite:///{missing}")

    with pytest.raises(DatabaseGone):
        async with database.reading() as session:
            await board.version(session)
    with pytest.raises(DatabaseGone):
        async with database.writing() as session:
            await board.raise_version(session)

    assert not missing.exists()
    assert not database.present()
    await database.close()


@needs_file
@pytest.mark.parametrize("name", ["a b.db", "100%.db", "what?#.db", "Ларс.db"])
async def test_any_file_name_will_do(empty: Path, tmp_path: Path, name: str) -> None:
    """Names that mean something in an address are taken as they are."""
    shutil.copyfile(empty, tmp_path / name)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/{name.replace('?', '%3F')}")

    async with database.writing() as session:
        assert await board.raise_version(session) == 1
    await database.close()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "mysql://host/darial",
        "postgresql+psycopg2://host/darial",
        "postgresql://host",
    ],
)
def test_other_databases_are_refused(url: str) -> None:
    """With the address that would do."""
    with pytest.raises(ValueError, match="sqlite\\+aiosqlite:///path"):
        Database(url)


@needs_file
async def test_closing_leaves_no_thread(url: str) -> None:
    """Each connection is a thread, and one left over would keep the process from ending."""
    before = set(threading.enumerate())
    database = Database(url)
    await database.data_version()
    async with database.writing() as session, database.reading() as reader:
        await board.raise_version(session)
        await board.version(reader)
    between = set(threading.enumerate()) - before

    await database.close()

    assert len(between) == 3
    for thread in between:
        thread.join(timeout=10)
    assert not any(thread.is_alive() for thread in between)
