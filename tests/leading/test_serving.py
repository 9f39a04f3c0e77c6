"""Services that lead: two on one file poll once, and one that only answers never does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest

from app.catalog import Catalogue, load
from app.main import create_app
from app.polling.client import Manners
from app.polling.plan import Plan
from app.settings import Role, Settings
from app.sources.kit import Scope
from tests.polling.feeds import source
from tests.upstream import Ground, Upstream


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


@asynccontextmanager
async def service(
    url: str, catalogue: Catalogue, mirror: str, role: Role
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve, and poll one source, as a process of this role does."""
    plan = Plan(
        sources=(source(),),
        manners=Manners(user_agent="Darial/test", mirror=mirror),
        scope=Scope(places=catalogue.places),
    )
    door: Any = create_app(Settings(database_url=url, role=role), plan=plan)
    transport = httpx.ASGITransport(app=door)
    async with (
        door.app.router.lifespan_context(door.app),
        httpx.AsyncClient(transport=transport, base_url="http://darial") as client,
    ):
        yield client


async def stands(client: httpx.AsyncClient) -> tuple[str, bool]:
    """Give the role and whether it leads, as /readyz tells; /metrics tells the same."""
    told = (await client.get("/readyz")).json()
    metrics = (await client.get("/metrics")).text
    assert f"darial_leader {float(told['leading'])}" in metrics
    return told["role"], told["leading"]


async def test_three_roles_on_one_database(
    bare_url: str, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever may lead and is first does; whoever only answers never; then the next one does."""
    async with Upstream() as publishers, AsyncExitStack() as all_of_them:
        mirror = publishers.address(Ground.REFUSED)

        async def start(role: Role, stack: AsyncExitStack) -> httpx.AsyncClient:
            return await stack.enter_async_context(service(bare_url, catalogue, mirror, role))

        web = await start(Role.WEB, all_of_them)
        first = AsyncExitStack()
        poll = await start(Role.POLL, first)
        every = await start(Role.ALL, all_of_them)
        assert await stands(web) == ("web", False)
        assert await stands(poll) == ("poll", True)
        assert await stands(every) == ("all", False)

        await first.aclose()
        async with asyncio.timeout(20):
            while not (await every.get("/readyz")).json()["leading"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert await stands(every) == ("all", True)
        assert await stands(web) == ("web", False)
        assert "darial_leader_term 2.0" in (await web.get("/metrics")).text
    told = capsys.readouterr().out
    assert told.count("this process leads") == 2
    assert told.count("will be asked") == 2  # nobody polled yet: the first poll is seconds away


async def test_polling_switched_off(bare_url: str) -> None:
    """A process that is not to poll does not lead, whatever its role."""
    door: Any = create_app(Settings(database_url=bare_url, polling=False))
    async with door.app.router.lifespan_context(door.app):
        assert not door.app.state.parts.leads()
