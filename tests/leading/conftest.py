"""Databases that are led: one in a file and one on a server, each with two sources registered."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from app.store import migrate
from app.store.database import Database
from tests.archived import copied
from tests.databases import server


@cache
def _shared() -> str:
    url = server().make("led")
    migrate.upgrade(url)
    return url


@pytest.fixture
def on_server() -> Iterator[str]:
    """Give the address of a database on the server that nobody leads or ever led.

    It is there whatever other tests run on, and one for all: making one takes seconds.
    """
    yield _shared()
    with psycopg.connect(_shared(), autocommit=True) as connection:
        connection.execute("DELETE FROM leaders")


@pytest.fixture(params=["file", "server"])
def led_url(request: pytest.FixtureRequest, empty: Path, tmp_path: Path) -> str:
    """Give the address of an empty database of either kind."""
    if request.param == "file":
        return copied(empty, tmp_path)
    return str(request.getfixturevalue("on_server"))


@pytest.fixture
async def led(led_url: str) -> AsyncIterator[Database]:
    """Open it."""
    opened = Database(led_url, busy_s=2)
    yield opened
    await opened.close()
