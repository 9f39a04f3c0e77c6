"""Running: every source at once against the made mirror, against nothing, and who is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from app.catalog import Catalogue
from app.clock import now
from app.domain.health import Health, Outcome
from app.main import create_app
from app.polling.client import Manners
from app.polling.plan import Plan
from app.polling.running import Polling, polling
from app.settings import Settings
from app.sources import SOURCES
from app.sources.kit import Scope, Source
from app.store import feeds, reports
from app.store.database import Database
from app.store.feeds import Feed
from app.store.reports import Wanted
from tests.databases import address_of
from tests.mirror import Mirror, behave, scope_of_made
from tests.polling.feeds import source as made_source
from tests.upstream import Good, Ground, Talk, Upstream, answer, refusal

LONG_S = 120.0


def plan(mirror: str, scope: Scope, *sources: Source) -> Plan:
    """Plan to poll sources through a mirror, without the pauses that publishers are owed."""
    chosen = [replace(each, pause=timedelta(0), quiet=None) for each in sources or SOURCES]
    manners = Manners(user_agent="Darial/test", mirror=mirror)
    return Plan(sources=tuple(chosen), manners=manners, scope=scope)


async def hurried(seconds: float) -> None:
    """Let time pass a thousand times as fast."""
    await asyncio.sleep(seconds / 1000)


@asynccontextmanager
async def started(
    database: Database, catalogue: Catalogue, chosen: Plan, at: Callable[[], datetime] = now
) -> AsyncIterator[Polling]:
    """Poll everything at once."""
    async with polling(
        database, catalogue, chosen, now=at, wait=hurried, start=lambda _source, moment: moment
    ) as under_way:
        yield under_way


async def stands(database: Database, of: int, health: Health) -> dict[str, Feed]:
    """Wait until so many sources stand so; gives how all stand."""
    async with asyncio.timeout(LONG_S):
        while True:
            async with database.reading() as session:
                found = dict(await feeds.every(session))
            if sum(feed.health is health for feed in found.values()) >= of:
                return found
            await asyncio.sleep(0.02)


async def written(capsys: pytest.CaptureFixture[str], line: str, times: int) -> str:
    """Wait until a line was logged so many times; gives all that was."""
    out = ""
    async with asyncio.timeout(LONG_S):
        while out.count(line) < times:
            await asyncio.sleep(0.02)
            out += capsys.readouterr().out
    return out


async def told(database: Database, path: str) -> dict[str, list[dict[str, object]]]:
    """Ask the service about a database, polling nothing."""
    url = address_of(database)
    door = create_app(Settings(database_url=url, polling=False))
    async with door.app.router.lifespan_context(door.app):  # type: ignore[attr-defined]
        transport = httpx.ASGITransport(app=door)
        async with httpx.AsyncClient(transport=transport, base_url="http://darial") as client:
            found = await client.get(path)
    assert found.status_code == 200
    return dict(found.json())


async def test_every_source_is_up_with_its_numbers(
    database: Database, catalogue: Catalogue
) -> None:
    """With publishers that answer, every source is up and what it says stands in the status."""
    mirror = Mirror()
    async with Upstream(otherwise=lambda talk: behave(mirror, talk)) as upstream:
        chosen = plan(upstream.address(), scope_of_made(catalogue))
        async with started(database, catalogue, chosen):
            found = await stands(database, len(SOURCES), Health.UP)
        assert {request.headers["user-agent"] for request in upstream.asked} == {"Darial/test"}

    sources = {each["id"]: each for each in (await told(database, "/v1/sources"))["data"]}
    rows = (await told(database, "/v1/status"))["data"]
    async with database.reading() as session:
        speaking = {
            source.id
            for source in SOURCES
            if (await reports.page(session, Wanted(sources=(source.id,)), limit=1)).rows
        }
    assert {found[each.id].outcome for each in SOURCES} == {Outcome.OK}
    assert {sources[each.id]["health"] for each in SOURCES} == {"up"}
    assert {source.id for source in SOURCES} - speaking == {"gdelt"}
    in_status = {name for row in rows for name in row["sources"]}  # type: ignore[attr-defined]
    assert speaking <= in_status


async def test_without_a_network_all_are_down(
    database: Database, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without publishers every source is down with its outcome, and each is one line in the log."""
    async with Upstream() as upstream:
        chosen = plan(upstream.address(Ground.REFUSED), scope_of_made(catalogue))
        async with started(database, catalogue, chosen):
            found = await stands(database, len(SOURCES), Health.DOWN)
            out = await written(capsys, "a source is down", len(SOURCES))

    out += capsys.readouterr().out
    assert {feed.outcome for feed in found.values()} == {Outcome.UNREACHABLE}
    assert out.count("a source is down") == len(SOURCES)
    assert out.count("will be asked") == len(SOURCES)
    assert len(out.splitlines()) == 2 * len(SOURCES)
    rows = (await told(database, "/v1/status"))["data"]
    assert any(row["access"]["state"] == "closed" for row in rows)  # type: ignore[index]


