"""Computed answers share one budget; what is published now never waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from app import web
from app.board.budget import AT_ONCE, Budget
from app.board.past import Past
from app.web.problems import MEDIA_TYPE
from tests.serving import Service
from tests.web.examples import ASKED

pytestmark = pytest.mark.asyncio(loop_scope="module")

A_REPORT = "/v1/reports/0123456789abcdef"
PATHS = (
    "/v1/status",
    "/v1/status.geojson",
    "/v1/status.csv",
    "/v1/status.txt",
    "/v1/snapshot",
    "/v1/explain",
    "/v1/explain.csv",
    "/v1/history",
    "/v1/history.csv",
    "/v1/places/{place}/history",
    "/v1/places/{place}/history.csv",
    "/v1/flows",
    "/v1/flows.csv",
    "/v1/reports",
    "/v1/reports.csv",
    "/v1/events",
    "/v1/events.csv",
    "/v1/corrections",
    "/v1/corrections.csv",
    "/v1/feeds/access.atom",
    "/v1/feeds/events.atom",
    "/v1/feeds/corrections.atom",
    "/v1/sources",
    "/v1/sources.csv",
    "/v1/accuracy",
)
COMPUTED = (
    *(ASKED[path] for path in PATHS),
    A_REPORT,
    A_REPORT.replace("reports", "published"),
    A_REPORT.replace("reports", "corrections"),
    "/v1/explain?place=verkhny-lars&direction=RU-GE&mode=car",
)
"""One question of each path that computes its answers; without `as_of`, a status is held."""

HELD = (
    "/v1/status",
    "/v1/status.csv?country=GE",
    "/v1/status.txt?place=verkhny-lars",
    "/v1/places?q=lars",
    "/v1/places/verkhny-lars",
    "/v1/vocabulary",
    "/healthz",
    "/readyz",
    "/metrics",
)
"""What is published now, and what tells how we stand."""


WITHIN = ("dependencies=[COMPUTED]", "board.past.answer(", "here.accuracy.answer(")
"""How a module has turns: for each request, or for each answer that is remembered."""

WITHOUT = {"paging.py", "metrics.py"}
"""Modules of the web that read without a turn: one is no router, one tells how we stand."""


@pytest.fixture(autouse=True)
def _nothing_remembered(service: Service) -> None:
    service.parts.board.past.clear()


@asynccontextmanager
async def used_up(service: Service) -> AsyncIterator[None]:
    """Have every turn taken, and nobody wait, for the length of the block."""
    board = service.parts.board
    budget, past = board.budget, board.past
    board.budget = Budget(AT_ONCE, most_waiting=0)
    board.past = Past(board.budget)
    async with AsyncExitStack() as taken:
        for _ in range(AT_ONCE):
            await taken.enter_async_context(board.budget.turn())
        yield
    board.budget, board.past = budget, past


@pytest.mark.parametrize("asked", COMPUTED)
async def test_a_computed_answer_needs_a_turn(service: Service, asked: str) -> None:
    """Without one, the answer is 503, says when to come back, and knows nobody."""
    async with used_up(service):
        response = await service.client.get(asked)

    assert response.status_code == 503
    assert response.headers["content-type"] == MEDIA_TYPE
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["cache-control"] == "no-store"
    told = response.json()
    assert told["type"].endswith("#temporary-reduced-capacity")
    assert told["status"] == 503


@pytest.mark.parametrize("asked", HELD)
async def test_what_is_published_now_needs_none(service: Service, asked: str) -> None:
    """With every turn taken, the board answers as ever, whatever part of it is asked for."""
    async with used_up(service):
        response = await service.client.get(asked)

    assert response.status_code == 200


async def test_what_is_remembered_needs_none(service: Service) -> None:
    """An answer that was computed before is given out again."""
    asked = ASKED["/v1/history"]
    past = service.parts.board.past
    await service.client.get(asked)

    async with used_up(service):
        service.parts.board.past = past
        response = await service.client.get(asked)

    assert response.status_code == 200


async def test_an_answer_that_takes_too_long_is_given_up(service: Service) -> None:
    """It is 503 with a type of its own, and says to ask for less."""
    board = service.parts.board
    budget, board.budget = board.budget, Budget(longest_s=0)
    response = await service.client.get("/v1/reports")
    board.budget = budget

    assert response.status_code == 503
    assert response.json()["type"] == "urn:darial:problem:took-too-long"
    assert "ask for less" in response.json()["detail"]
    assert response.headers["retry-after"]


async def test_a_slow_reader_holds_no_turn(service: Service) -> None:
    """The turn is over when the answer is made: others are answered while it is being sent."""
    board = service.parts.board
    budget, board.budget = board.budget, Budget(at_once=1, most_waiting=0)
    sending, gate = asyncio.Event(), asyncio.Event()

    async def send(_message: object) -> None:
        sending.set()
        await gate.wait()

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/reports",
        "query_string": b"limit=1",
        "headers": [],
    }
    slow = asyncio.create_task(service.door(scope, receive, send))
    await sending.wait()
    response = await service.client.get("/v1/reports?limit=1")
    gate.set()
    await slow
    board.budget = budget

    assert response.status_code == 200


async def test_the_web_reads_the_database_within_turns_only() -> None:
    """Each module that opens the database depends on the budget, or asks what remembers answers."""
    reads = ("database.reading()", "page_of(", "board.roster()")
    for path in Path(web.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name not in WITHOUT and any(each in text for each in reads):
            assert any(each in text for each in WITHIN), path.name
