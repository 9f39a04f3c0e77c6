"""Plans of polling: two thousand sources a minute, and no question reads a whole table for one."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from app.store import feeds, held, payloads, polls, posts, reports, sources, turns
from app.store.database import Database, WriteSession
from app.store.feeds import Feed
from tests.databases import ON_SERVER
from tests.store.made import DAY, NOON, POLL, POST, figure, payload
from tests.store.plans import Statement, plan, walks

Do = Callable[[WriteSession], Awaitable[object]]

DIGEST = payload().digest

# Not here: all feeds, which are all wanted, the newest turns, which stand last, and the count.
STEPS: dict[str, Do] = {
    "reports added": lambda session: reports.add(session, [figure()]),
    "registered": lambda session: sources.registered(session, ["guard"]),
    "feed": lambda session: feeds.one(session, "guard"),
    "feed saved": lambda session: feeds.save(session, Feed(source="guard")),
    "feed paused": lambda session: feeds.pause(session, "guard", NOON),
    "down at a moment": lambda session: turns.down_at(session, NOON),
    "newest polls": lambda session: polls.newest(session, "guard"),
    "polls thinned": lambda session: polls.thin(session, NOON + DAY),
    "payload added": lambda session: payloads.add(session, payload()),
    "payload": lambda session: payloads.one(session, DIGEST),
    "payloads since": lambda session: payloads.digests(session, "guard", NOON),
    "payloads pruned": lambda session: payloads.prune(session, NOON + DAY),
    "all payloads pruned": lambda session: payloads.prune(session, NOON + DAY, keep_held=False),
    "held": lambda session: held.of(session, "guard"),
    "held since now": lambda session: held.add(session, "guard", DIGEST, NOON),
    "held no more": lambda session: held.drop(session, "guard", DIGEST),
    "posts added": lambda session: posts.add(session, [POST]),
    "newest posts": lambda session: posts.newest(session, "guard", 10),
    "places heard of": posts.heard,
}

TABLES = {"reports", "feeds", "turns", "polls", "before", "payloads", "held", "posts", "next"}
"""What a plan calls the tables that grow with polling."""


@pytest.fixture
async def sent(database: Database, statements: list[Statement], do: Do) -> list[Statement]:
    """Do one thing to a database with something in each table, and give what was sent."""
    async with database.writing() as session:
        await polls.add(session, POLL)
        await payloads.add(session, payload())
        await posts.add(session, [POST])
    statements.clear()
    async with database.writing() as session:
        await do(session)
    return [each for each in statements if not each.sql.startswith(("BEGIN", "INSERT"))]


@pytest.mark.parametrize("do", STEPS.values(), ids=STEPS)
def test_no_step_of_a_poll_reads_everything(path: Path, sent: list[Statement]) -> None:
    """Every step into a table that grows goes by an index, or by the row's number."""
    steps = [(step, each) for each in sent for step in plan(path, each)]

    assert steps
    assert [step.does for step, each in steps if walks(step, each, TABLES)] == []


@pytest.mark.parametrize(
    "do",
    [STEPS[name] for name in ("newest polls", "polls thinned", "payloads pruned", "newest posts")],
)
def test_nothing_is_sorted_to_find_the_newest_or_the_oldest(
    path: Path, sent: list[Statement]
) -> None:
    """Where only the first few rows are wanted, the index has them in order."""
    steps = [step.does for each in sent for step in plan(path, each)]

    assert [does for does in steps if does.startswith("USE TEMP B-TREE")] == []


@pytest.mark.parametrize("do", [STEPS["reports added"]])
def test_adding_reports_asks_for_their_own_sources_only(sent: list[Statement]) -> None:
    """Two thousand other sources make no poll slower."""
    asked = [each for each in sent if "FROM sources" in each.sql]

    # The one driver is given them in their order, the other by their names.
    given = [each.parameters for each in asked]
    assert given == ([{"named_1": "guard"}] if ON_SERVER else [("guard",)])
