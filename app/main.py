"""The composition root: puts the rooms together, opens what must be opened and closes it again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime

from fastapi import FastAPI

from app.board.board import Board
from app.board.budget import Budget
from app.board.hourly.round import keep_hours
from app.board.past import Past
from app.board.shelf import Shelf
from app.board.streaming.hub import Hub
from app.board.watch import watch
from app.catalog import load
from app.choices import archive_of, plan_of, webhook_manners
from app.clock import now as clock
from app.exporting.nightly import nightly
from app.polling.plan import Plan
from app.polling.running import Polling, in_background, polling
from app.settings import Settings
from app.store.database import Database
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
    now: Now = clock,
    wait: Wait = asyncio.sleep,
    plan: Plan | None = None,
) -> Door:
    """Put the service together; nothing is opened before it starts.

    `now` gives the present moment, `wait` passes seconds between two looks at the board; `plan`
    stands in place of what the settings say of polling. Raises CatalogueError where the catalogue
    cannot be used, and SettingsError where a setting names a source that is none.
    """
    catalogue, shelf, hub = load(settings.catalog_dir), Shelf(), Hub()
    chosen = plan or plan_of(settings, catalogue)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database_url, busy_s=PATIENCE_S)
        board = Board(database, catalogue, shelf, settings.contact)
        pages = Past(Budget(at_once=PAGES_AT_ONCE), most_answers=MOST_PAGES)
        # Who is told of news and opens a page then is given none that was written before them.
        board.listen(lambda _view, _changes: pages.clear())
        board.listen(hub.tell)
        parts = Parts(
            catalogue=catalogue,
            database=database,
            board=board,
            hub=hub,
            archive=archive_of(settings),
            pages=pages,
            accuracy=Past(Budget(at_once=1), most_answers=2),
            now=now,
        )
        async with AsyncExitStack() as opened:
            opened.push_async_callback(database.close)
            await board.look(now())
            if settings.polling:
                under_way = await opened.enter_async_context(
                    _at_work(settings, parts, chosen, wait)
                )
                parts = replace(
                    parts, troubles=under_way.troubles, clock_offset_s=under_way.clock_offset_s
                )
                app.state.polling = under_way
            app.state.parts = parts
            for task in (watch(board, now, wait), hub.run(), hub.beat(wait)):
                await opened.enter_async_context(in_background(task))
            yield

    api = Api(lifespan, (each.router for each in ROUTERS))
    api.add_middleware(Edge)
    refusing.install(api)
    return Door(api, shelf, hub)


@asynccontextmanager
async def _at_work(
    settings: Settings, parts: Parts, plan: Plan, wait: Wait
) -> AsyncIterator[Polling]:
    """Do what one process does for all of them: poll, tell others, keep hours and an archive."""
    database, catalogue, now = parts.database, parts.catalogue, parts.now
    sender = Sender(
        database=database,
        catalogue=catalogue,
        poster=Poster(webhook_manners(settings), now=now),
        now=now,
        wait=wait,
    )
    async with (
        polling(database, catalogue, plan, now=now, wait=wait) as under_way,
        sender,
        in_background(sender.run()),
        in_background(keep_hours(database, catalogue, now=now, wait=wait)),
        in_background(nightly(database, catalogue, parts.archive.folder, now=now, wait=wait)),
    ):
        yield under_way
