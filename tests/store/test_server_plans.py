"""Plans of a server: no question and no step of a poll reads a whole table for its own few rows."""

from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest

from app.store import bearing, changes, hourly, migrate, news
from app.store.database import Database
from tests import databases
from tests.store.made import DAY, NOON
from tests.store.plans import Statement
from tests.store.server_plans import OTHERS, PLANNED, REPORTS, Connection, fill, rows_of, rows_read
from tests.store.test_live_plans import STEPS, Do
from tests.store.test_plans import QUESTIONS, Ask

SHARE = 0.1
"""The largest part of a table that may be looked at for one statement."""

GROWING = {
    "changes", "feeds", "hourly", "payloads", "polls", "posts", "published", "reports", "turns",
}  # fmt: skip
"""What grows with the years, or with the sources."""

EXPLAINED = ("SELECT", "WITH", "UPDATE", "DELETE")

NEAR_THE_END = REPORTS - 500

FURTHER: dict[str, Ask] = {
    "what came": lambda session: bearing.stored_since(session, NEAR_THE_END),
    "places with news": lambda session: news.places_since(session, NEAR_THE_END),
    "known since": lambda session: news.known_since(session, NEAR_THE_END, 7),
    "hours": lambda session: hourly.within(session, "place7", NOON - 3 * DAY, NOON),
    "changes since": lambda session: changes.since(session, OTHERS - 500, 100),
    "changes last": lambda session: changes.last(session, 100),
    "newest change": changes.newest,
}
"""Questions that are asked of much besides, or otherwise of much than of little."""


class Enough(Exception):
    """Everything was sent; nothing of it is to be kept."""


@pytest.fixture(scope="module")
def url() -> str:
    """Give the address of a database with enough in it, which no test changes."""
    made = databases.fresh()
    migrate.upgrade(made)
    fill(made)
    return made


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """Open it."""
    opened = Database(url)
    yield opened
    await opened.close()


@pytest.fixture
def server(url: str) -> Iterator[Connection]:
    """Connect to its server, which plans as one that was set up as we advise."""
    with psycopg.connect(url, options=PLANNED) as connection:
        yield connection


def too_much(server: Connection, statements: list[Statement]) -> list[tuple[str, int, str]]:
    """Give of which tables too much was looked at: how many rows, and for what."""
    asked = [each for each in statements if each.sql.startswith(EXPLAINED)]
    assert asked
    most = {table: SHARE * rows for table, rows in rows_of(server).items() if table in GROWING}
    return [
        (table, rows, each.sql)
        for each in asked
        for table, rows in rows_read(server, each).items()
        if rows > most.get(table, rows)
    ]


async def rehearsed(database: Database, do: Do) -> None:
    """Do something that is taken back."""

    async def rehearse() -> None:
        async with database.writing() as session:
            await do(session)
            raise Enough

    with pytest.raises(Enough):
        await rehearse()


# One test for all, since filling the database takes seconds.


async def test_no_question_reads_everything(
    database: Database, server: Connection, statements: list[Statement]
) -> None:
    """Each goes by an index into what grows, though the server chooses by what it counted."""
    found = {}
    for name, ask in {**QUESTIONS, **FURTHER}.items():
        statements.clear()
        async with database.reading() as session:
            await ask(session)
        found[name] = too_much(server, list(statements))

    assert {name: each for name, each in found.items() if each} == {}


async def test_no_step_of_a_poll_reads_everything(
    database: Database, server: Connection, statements: list[Statement]
) -> None:
    """Nor does what is looked for, changed or dropped while sources are polled."""
    found = {}
    for name, do in STEPS.items():
        statements.clear()
        await rehearsed(database, do)
        found[name] = too_much(server, list(statements))

    assert {name: each for name, each in found.items() if each} == {}
