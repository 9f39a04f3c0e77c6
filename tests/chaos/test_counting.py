"""What counts in a chaos run is counted: each fault that it looks for is made, and found."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.chaos.made_sources import IDS, path_of
from tests.chaos.proxy import Proxy
from tests.chaos.publisher import Publisher
from tests.chaos.readers import Follower, Load
from tests.chaos.receiver import Receiver
from tests.chaos.run import Outcome, Step, unheard
from tests.chaos.truth import Kept
from tests.upstream import Good, Upstream, answer, refusal

HOUR = timedelta(hours=1)

ENOUGH = 24
"""Answers after which a reader has asked for each place several times."""


def chance() -> random.Random:
    """Make a chance that is the same each time."""
    return random.Random(7)  # noqa: S311 - no secret


def row(freshness: str = "fresh", late_in: timedelta = HOUR) -> dict[str, Any]:
    """Make a row of a status."""
    late_at = datetime.now(UTC) + late_in  # noqa: TID251 - as a reader looks at a clock
    number = {"freshness": freshness, "late_at": late_at.isoformat()}
    nothing = {"queue_people": None, "queue_km": None, "wait_minutes": None}
    return {"place": "vaalimaa", "queue_vehicles": number, **nothing}


def document(version: int, **of_row: Any) -> Good:  # noqa: ANN401 - of a row
    """Make an answer of a replica."""
    told = {"data": [row(**of_row)], "meta": {"version": version}}
    return Good(body=json.dumps(told).encode())


@asynccontextmanager
async def reading(*replicas: Any) -> AsyncIterator[Load]:  # noqa: ANN401 - behaviours
    """Have one reader ask replicas that behave so, until it has asked a few times."""
    async with Upstream(otherwise=replicas[0]) as one, Upstream(otherwise=replicas[-1]) as other:
        load = Load([one.address(), other.address()], chance(), pause_s=0)
        task = asyncio.create_task(load.run(1))
        try:
            async with asyncio.timeout(30):
                while load.answers < ENOUGH and not load.errors:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.01)
            yield load
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_a_sound_service_is_found_sound() -> None:
    """Nothing is counted against it."""
    async with reading(answer(document(3))) as load:
        assert (load.errors, load.too_old, load.went_back, load.retries) == ({}, {}, {}, 0)


async def test_a_dead_replica_costs_time_and_no_answer() -> None:
    """Where one does not answer, the next does."""
    dead = refusal("503 Service Unavailable", page="{}")(Good())
    async with reading(dead, answer(document(3))) as load:
        assert load.retries
        assert not load.errors


async def test_a_refused_reader_is_an_error() -> None:
    """Where none answers, that is told by its status."""
    dead = refusal("503 Service Unavailable", page='{"title": "Away"}')(Good())
    async with reading(dead) as load:
        assert set(load.errors) == {"503 Away"}


async def test_a_number_that_is_fresh_for_too_long_is_found() -> None:
    """It says itself when it turns late."""
    async with reading(answer(document(3, late_in=-HOUR))) as load:
        assert sum(load.too_old.values()) >= 1
    async with reading(answer(document(3, freshness="late", late_in=-HOUR))) as load:
        assert not load.too_old


async def test_an_older_answer_than_the_last_one_is_found() -> None:
    """A reader that moves between replicas notices."""
    async with reading(answer(document(4)), answer(document(3))) as load:
        assert load.went_back


async def test_a_cut_way_passes_nothing_on_until_it_is_mended() -> None:
    """Nobody is told of the cut; what was sent meanwhile comes late."""
    async with (
        Upstream(otherwise=answer(Good(body=b"here"))) as upstream,
        Proxy(int(upstream.address().rpartition(":")[2])) as way,
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
        way.cut()
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.05)
        way.mend()
        assert (await asyncio.wait_for(reader.readuntil(b"here"), 10)).startswith(b"HTTP/1.1 200")
        writer.close()


async def test_what_is_asked_for_again_is_acknowledged() -> None:
    """Only the rows of an answer that somebody names are."""
    async with Publisher(chance()) as publisher:
        address = publisher.address
        assert not publisher.acknowledged
        first = await _asked(address, None)
        assert not publisher.acknowledged
        await _asked(address, first)
        assert len(publisher.acknowledged) == 1


async def _asked(address: str, etag: str | None) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        told = await client.get(
            address + path_of(IDS[0]), headers={} if etag is None else {"if-none-match": etag}
        )
        return told.headers["etag"]


async def test_a_queue_that_nobody_tells_of_is_found() -> None:
    """By its name and versions; one that is told of a moment later is waited for."""
    follower, queue = Follower([]), ("vaalimaa", "RU-FI", "car")
    follower.versions[queue] = 3
    assert await unheard(follower, {queue: 4}, 0) == ["vaalimaa RU-FI car of version 4, last of 3"]

    waits = asyncio.create_task(unheard(follower, {queue: 4}, 30))
    await asyncio.sleep(0)
    follower.versions[queue] = 4
    assert await waits == []


async def test_a_broken_promise_is_told() -> None:
    """Each by a sentence with its number."""
    load, follower = Load([], chance()), Follower([])
    outcome = Outcome(load=load, follower=follower, receiver=Receiver(chance()), seed=1)
    assert outcome.faults() == []

    outcome.kept = Kept(stored=9, lost=2, doubled=1)
    outcome.steps.append(
        Step(fault="x", takeover_s=10.5, settled_s=1, kept=outcome.kept, errors=0, trouble="no")
    )
    outcome.unheard = ["vaalimaa RU-FI car of version 4, last of 3"]
    assert outcome.faults() == [
        "2 acknowledged reports are lost",
        "1 reports are stored twice",
        "1 queues were not told of in the stream: vaalimaa RU-FI car of version 4, last of 3",
        "1 takeovers took 10 s or longer",
        "1 faults were not overcome",
    ]
