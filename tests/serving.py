"""A running service in a test: started and ended as by a server, asked without sockets."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx
from fastapi import FastAPI

from app.board.watch import Bell
from app.domain.report import Report
from app.domain.source_kind import SourceKind
from app.main import create_app
from app.settings import Settings
from app.store import reports, sources
from app.store.sources import Source
from app.web.door import Door
from app.web.parts import Parts
from tests import databases
from tests.archived import NOW

BASE = "http://testserver"


@dataclass
class Clock:
    """A clock that stands still until it is moved; nobody waits by it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Give the moment it shows."""
        return self.moment

    def move(self, by: timedelta) -> None:
        """Move it on."""
        self.moment += by


async def never(_seconds: float) -> None:
    """Wait for ever: the test itself says when the board is looked after."""
    await asyncio.Event().wait()


@dataclass
class Service:
    """A running service: `client` asks through the door, `behind` the framework alone."""

    door: Door
    api: FastAPI
    client: httpx.AsyncClient
    behind: httpx.AsyncClient
    clock: Clock = field(default_factory=Clock)

    @property
    def parts(self) -> Parts:
        """Give what its routes answer from."""
        found: Parts = self.api.state.parts
        return found

    async def look(self) -> None:
        """Look after the board once, at the moment the clock shows."""
        await self.parts.board.look(self.clock.now())

    async def store(self, *said: Report) -> None:
        """Store reports, as another process would, with their sources."""
        async with self.parts.database.writing() as session:
            for source in sorted({report.source for report in said}):
                await sources.register(session, live(source, self.clock.now()))
            await reports.add(session, said)


class Looking(Bell):
    """Has the board looked after at once when it is rung; nobody waits for a watch."""

    def __init__(self, service: Service) -> None:
        """Look after the board of this service."""
        super().__init__()
        self.service = service

    async def answered(self, seconds: float) -> bool:
        """Look, and say whether the database was there."""
        del seconds
        await self.service.look()
        return not self.service.parts.board.away


def live(source: str, added_at: datetime, cadence: timedelta | None = None) -> Source:
    """Make a source for tests."""
    return Source(
        id=source,
        name=source.title(),
        kind=SourceKind.LIVE if cadence else SourceKind.IMPORT,
        licence="CC0-1.0",
        attribution=f"made by {source}",
        url="https://example.org/",
        redistribute=True,
        added_at=added_at,
        cadence=cadence,
    )


@asynccontextmanager
async def serving(url: str, clock: Clock | None = None) -> AsyncIterator[Service]:
    """Run a service on the database at `url` for the length of the block; it polls nothing."""
    clock = clock or Clock()
    settings = Settings(database_url=url, polling=False, archive_dir=databases.beside(url))
    door = create_app(settings, now=clock.now, wait=never)
    assert isinstance(door.app, FastAPI)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(door.app.router.lifespan_context(door.app))
        client = await stack.enter_async_context(_asking(door))
        behind = await stack.enter_async_context(_asking(door.app))
        service = Service(door=door, api=door.app, client=client, behind=behind, clock=clock)
        door.app.state.parts = replace(service.parts, bell=Looking(service))
        yield service


def _asking(app: Door | FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE)


def raw(response: httpx.Response) -> tuple[int, Sequence[tuple[bytes, bytes]], bytes]:
    """Give all that a response is made of, in its order."""
    return response.status_code, response.headers.raw, response.content
