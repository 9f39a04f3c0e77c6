"""The composition root: puts the rooms together, opens what must be opened and closes it again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from fastapi import FastAPI

from app.board.board import Board
from app.board.budget import Budget
from app.board.hourly.round import keep_hours
from app.board.past import Past
from app.board.shelf import Shelf
from app.board.streaming.hub import Hub
from app.board.watch import watch
from app.catalog import Catalogue, load
from app.choices import archive_of, plan_of, spool_of, webhook_manners
from app.clock import Clock
from app.exporting.nightly import nightly
from app.leading.leader import Leader
from app.polling.plan import Plan
from app.polling.running import Polling, in_background, polling
from app.polling.spooling import Spooling
from app.settings import Role, Settings
from app.store.database import Database
from app.store.fault import StoreError
from app.store.leader_lock import lock_of
from app.store.leading import Lead, fence_of
from app.web import (
    accuracy,
    archive,
    corrections,
    dictionary,
    docs,
    events,
    explain,
    feeds,
    flows,
    health,
    history,
    places,
    published,
    refusing,
    reports,
    snapshot,
    sources,
    status,
    stream,
    vocabulary,
)
from app.web.api import Api
from app.web.door import Door
from app.web.edge import Edge
from app.web.page import routes as page
from app.web.parts import Parts
from app.webhooks.posting import Poster
from app.webhooks.sending import Sender

ROUTERS = (
    status,
    snapshot,
    stream,
    explain,
    places,
    history,
    flows,
    reports,
    events,
    published,
    corrections,
    accuracy,
    feeds,
    archive,
    sources,
    vocabulary,
    dictionary,
    health,
    docs,
    page,
)
"""Every resource there is, in the order of the documentation."""

Now = Callable[[], datetime]
Wait = Callable[[float], Awaitable[object]]


PAGES_AT_ONCE = 2
"""How many pages about now are written at a time (app/board/budget.py counts their connections)."""

MOST_PAGES = 256
"""How many pages are remembered for the minute they are written for."""

PATIENCE_S = 2.0
"""How long a board waits for other processes that write, before it goes on in memory."""


def create_app(
    settings: Settings,
    *,
    now: Now | None = None,
    wait: Wait = asyncio.sleep,
    plan: Plan | None = None,
) -> Door:
    """Put the service together; nothing is opened before it starts.

    `now` gives the present moment in place of the database's clock or the machine's, `wait` passes
    seconds between two looks at the board; `plan` stands in place of what the settings say of
    polling. Raises CatalogueError where the catalogue cannot be used, and SettingsError where a
    setting names a source that is none.
    """
    catalogue, shelf, hub = load(settings.catalog_dir), Shelf(), Hub()
    chosen = plan or plan_of(settings, catalogue)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        parts = _parts(settings, catalogue, shelf, hub, now)
        board = parts.board
        async with AsyncExitStack() as opened:
            opened.push_async_callback(parts.database.close)
            await _first_look(parts)
            if settings.may_lead:
                at_work = AtWork(settings, parts, chosen, wait)
                leader = await opened.enter_async_context(at_work.leading())
                parts = replace(
                    parts,
                    troubles=at_work.troubles,
                    clock_offset_s=at_work.clock_offset_s,
                    leads=lambda: leader.leads,
                    spooled=at_work.spooling.size,
                )
                board.leads = parts.leads
                app.state.at_work = at_work
            elif settings.role is Role.WEB:
                board.leads = parts.leads
            app.state.parts = parts
            looking = watch(board, parts.now, wait, bell=parts.bell)
            hearing = parts.database.hear(parts.bell.ring, wait)
            for task in (looking, hearing, hub.run(), hub.beat(wait)):
                await opened.enter_async_context(in_background(task))
            yield

    api = Api(lifespan, (each.router for each in ROUTERS))
    api.add_middleware(Edge)
    refusing.install(api)
    return Door(api, shelf, hub)


async def _first_look(parts: Parts) -> None:
    with suppress(StoreError):
        # So that the very first look is by the database's clock.
        await parts.database.data_version()
    await parts.board.look(parts.now())


def _parts(
    settings: Settings, catalogue: Catalogue, shelf: Shelf, hub: Hub, now: Now | None
) -> Parts:
    """Make what the routes answer from, with listeners in their order; nothing is opened yet."""
    database = Database(settings.database_url, busy_s=PATIENCE_S)
    board = Board(database, catalogue, shelf, settings.contact)
    clock = Clock(database.time) if now is None else Clock(lambda: None, now)
    pages = Past(Budget(at_once=PAGES_AT_ONCE), most_answers=MOST_PAGES)
    # Who is told of news and opens a page then is given none that was written before them.
    board.listen(lambda _view, _changes: pages.clear())
    board.listen(hub.tell)
    return Parts(
        catalogue=catalogue,
        database=database,
        board=board,
        hub=hub,
        archive=archive_of(settings),
        pages=pages,
        accuracy=Past(Budget(at_once=1), most_answers=2),
        now=clock.now,
        role=settings.role,
        clock=clock,
    )


@dataclass(slots=True)
class AtWork:
    """What one process does for all of them, while it leads; and how polling stands."""

    settings: Settings
    parts: Parts
    plan: Plan
    wait: Wait
    spooling: Spooling = field(init=False)
    under_way: Polling | None = None

    def __post_init__(self) -> None:
        """Find the polls that wait; whoever serves stores them, whether it leads or not."""
        spool = spool_of(self.settings)
        self.spooling = Spooling(database=self.parts.database, spool=spool)

    def troubles(self) -> list[str]:
        """Give a sentence for each thing that keeps the service from being ready."""
        return [] if self.under_way is None else self.under_way.troubles()

    def clock_offset_s(self) -> float | None:
        """Give by how many seconds our clock is ahead of the hosts'; None where nobody told."""
        return None if self.under_way is None else self.under_way.clock_offset_s()

    @asynccontextmanager
    async def leading(self) -> AsyncIterator[Leader]:
        """Lead where no other process does, for the length of the block."""
        database = self.parts.database
        leader = Leader(
            database=database,
            lock=lock_of(self.settings.database_url, database),
            now=self.parts.now,
            polling=self._polling,
            duties=self._duties,
        )
        try:
            await leader.start()
            async with in_background(leader.run()), in_background(self.spooling.run()):
                yield leader
        finally:
            await leader.close()

    @asynccontextmanager
    async def _polling(self, lead: Lead) -> AsyncIterator[None]:
        """Poll; it goes on while the database is away."""
        parts = self.parts
        fenced = parts.database.fenced(fence_of(lead))
        async with polling(
            fenced,
            parts.catalogue,
            self.plan,
            now=parts.now,
            wait=self.wait,
            spooling=self.spooling,
        ) as under_way:
            self.under_way = under_way
            try:
                yield
            finally:
                self.under_way = None

    @asynccontextmanager
    async def _duties(self, lead: Lead) -> AsyncIterator[None]:
        """Tell others, keep hours and an archive: whatever needs the database."""
        catalogue, now, wait = self.parts.catalogue, self.parts.now, self.wait
        fenced = self.parts.database.fenced(fence_of(lead))
        sender = Sender(
            database=fenced,
            catalogue=catalogue,
            poster=Poster(webhook_manners(self.settings), now=now),
            now=now,
            wait=wait,
        )
        folder = self.parts.archive.folder
        async with (
            sender,
            in_background(sender.run()),
            in_background(keep_hours(fenced, catalogue, now=now, wait=wait)),
            in_background(nightly(fenced, catalogue, folder, now=now, wait=wait)),
        ):
            yield
