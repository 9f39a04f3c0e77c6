"""Hearing: a server tells of each commit, and whoever lost the connection is told to look."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from app.board.watch import Bell, watch
from app.polling.running import in_background
from app.store import migrate
from app.store.database import Database
from tests import databases
from tests.archived import NOW
from tests.board.boards import board_on, cars, store
from tests.serving import never

PATIENCE_S = 20.0
"""How long a loaded machine may take."""

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


@pytest.fixture
def server_url() -> str:
    """Give the address of an empty database on a server."""
    url = databases.fresh()
    migrate.upgrade(url)
    return url


@asynccontextmanager
async def hearing(url: str) -> AsyncIterator[asyncio.Queue[None]]:
    """Hear of commits; gives what is put into with each."""
    heard, database = asyncio.Queue[None](), Database(url)
    try:
        async with in_background(database.hear(lambda: heard.put_nowait(None), _at_once)):
            yield heard
    finally:
        await database.close()


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)


async def told(heard: asyncio.Queue[None]) -> None:
    """Wait to be told."""
    async with asyncio.timeout(PATIENCE_S):
        await heard.get()


async def test_each_commit_is_told(server_url: str) -> None:
    """Once when the connection stands, since anything may have been missed; then of each commit."""
    async with hearing(server_url) as heard:
        await told(heard)
        for value in (100, 200):
            await store(server_url, cars(value, NOW))
            await told(heard)

        assert heard.empty()


async def test_a_connection_that_breaks_is_made_anew(server_url: str) -> None:
    """Who was cut off is told to look once it hears again, and then of the next commit."""
    async with hearing(server_url) as heard:
        await told(heard)
        with psycopg.connect(server_url, autocommit=True) as other:
            assert other.execute(CUT).fetchall() == [(True,)]
        await told(heard)
        await store(server_url, cars(100, NOW))
        await told(heard)


async def test_a_commit_reaches_a_board_by_itself(server_url: str) -> None:
    """A board whose watch would look again in a hundred years shows what was just stored."""
    bell = Bell()
    async with board_on(server_url) as board:
        await board.look(NOW)
        seen = asyncio.Event()
        board.listen(lambda _view, _changes: seen.set())
        database = Database(server_url)
        async with (
            in_background(watch(board, lambda: NOW, never, lambda: 0.0, bell)),
            in_background(database.hear(bell.ring)),
        ):
            await store(server_url, cars(100, NOW))
            async with asyncio.timeout(PATIENCE_S):
                await seen.wait()
        await database.close()
