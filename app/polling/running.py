"""Running: polling as one thing that main opens and closes with the service."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import structlog

from app.catalog import Catalogue
from app.dialling import trusted
from app.domain.health import Health
from app.polling.client import Client
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.pace import first
from app.polling.plan import Plan
from app.polling.poll import Poller
from app.polling.registering import announcement, register
from app.polling.schedule import Schedule
from app.polling.skew import Skew
from app.polling.spooling import Spooling
from app.polling.telling import Teller, Word, beat
from app.polling.tidying import keep_tidy
from app.sources.kit import Source
from app.store.database import Database
from app.store.fault import StoreError
from app.store.feeds import Feed
from app.store.turns import Turn

log = structlog.get_logger(__name__)

SERVICE = "service"
LOOK_S = 15.0
"""How often we look whether the service itself is in trouble."""

First = Callable[[Source, datetime], datetime]
Now = Callable[[], datetime]
Wait = Callable[[float], Awaitable[object]]


@dataclass(slots=True, kw_only=True)
class Polling:
    """Polling under way: what it knows of our clock, and whether it works."""

    database: Database
    schedule: Schedule
    skew: Skew
    now: Now

    def troubles(self) -> list[str]:
        """Give a sentence for each thing that keeps the service from being ready."""
        found = [self.skew.trouble(self.now())]
        if not self.schedule.running:
            found.append("polling has stopped: restart the service")
        return [each for each in found if each]

    def clock_offset_s(self) -> float | None:
        """Give by how many seconds our clock is ahead of the hosts'; None where too few told."""
        offset = self.skew.offset(self.now())
        return None if offset is None else offset.total_seconds()

    def healthy(self) -> bool:
        """Tell whether a dead man's switch may be told that all is well."""
        return not self.troubles() and self.database.present()


@asynccontextmanager
async def polling(  # noqa: PLR0913 - what it works on, and how time passes
    database: Database,
    catalogue: Catalogue,
    plan: Plan,
    *,
    now: Now,
    wait: Wait = asyncio.sleep,
    start: First = first,
    spooling: Spooling | None = None,
) -> AsyncIterator[Polling]:
    """Poll the plan's sources for the length of the block.

    With `spooling`, polls go on while the database is away. `start` gives when each source is asked
    for the first time. Raises ValueError where a proxy, a file of authorities or the mirror is of
    no use.
    """
    async with AsyncExitStack() as opened:
        client = await opened.enter_async_context(Client(plan.manners, plan.sources, now=now))
        skew = Skew()
        gatherer = Gatherer(ask=client.ask, hosts=Hosts(wait), scope=plan.scope, dated=skew.note)
        poller = Poller(
            database=database,
            catalogue=catalogue,
            gatherer=gatherer,
            now=now,
            payloads_too=bool(plan.keep_payloads),
            spooling=spooling,
        )
        messenger = await opened.enter_async_context(_messenger(plan))
        teller = Teller(post=_poster(messenger, plan), wait=wait)
        asked = [source for source in plan.sources if source.asks(plan.scope, now())]
        schedule = Schedule(
            poll=poller.poll,
            sources=asked,
            now=now,
            tell=lambda turn: _tell(teller, turn),
            first=start,
        )
        under_way = Polling(database=database, schedule=schedule, skew=skew, now=now)
        poller.know(await _registered(database, plan, asked, now()))
        schedule.start()
        opened.push_async_callback(schedule.close)
        works = [keep_tidy(database, plan, now, wait), _look(under_way, teller, wait)]
        if plan.alert_url:
            works.append(teller.run())
        if plan.heartbeat_url:
            works.append(beat(_toucher(messenger, plan), under_way.healthy, wait))
        for work in works:
            await opened.enter_async_context(in_background(work))
        yield under_way


async def _registered(
    database: Database, plan: Plan, asked: Iterable[Source], now: datetime
) -> Mapping[str, Feed]:
    """Note the sources, and tell an operator of each host before it is asked for the first time.

    Gives how each stands, as far as that could be read.
    """
    try:
        stand = await register(database, plan.sources, now)
    except StoreError as error:
        log.warning("the sources could not be noted yet", reason=str(error))
        return {}
    for source in asked:
        if stand[source.id].polled_at is None:
            log.info("will be asked", **announcement(source, plan.scope, plan.manners, now))
    return stand


async def _look(under_way: Polling, teller: Teller, wait: Wait) -> None:
    """Tell of the service's own trouble, once when it comes and once when it is over."""
    before: str | None = None
    while True:
        await wait(LOOK_S)
        trouble = "; ".join(under_way.troubles()) or None
        if trouble is None and not under_way.database.present():
            trouble = "the database is gone"
        if (trouble is None) != (before is None):
            _note(teller, trouble, under_way.now())
        before = trouble


def _note(teller: Teller, trouble: str | None, now: datetime) -> None:
    if trouble:
        log.error("the service is in trouble", reason=trouble)
    else:
        log.info("the service is well again")
    state = "down" if trouble else "up"
    teller.tell(Word(subject=SERVICE, state=state, reason=trouble or "", at=now))


def _tell(teller: Teller, turn: Turn) -> None:
    state = "down" if turn.health is Health.DOWN else "up"
    reason = f"{turn.outcome}, {turn.reason}" if turn.reason else ""
    teller.tell(Word(subject=turn.source, state=state, reason=reason, at=turn.at))


def _messenger(plan: Plan) -> httpx.AsyncClient:
    """Give the client for messages to the operator's own addresses: short, without environment."""
    return httpx.AsyncClient(
        timeout=10,
        trust_env=False,
        verify=trusted(),
        headers={"user-agent": plan.manners.user_agent},
    )


def _poster(messenger: httpx.AsyncClient, plan: Plan) -> Callable[[Mapping[str, Any]], Any]:
    async def post(message: Mapping[str, Any]) -> None:
        assert plan.alert_url is not None  # noqa: S101 - nothing is told without an address
        (await messenger.post(plan.alert_url, json=message)).raise_for_status()

    return post


def _toucher(messenger: httpx.AsyncClient, plan: Plan) -> Callable[[], Awaitable[None]]:
    async def touch() -> None:
        assert plan.heartbeat_url is not None  # noqa: S101 - only then is there a heart
        (await messenger.get(plan.heartbeat_url)).raise_for_status()

    return touch


@asynccontextmanager
async def in_background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Keep work going on in the background for the length of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
