"""Catching up: who says which version they hold gets none that is older, from any process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from app.board.board import Board
from app.board.watch import Bell
from app.web.stream import LATER
from tests.archived import NOW
from tests.board.boards import board_on, cars, store
from tests.serving import Service, serving
from tests.streams import following

LARS = "/v1/status?place=verkhny-lars"
VERSION = "darial-version"
PATHS = ("/v1/status", "/v1/snapshot", LARS, "/v1/places/verkhny-lars", "/v1/status.csv")
EVENTS = {"accept": "text/event-stream"}
NEVER_PUBLISHED = "999999999999"


class Silent(Bell):
    """A bell that nobody hears: the database is away, or slow."""

    async def answered(self, seconds: float) -> bool:
        """Say that nobody looked."""
        del seconds
        return False


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[Service, Board]]:
    """Give a service, and the board of another process that has published since it looked."""
    async with serving(url) as service, board_on(url) as other:
        await other.look(NOW)
        await store(url, cars(400, NOW))
        await other.look(NOW)
        yield service, other


def cut_off(service: Service) -> None:
    """Have a service not follow any more."""
    service.api.state.parts = replace(service.parts, bell=Silent())


async def asked(service: Service, path: str, **headers: str) -> httpx.Response:
    """Ask for a path; a name with an underscore stands for one with a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await service.client.get(path, headers=named)


@pytest.mark.parametrize("path", PATHS)
async def test_who_holds_a_later_version_gets_no_earlier_one(bare_url: str, path: str) -> None:
    """A process that is behind follows first, and then answers as the other one would."""
    async with two(bare_url) as (service, other):
        before = await asked(service, path)
        answer = await asked(service, path, darial_version=str(other.version))
        again = await asked(service, path, darial_version=answer.headers[VERSION])

    assert int(before.headers[VERSION]) < int(answer.headers[VERSION]) == other.version
    assert b"400" in answer.content
    assert (again.status_code, again.content) == (200, answer.content)


async def test_who_cannot_be_followed_for_keeps_what_they_have(bare_url: str) -> None:
    """Where the database is away, a reader's own copy stays; without one they are told to wait."""
    async with two(bare_url) as (service, other):
        cut_off(service)
        held = {"darial_version": str(other.version)}
        kept = await asked(service, LARS, if_none_match='"of-the-other"', **held)
        several = await asked(service, LARS, if_none_match='"a", "b"', **held)
        refused = await asked(service, LARS, **held)
        plain = await asked(service, LARS)
        of_old = await asked(service, LARS, darial_version=plain.headers[VERSION])

    assert (kept.status_code, kept.content) == (304, b"")
    assert kept.headers["etag"] == '"of-the-other"'
    assert VERSION not in kept.headers
    assert (several.status_code, several.headers.get("etag")) == (304, None)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 0
    assert str(other.version) in refused.json()["detail"]
    assert plain.status_code == of_old.status_code == 200


@pytest.mark.parametrize("said", [NEVER_PUBLISHED, "-1", "1.5", "", "9" * 40, "latest"])
async def test_a_version_that_nobody_published_holds_nothing_back(bare_url: str, said: str) -> None:
    """Once we have followed all that there is, what we hold is the newest, whatever was said."""
    async with serving(bare_url) as service:
        plain = await asked(service, "/v1/status")
        answer = await asked(service, "/v1/status", darial_version=said)

    assert answer.status_code == 200
    assert answer.content == plain.content


async def test_a_stream_goes_on_where_another_server_ended(bare_url: str) -> None:
    """An id that is ahead of us is followed, and only what came after it is told."""
    async with two(bare_url) as (service, other):
        came_with = {**EVENTS, "last-event-id": other.changing.last_id()}
        async with following(service.door, headers=came_with) as follower:
            await service.store(cars(900, service.clock.now()))
            await service.look()
            await follower.until(1)

            ids = [int(each.id.partition("-")[0]) for each in follower.events]
            assert {each.name for each in follower.events} == {"status"}
            assert min(ids) > other.changing.told


async def test_a_stream_that_is_ahead_ends_where_we_cannot_follow(bare_url: str) -> None:
    """It is told nothing but when to come again: no older version, and nothing twice."""
    async with two(bare_url) as (service, other):
        cut_off(service)
        answer = await asked(
            service, "/v1/stream", last_event_id=other.changing.last_id(), **EVENTS
        )

    assert answer.status_code == 200
    assert answer.content == LATER
    assert answer.headers["content-type"].startswith("text/event-stream")