async def test_the_second_start_announces_nothing(
    database: Database, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which hosts will be asked is told once, before the first time."""
    async with Upstream() as upstream:
        chosen = plan(upstream.address(), Scope(places=catalogue.places), made_source())
        for _ in range(2):
            async with started(database, catalogue, chosen):
                await stands(database, 1, Health.DOWN)

    assert capsys.readouterr().out.count("will be asked") == 1


class Listener:
    """An operator's address, which takes what is sent to it."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.messages: list[dict[str, object]] = []
        self.beats = 0
        self.news = asyncio.Event()

    async def __call__(self, talk: Talk) -> None:
        """Take an alert or a heartbeat."""
        if talk.asked.target == "/alert":
            length = int(talk.asked.headers["content-length"])
            self.messages.append(json.loads(await talk.reader.readexactly(length)))
        else:
            self.beats += 1
        self.news.set()
        await answer(Good())(talk)

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait until enough was heard."""
        async with asyncio.timeout(LONG_S):
            while not enough():
                self.news.clear()
                await self.news.wait()


async def test_an_operator_is_told(database: Database, catalogue: Catalogue) -> None:
    """A source that goes down is one message; the dead man's switch is touched meanwhile."""
    listener = Listener()
    async with (
        Upstream(otherwise=refusal("403 Forbidden")(Good())) as publishers,
        Upstream(otherwise=listener) as operator,
    ):
        chosen = plan(publishers.address(), Scope(places=catalogue.places), made_source())
        chosen = replace(
            chosen,
            alert_url=f"{operator.address()}/alert",
            heartbeat_url=f"{operator.address()}/beat",
        )
        async with started(database, catalogue, chosen):
            await listener.until(lambda: bool(listener.messages) and listener.beats > 1)

    (message,) = listener.messages
    assert "feed is down: blocked" in str(message["text"])


async def test_a_wrong_clock_is_trouble(database: Database, catalogue: Catalogue) -> None:
    """Where several hosts agree that our clock is off, the service says so, and recovers."""
    async with Upstream() as upstream:
        chosen = plan(upstream.address(), Scope(places=catalogue.places), made_source())
        async with started(database, catalogue, chosen) as under_way:
            before = under_way.troubles()
            for host in ("a.example", "b.example", "c.example"):
                under_way.skew.note(host, now() + timedelta(minutes=5), now())
            wrong = under_way.troubles()
            for host in ("a.example", "b.example", "c.example"):
                under_way.skew.note(host, now(), now())
            mended = under_way.troubles()
        stopped = under_way.troubles()

    assert (before, mended) == ([], [])
    assert "300 s behind" in wrong[0]
    assert "polling has stopped" in stopped[0]


async def test_the_service_is_not_ready_by_a_wrong_clock(
    database: Database, catalogue: Catalogue
) -> None:
    """While our clock is off the service answers not ready, says why, and how far it is off."""
    url = address_of(database)
    async with Upstream() as upstream:
        chosen = plan(upstream.address(), Scope(places=catalogue.places), made_source())
        service: Any = create_app(Settings(database_url=url), plan=chosen)
        async with service.app.router.lifespan_context(service.app):
            transport = httpx.ASGITransport(app=service)
            async with httpx.AsyncClient(transport=transport, base_url="http://darial") as client:
                for host in ("a.example", "b.example"):
                    service.app.state.at_work.under_way.skew.note(
                        host, now() - timedelta(minutes=5), now()
                    )
                ready = await client.get("/readyz")
                metrics = await client.get("/metrics")

    assert ready.status_code == 503
    assert "300 s ahead of" in ready.json()["detail"]
    assert "darial_clock_offset_seconds 300" in metrics.text
