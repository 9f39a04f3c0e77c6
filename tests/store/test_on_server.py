"""A database on a server: what it is told, what it refuses, and what goes on when it is away."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from app.store import board, reports, sources
from app.store.database import Database
from app.store.fault import DatabaseBusy, DatabaseFull, DatabaseGone
from app.store.patient import CONNECT_S, Patient
from app.store.reports import Wanted
from tests import databases
from tests.others import back, let_in
from tests.store.made import figure, source


@pytest.fixture
def url(empty: Path) -> str:
    """Give the address of an empty database on the server, whatever the others are."""
    return databases.moved(empty)


@pytest.fixture
async def opened(url: str) -> AsyncIterator[Database]:
    """Open it, with a source registered and a connection for each purpose."""
    database = Database(url, busy_s=2)
    async with database.writing() as session:
        await sources.register(session, source("guard"))
    async with database.reading() as session:
        await board.version(session)
    await database.data_version()
    yield database
    await database.close()


def on_server(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Do something on the server as its administrator."""
    with psycopg.connect(databases.cluster().url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def ended(url: str) -> int:
    """End every connection to a database, as a restart does; gives how many there were."""
    query = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND pid <> pg_backend_pid()"
    )
    return len(on_server(query, make_url(url).database))


async def test_each_connection_is_told_its_manners(opened: Database) -> None:
    """Readers see one state and do not write; nobody holds others up for long."""
    names = (
        "transaction_isolation", "transaction_read_only", "lock_timeout",
        "idle_in_transaction_session_timeout", "timezone", "jit",
    )  # fmt: skip
    async with opened.reading() as reader, opened.writing() as writer:
        told = [
            [(await session.execute(text(f"SHOW {name}"))).scalar_one() for name in names]
            for session in (reader, writer)
        ]

    assert told == [
        ["repeatable read", "on", "2s", "15s", "UTC", "off"],
        ["read committed", "off", "2s", "5s", "UTC", "off"],
    ]


async def test_connections_that_died_cost_nobody_an_answer(opened: Database, url: str) -> None:
    """A server that was restarted between two questions answers the second one."""
    before = await opened.data_version()
    count = ended(url)

    async with opened.reading() as session:
        version = await board.version(session)
    async with opened.writing() as session:
        raised = await board.raise_version(session)

    assert count == 3
    assert raised == version + 1
    assert await opened.data_version() != before
    assert opened.present()


async def test_a_connection_that_dies_in_a_transaction_keeps_nothing(
    opened: Database, url: str
) -> None:
    """It is told as a database that is away, and whoever tries again can."""

    async def write() -> None:
        async with opened.writing() as session:
            await reports.add(session, [figure()])
            ended(url)

    with pytest.raises(DatabaseGone, match="does not answer"):
        await write()

    assert not opened.present()
    await back(opened)
    async with opened.reading() as session:
        assert (await reports.page(session, Wanted())).rows == ()


async def test_a_server_that_is_away_is_tried_less_often(url: str) -> None:
    """Who asks meanwhile is told at once, and is answered again once it is back."""
    database = Database(url)
    let_in(url, "false")
    tried = list[bool]()
    for _ in range(20):
        with pytest.raises(DatabaseGone) as told:
            await database.data_version()
        tried.append(told.value.__cause__ is not None)
    let_in(url, "true")
    await back(database)

    assert tried[0]
    assert tried.count(True) < len(tried)
    assert database.present()
    await database.close()


async def test_who_waits_for_a_turn_waits_only_so_long(url: str) -> None:
    """While another process goes on writing."""
    one, other = Database(url), Database(url, busy_s=0.05)
    async with one.writing() as session:
        await board.raise_version(session)
        with pytest.raises(DatabaseBusy, match="another process has been writing"):
            async with other.writing():
                pytest.fail("two had a turn")

    async with other.writing() as session:
        assert await board.version(session) == 1
    for each in (one, other):
        await each.close()


@pytest.mark.parametrize(
    ("state", "fault", "words"),
    [
        ("53100", DatabaseFull, "the disk is full; nothing was stored"),
        ("53200", DatabaseBusy, "out of memory"),
        ("57014", DatabaseBusy, "took too long"),
        ("40P01", DatabaseBusy, "another process has been writing"),
        ("57P01", DatabaseGone, "does not answer"),
        ("25006", DatabaseGone, "it is a standby"),
    ],
)
async def test_what_the_server_says_is_told(
    opened: Database, state: str, fault: type[Exception], words: str
) -> None:
    """As what it means to us, with nothing kept of what was begun."""
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '{state}'; END $$"

    async def write() -> None:
        async with opened.writing() as session:
            await reports.add(session, [figure()])
            await session.execute(text(raising))

    with pytest.raises(fault, match=words):
        await write()

    await back(opened)
    async with opened.reading() as session:
        assert (await reports.page(session, Wanted())).rows == ()


async def test_a_standby_takes_nothing(opened: Database, url: str) -> None:
    """It answers who reads, and whoever would write is told why not."""
    name = make_url(url).database
    on_server(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    ended(url)

    async def write() -> None:
        async with opened.writing() as session:
            await board.raise_version(session)

    with pytest.raises(DatabaseGone, match="only reads: it is a standby"):
        await write()

    await back(opened)
    async with opened.reading() as session:
        assert await board.version(session) == 0


async def test_a_question_that_is_not_answered_ends(url: str) -> None:
    """Whatever is asked of who takes all and says nothing; the connection is not used again."""
    connection = await Patient.within(-0.9)(url)  # a second is left for the server to say so itself

    with pytest.raises(psycopg.OperationalError):
        await connection.execute("SELECT pg_sleep(30)")

    assert connection.closed


async def test_who_takes_all_and_says_nothing_is_away() -> None:
    """A socket that never answers a greeting costs a few seconds, no more."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = Database(f"postgresql://darial@127.0.0.1:{port}/darial")

        async with asyncio.timeout(3 * CONNECT_S):
            with pytest.raises(DatabaseGone):
                await database.data_version()

        await database.close()
