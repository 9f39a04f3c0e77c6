"""The stream: what changes, told to each reader as asked for, resumable, and never in the way."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from app.board.streaming.reader import Batch, Reader
from app.board.streaming.wire import BEAT
from app.correcting import retracting
from app.correcting.mandate import Mandate
from app.domain.report import Report
from app.domain.vocabulary import Mode
from tests.board.boards import HOUR, cars
from tests.board.test_changing import summons
from tests.others import take_away
from tests.serving import Clock, Service, serving
from tests.streams import following, settled

LARS = "place=verkhny-lars&direction=RU-GE&mode=car"
LARS_ANY = "place=verkhny-lars&mode=any"
EVENTS = {"accept": "text/event-stream"}


async def changed(service: Service, *said: Report) -> None:
    """Store reports and look after the board, at the moment the clock shows."""
    await service.store(*said)
    await service.look()


async def test_begins_with_where_to_go_on_from(bare_url: str) -> None:
    """Whoever comes anew is told to read the status, and the id from which to follow."""
    async with serving(bare_url) as service, following(service.door, headers=EVENTS) as follower:
        (first,) = await follower.until(1)

        held = service.parts.board
        assert follower.status == 200
        assert follower.headers["content-type"] == "text/event-stream"
        assert follower.headers["cache-control"] == "no-store"
        assert follower.headers["x-accel-buffering"] == "no"
        assert follower.text.startswith("retry: ")
        assert (first.name, first.id) == ("reset", held.changing.log[-1].id)
        assert first.data["meta"]["version"] == held.version


async def test_a_changed_queue_comes_as_its_row(bare_url: str) -> None:
    """A reader gets the row that /v1/status has from now on, with its version."""
    async with serving(bare_url) as service, following(service.door, LARS) as follower:
        await follower.until(1)
        await changed(service, cars(400, service.clock.now()))
        _, told = await follower.until(2)

        status = (await service.client.get(f"/v1/status?{LARS}")).json()
        assert (told.name, told.data["data"]) == ("status", status["data"][0])
        assert told.data["meta"]["version"] == status["meta"]["version"]
        assert told.id == next(
            each.id
            for each in reversed(service.parts.board.changing.log)
            if (each.direction, each.mode) == ("RU-GE", "car")
        )


@pytest.mark.parametrize(
    "query", ["country=FI", "entering=RU", "mode=truck", "bbox=20,55,30,65", "kind=area"]
)
async def test_nobody_is_told_what_was_not_asked_for(bare_url: str, query: str) -> None:
    """A change elsewhere is no event; the reader hears of the next one that is theirs."""
    async with serving(bare_url) as service, following(service.door, query) as follower:
        await follower.until(1)
        await changed(service, cars(400, service.clock.now()))
        await settled()

        assert len(follower.events) == 1


async def test_quantities_cut_the_row_and_what_is_told(bare_url: str) -> None:
    """Who asks for the wait is not woken by what leaves it as it is."""
    async with (
        serving(bare_url) as service,
        following(service.door, f"{LARS}&quantity=booked_vehicles") as booked,
        following(service.door, f"{LARS}&quantity=queue_vehicles") as counted,
    ):
        await counted.until(1)
        await changed(service, cars(400, service.clock.now()))
        (_, told) = await counted.until(2)

        assert "queue_km" not in told.data["data"]
        assert told.data["data"]["queue_vehicles"]["mid"] == pytest.approx(400, rel=0.05)
        assert [each.name for each in booked.events] == ["reset"]


async def test_an_event_and_a_correction_are_told(bare_url: str) -> None:
    """What is heard of for the first time comes once; a retraction names where it is told."""
    async with (
        serving(bare_url) as service,
        following(service.door, "place=verkhny-lars") as follower,
    ):
        said = summons(service.clock.now())
        await changed(service, said)
        heard = next(each for each in await follower.until(2) if each.name == "event")
        mandate = Mandate(role="operator", reason="misread")
        async with service.parts.database.writing() as session:
            await retracting.retract(session, service.clock.now(), named=[said.id], mandate=mandate)
        await service.look()
        count = len(follower.events)
        told = next(each for each in await follower.until(count + 1) if each.name == "correction")

        assert heard.data["data"]["event"]["word"] == "draft_summons"
        assert (heard.data["data"]["place"], heard.data["data"]["direction"]) == (
            "verkhny-lars",
            "RU-GE",
        )
        assert told.data["data"]["places"] == ["verkhny-lars"]
        listed = (await service.client.get(told.data["data"]["url"])).json()
        assert listed["data"]["id"] == told.data["data"]["id"]


@pytest.mark.parametrize(("query", "told_of"), [(LARS_ANY, 1), (LARS, 0)])
async def test_a_queue_that_has_no_row_any_more_is_gone(
    bare_url: str, query: str, told_of: int
) -> None:
    """What was taken back is not shown on by who follows, nor by who comes back later."""
    async with serving(bare_url) as service:
        said = replace(cars(40, service.clock.now()), mode=Mode.ANY)
        await changed(service, said)
        async with following(service.door, query) as follower:
            (first,) = await follower.until(1)
            mandate = Mandate(role="operator", reason="misread")
            async with service.parts.database.writing() as session:
                await retracting.retract(
                    session, service.clock.now(), named=[said.id], mandate=mandate
                )
            await service.look()
            await settled()
            gone = [each for each in follower.events if each.name == "gone"]

        assert len(gone) == told_of
        for each in gone:
            assert each.data["data"] == {
                "place": "verkhny-lars",
                "direction": "RU-GE",
                "mode": "any",
            }
            assert each.data["meta"]["version"] == service.parts.board.version
        async with following(service.door, query, {"last-event-id": first.id}) as again:
            await settled()
            assert [each for each in again.events if each.name == "gone"] == gone
        if gone:
            async with following(service.door, query, {"last-event-id": gone[-1].id}) as later:
                await settled()
                assert later.events == []


@pytest.mark.parametrize("by", ["header", "query"])
async def test_goes_on_where_it_was_cut_off(bare_url: str, by: str) -> None:
    """Whoever names the last id gets each queue that changed since, once, as it is now."""
    async with serving(bare_url) as service:
        async with following(service.door, LARS) as follower:
            (first,) = await follower.until(1)
        await changed(service, cars(400, service.clock.now()))
        service.clock.move(HOUR)
        await changed(service, cars(900, service.clock.now()))
        header = {"last-event-id": first.id} if by == "header" else {}
        query = LARS if by == "header" else f"{LARS}&last_event_id={first.id}"

        async with following(service.door, query, header) as again:
            (told,) = await again.until(1)
            await settled()

            assert told.name == "status"
            assert told.data["data"]["queue_vehicles"]["mid"] > 500
            assert len(again.events) == 1


async def test_goes_on_over_a_restart(bare_url: str) -> None:
    """The log of what was told is kept: another process goes on from the same id."""
    async with serving(bare_url) as service, following(service.door, LARS) as follower:
        (first,) = await follower.until(1)
        await changed(service, cars(400, service.clock.now()))

    async with (
        serving(bare_url) as service,
        following(service.door, LARS, {"last-event-id": first.id}) as again,
    ):
        (told,) = await again.until(1)

    assert (told.name, told.data["data"]["place"]) == ("status", "verkhny-lars")


@pytest.mark.parametrize("last_id", ["999999-0a1b2c3d", "1-00000000", "none of ours", "9" * 500])
async def test_an_id_we_do_not_have_begins_anew(bare_url: str, last_id: str) -> None:
    """An id that is too old, of a database since put back, or no id of ours, gets one reset."""
    async with (
        serving(bare_url) as service,
        following(service.door, headers={"last-event-id": last_id}) as follower,
    ):
        (first,) = await follower.until(1)

    assert first.name == "reset"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("plac=lars", "plac"),
        ("mode=caar", "mode"),
        ("last_event_id=x", "last_event_id"),
        ("as_of=2022-09-28", "as_of"),
    ],
)
async def test_a_bad_question_is_refused_by_name(bare_url: str, query: str, parameter: str) -> None:
    """What cannot be used is told as everywhere, before anything is streamed."""
    async with serving(bare_url) as service:
        answer = await service.client.get(f"/v1/stream?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


async def test_who_takes_no_stream_is_told(bare_url: str) -> None:
    """A reader that accepts JSON only gets a problem and no stream without an end."""
    async with serving(bare_url) as service:
        answer = await service.client.get("/v1/stream", headers={"accept": "application/json"})

    assert answer.status_code == 406


async def test_head_has_the_headers_and_holds_no_place(bare_url: str) -> None:
    """HEAD ends at once, and nobody is left in the hub."""
    async with serving(bare_url) as service, following(service.door, method="HEAD") as follower:
        await follower.until_so(lambda: follower.over)

        assert follower.headers["content-type"] == "text/event-stream"
        assert follower.text == ""
        assert service.parts.hub.open == 0


async def test_too_many_are_told_to_come_again(bare_url: str) -> None:
    """Above the limit the answer is 503 with Retry-After; who leaves makes room."""
    async with serving(bare_url) as service, AsyncExitStack() as open_ones:
        service.parts.hub.most = 2
        first, _ = [await open_ones.enter_async_context(following(service.door)) for _ in range(2)]
        refused = await service.client.get("/v1/stream")
        first.left.set()
        await settled()
        async with following(service.door) as next_one:
            await next_one.until(1)

    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/problem+json"
    assert next_one.status == 200


async def test_a_slow_reader_loses_the_oldest_and_is_told(bare_url: str) -> None:
    """One that takes nothing for a while learns how many events it lost; others wait for nobody."""
    async with serving(bare_url) as service, AsyncExitStack() as open_ones:
        service.parts.hub.most_waiting = 10_000
        slow, quick = [
            await open_ones.enter_async_context(following(service.door, LARS)) for _ in range(2)
        ]
        await slow.until(1)
        slow.stop_reading()
        for count in range(1, 13):
            service.clock.move(timedelta(minutes=1))
            await changed(service, cars(100 + 20 * count, service.clock.now()))
            await settled()
        rows = await quick.until(13)
        slow.read_on()
        await settled()
        lost = next(each for each in await slow.until(3) if each.name == "lost")
        await slow.until_so(lambda: slow.events[-1].id == rows[-1].id)

        told = [each for each in slow.events if each.name == "status"]
        assert lost.data["data"]["events"] + len(told) == 12
        assert 2 < len(told) < 12


async def test_ends_at_once_when_the_service_does(bare_url: str) -> None:
    """Every stream is ended in order, a slow one too, and nobody is let in any more."""
    async with serving(bare_url) as service, following(service.door) as follower:
        await follower.until(1)
        service.door.hub.close()
        await follower.until_so(lambda: follower.over)
        refused = await service.client.get("/v1/stream")

        assert follower.over
        assert refused.status_code == 503


async def test_who_leaves_is_forgotten(bare_url: str) -> None:
    """A reader that goes away leaves nothing behind."""
    async with serving(bare_url) as service:
        async with following(service.door, LARS) as follower:
            await follower.until(1)
            during = service.parts.hub.open

        assert during == 1
        assert service.parts.hub.open == 0


async def test_a_quiet_stream_hears_a_beat(bare_url: str) -> None:
    """A comment comes every so often, so that nothing in between ends a quiet connection."""
    beats = asyncio.Queue[float]()

    async def wait(seconds: float) -> None:
        await beats.put(seconds)
        if beats.qsize() > 1:
            await asyncio.Event().wait()

    async with serving(bare_url) as service, following(service.door) as follower:
        await follower.until(1)
        task = asyncio.create_task(service.parts.hub.beat(wait))
        await follower.until_so(lambda: BEAT.decode() in follower.text)
        task.cancel()

    assert await beats.get() == 15


async def test_a_reader_is_bounded() -> None:
    """Whatever is given, no more waits than the limit and the newest batch."""
    reader = Reader(most_waiting=100)
    for number in range(50):
        reader.give(Batch(b"%02d" % number * 20, 3))

    lost = await reader.next()
    kept = [await reader.next() for _ in range(2)]

    assert b'{"data":{"events":144}}' in lost
    assert kept == [b"48" * 20, b"49" * 20]
    assert reader.idle


async def test_ageing_without_a_database_is_told_too(bare_url: str) -> None:
    """While the database is away a number still turns stale on the stream, without an id."""
    async with serving(bare_url, Clock()) as service, following(service.door, LARS) as follower:
        await changed(service, cars(400, service.clock.now()))
        await follower.until(2)
        take_away(bare_url)
        service.clock.move(timedelta(days=5))
        await service.look()
        told = (await follower.until(3))[-1]

        assert told.id == ""
        assert told.data["data"]["queue_vehicles"]["mid"] is None
