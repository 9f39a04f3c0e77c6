"""Sources: their terms, how each stands by its last poll, and that no upstream text does harm."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from app.domain.channel import ChannelKind
from app.domain.health import Health, Outcome
from app.store import feeds, polls, posts, sources
from app.store.feeds import Feed, RefusedRow
from app.store.polls import Poll
from app.store.posts import UnreadPost
from app.web.schemas.source import SourcesAnswer
from tests.archived import NOW
from tests.others import take_away
from tests.serving import Service, live, serving

MINUTE = timedelta(minutes=1)
HOSTILE = '</script>\x00\u202e"=cmd|x' + "x" * 1000
DOWN = Feed(
    source="loops",
    health=Health.DOWN,
    since=NOW - 30 * MINUTE,
    outcome=Outcome.UNREADABLE,
    error=HOSTILE,
    polled_at=NOW - MINUTE,
    good_at=NOW - 40 * MINUTE,
    newest_at=NOW - 45 * MINUTE,
    failures=8,
    refused=tuple(RefusedRow(HOSTILE, f"reason {number}") for number in range(30)),
)
LAST = Poll(
    id="0f" * 16,
    source="loops",
    started_at=NOW - MINUTE,
    seconds=1.5,
    outcome=Outcome.UNREADABLE,
    status=200,
    requests=1,
    bytes=900,
    reports=0,
    new=0,
    refused=30,
    posts=0,
    error=HOSTILE,
)
POST = UnreadPost(
    source="loops",
    identity="1",
    permalink="https://example.org/1",
    published_at=NOW,
    place="ge",
    language="ka",
    kind=ChannelKind.AUTHORITY,
    recorded_at=NOW,
    poll="1",
)


async def note(service: Service, feed: Feed, *last: Poll, cadence: timedelta = 5 * MINUTE) -> None:
    """Note how a live source stands, as a poller does."""
    async with service.parts.database.writing() as session:
        await sources.register(session, live(feed.source, NOW, cadence))
        await feeds.save(session, feed)
        for poll in last:
            await polls.add(session, poll)


async def told(client: httpx.AsyncClient, source: str = "loops") -> dict[str, Any]:
    """Give what is told of a source."""
    response = await client.get("/v1/sources")
    assert response.status_code == 200, response.text
    SourcesAnswer.model_validate_json(response.content)
    (found,) = (each for each in response.json()["data"] if each["id"] == source)
    return dict(found)


async def test_a_source_that_is_down(bare_url: str) -> None:
    """It says since when, how its last poll ended and why, and what it could not use."""
    async with serving(bare_url) as service:
        await note(service, DOWN, LAST, replace(LAST, id="1", started_at=NOW - 6 * MINUTE))
        async with service.parts.database.writing() as session:
            await posts.add(session, [POST])
        found = await told(service.client)

    assert (found["health"], found["outcome"], found["failures"]) == ("down", "unreadable", 8)
    assert (found["since"], found["polled_at"]) == ("2026-11-24T11:30:00Z", "2026-11-24T11:59:00Z")
    assert (found["good_at"], found["newest_at"]) == (
        "2026-11-24T11:20:00Z",
        "2026-11-24T11:15:00Z",
    )
    assert (found["late_at"], found["stale_at"]) == (
        "2026-11-24T11:32:00Z",
        "2026-11-24T12:20:00Z",
    )
    assert (found["cadence_s"], found["unread_posts"], found["refused"]) == (300, 1, 30)


async def test_upstream_texts_are_bounded_and_quoted(bare_url: str) -> None:
    """What a publisher sent is plain JSON text of bounded length, in a bounded number of rows."""
    async with serving(bare_url) as service:
        await note(service, DOWN, LAST)
        response = await service.client.get("/v1/sources")
        found = await told(service.client)

    assert len(found["refused_rows"]) == 20
    assert all(len(text) <= 300 for row in found["refused_rows"] for text in row.values())
    assert found["error"] == HOSTILE[:300].replace("\x00", "\ufffd")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert b"\x00" not in response.content
    assert json.loads(response.content)["data"]


async def test_an_archive_has_no_health(url: str) -> None:
    """What is not polled stands in no way, and nothing of it is late."""
    async with serving(url) as service:
        found = await told(service.client, "archive")

    for name in ("health", "since", "outcome", "error", "polled_at", "good_at", "refused"):
        assert found[name] is None
    assert (found["late_at"], found["refused_rows"], found["reports"]) == (None, [], 1228)


async def test_a_live_source_before_its_first_poll(bare_url: str) -> None:
    """Nobody knows yet how it stands, and it is neither late nor good."""
    async with serving(bare_url) as service:
        async with service.parts.database.writing() as session:
            await sources.register(session, live("loops", NOW, MINUTE))
        found = await told(service.client)

    assert (found["health"], found["polled_at"], found["late_at"]) == ("unknown", None, None)
    assert (found["failures"], found["refused"]) == (0, None)


async def test_a_paused_source(bare_url: str) -> None:
    """It says that it is paused and since when, whatever it was before."""
    async with serving(bare_url) as service:
        await note(service, DOWN)
        async with service.parts.database.writing() as session:
            await feeds.pause(session, "loops", NOW)
        found = await told(service.client)

    assert (found["health"], found["since"]) == ("paused", "2026-11-24T12:00:00Z")
    assert found["outcome"] == "unreadable"


async def test_a_poll_changes_this_answer_alone(url: str) -> None:
    """A poll is seen at once, before any look at the board, and leaves the status as it was."""
    async with serving(url) as service:
        await note(service, DOWN)
        await service.look()
        before, status = await told(service.client), service.parts.board.view
        etag = (await service.client.get("/v1/sources")).headers["etag"]
        asking = {"if-none-match": etag}
        unchanged = await service.client.get("/v1/sources", headers=asking)

        await note(service, replace(DOWN, health=Health.UP, since=NOW, failures=0))
        after = await told(service.client)
        changed = await service.client.get("/v1/sources", headers=asking)
        await service.look()

        assert service.parts.board.view is status
    assert (before["health"], after["health"]) == ("down", "up")
    assert (unchanged.status_code, changed.status_code) == (304, 200)
    assert "max-age=" in changed.headers["cache-control"]


async def test_the_database_is_away(url: str) -> None:
    """Then it answers from memory, marked, as it stood when it was read last."""
    async with serving(url) as service:
        await note(service, DOWN)
        service.clock.move(MINUTE)
        # A server tells of the commit, so somebody may have looked before the clock was moved.
        await service.parts.board.refresh(service.clock.now())
        take_away(url)
        await service.look()
        response = await service.client.get("/v1/sources")
        found = await told(service.client)

    assert response.headers["darial-database"] == "away"
    assert found["health"] == "down"
