"""Boards for tests: over a database of their own, with what another process stores in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from app.board.board import Board
from app.board.shelf import Shelf
from app.catalog import Catalogue, load
from app.domain.report import Report
from app.domain.vocabulary import Precision
from app.store import reports, sources
from app.store.database import Database
from tests.archived import NOW
from tests.domain.made import figure
from tests.serving import live

HOUR = timedelta(hours=1)
CATALOGUE = load()


@asynccontextmanager
async def board_on(
    url: str, busy_s: float = 5.0, catalogue: Catalogue = CATALOGUE
) -> AsyncIterator[Board]:
    """Give a board over the database at `url`, which is closed afterwards."""
    database = Database(url, busy_s=busy_s)
    try:
        yield Board(database, catalogue, Shelf())
    finally:
        await database.close()


async def store(url: str, *said: Report, cadence: timedelta | None = None) -> None:
    """Store reports as another process does; with a cadence they come from a live source."""
    database = Database(url)
    try:
        async with database.writing() as session:
            await sources.register(session, live("made", NOW, cadence))
            await reports.add(session, said)
    finally:
        await database.close()


def cars(value: float, at: datetime, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make an official count of the cars waiting at Upper Lars, to the hour."""
    return figure(
        value,
        place="verkhny-lars",
        observed_from=at - HOUR,
        observed_to=at,
        precision=Precision.HOUR,
        recorded_at=at,
        **parts,
    )
