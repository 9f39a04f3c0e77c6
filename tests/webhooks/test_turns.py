"""Turns: whoever is slow or fails holds up no other, and whatever is ended loses nothing."""

import asyncio
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from app.store import webhooks
from app.store.change_tables import changes as change_table
from tests.databases import url_of
from tests.others import Writer, bring_back, take_away
from tests.polling.asking import SHORT
from tests.serving import Clock
from tests.webhooks.office import (
    CARS,
    MINUTE,
    QUEUES,
    SECOND,
    Office,
    an_office,
    changed,
)
from tests.webhooks.receiver import DOWN, TAKEN, Received, receiving, saying


async def test_a_slow_receiver_holds_up_no_other(office: Office) -> None:
    """While one says nothing, another has everything already."""
    released, through = asyncio.Event(), asyncio.Event()

    async def answer(_received: Received) -> str:
        await released.wait()
        return TAKEN

    async def answer_quickly(_received: Received) -> str:
        if len(quick.came) == len(QUEUES):
            through.set()
        return TAKEN

    async with receiving(answer) as slow, receiving(answer_quickly) as quick:
        await office.enlist(slow.url)
        await office.enlist(quick.url)
        await office.tell(*(changed(queue) for queue in QUEUES))
        await office.sender.look()
        await through.wait()
        taken = len(slow.taken), len(quick.came)
        released.set()
        await office.sender.settled()

    assert taken == (0, 3)
    assert len(slow.taken) == 3


async def test_few_messages_are_under_way_at_once(office: Office) -> None:
    """However much waits for one receiver, four connections at most lead to it."""
    full, released = asyncio.Event(), asyncio.Event()

    async def answer(_received: Received) -> str:
        if receiver.at_once == 4:
            full.set()
        await released.wait()
        return TAKEN

    async with receiving(answer) as receiver:
        await office.enlist(receiver.url)
        modes = ("foot", "bicycle", "scooter", "motorcycle", "car", "bus", "truck")
        await office.tell(*(changed((CARS[0], "RU-GE", mode)) for mode in modes))
        await office.sender.look()
        await full.wait()
        await asyncio.sleep(SHORT.total_seconds())
        came = len(receiver.came)
        released.set()
        await office.sender.settled()

    assert (came, len(receiver.taken)) == (4, 7)


async def test_one_that_fails_is_tried_by_one_message(office: Office) -> None:
    """A receiver that fails is sent one message of all that are due, and then it rests."""
    came = []
    async with receiving(saying(DOWN)) as receiver:
        await office.enlist(receiver.url)
        await office.tell(*(changed(queue) for queue in QUEUES))
        for rest in (timedelta(0), timedelta(0), 10 * SECOND, SECOND, 10 * SECOND):
            office.clock.move(rest)
            await office.look()
            came.append(len(receiver.came))

    assert came == [3, 3, 4, 4, 5]


async def test_it_goes_on_after_a_restart(empty: Path, tmp_path: Path) -> None:
    """What waited, and what changed while nothing ran, is sent by the next process, once."""
    clock = Clock()
    async with receiving(saying(DOWN, TAKEN)) as receiver:
        async with an_office(empty, tmp_path, clock) as office:
            await office.enlist(receiver.url)
            told = await office.tell(changed(version=1), changed(version=2))
            await office.look()
        clock.move(MINUTE)
        async with an_office(empty, tmp_path, clock) as office:
            told += await office.tell(changed(version=3))
            await office.move_on(MINUTE)

    assert [each.id for each in receiver.taken] == [each.id for each in told]


async def test_what_was_under_way_comes_again_under_its_id(empty: Path, tmp_path: Path) -> None:
    """Ended between the answer and its noting, it sends the same bytes under the same id again."""
    clock, came = Clock(), asyncio.Event()

    async def answer(_received: Received) -> str:
        if not came.is_set():
            came.set()
            await asyncio.Event().wait()
        return TAKEN

    async with receiving(answer) as receiver:
        async with an_office(empty, tmp_path, clock) as office:
            await office.enlist(receiver.url)
            await office.tell(changed())
            await office.sender.look()
            await came.wait()
        async with an_office(empty, tmp_path, clock) as office:
            await office.look()
            await office.look()

    assert [each.id for each in receiver.came] == [receiver.taken[0].id] * 2
    assert receiver.came[0].body == receiver.came[1].body


async def test_a_change_that_is_kept_no_more_is_let_go(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is too old to be told is not sent, and holds up nothing behind it."""
    async with receiving(saying("410 Gone", TAKEN)) as receiver:
        webhook = await office.enlist(receiver.url)
        first, second = await office.tell(changed(version=1), changed(version=2))
        await office.look()
        async with office.database.writing() as session:
            await session.execute(delete(change_table).where(change_table.c.id == first.number))
            await webhooks.enable(session, webhook.id, office.clock.now())
        await office.look()

    assert [each.id for each in receiver.taken] == [second.id]
    log = capsys.readouterr().out
    assert "is too old now" in log
    assert "/hook" not in log


async def test_a_database_that_cannot_be_written_is_a_pause(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no answer can be noted nothing is sent again and again; it goes on when it can."""
    url = url_of(tmp_path / "darial.db")
    async with receiving() as receiver:
        await office.enlist(receiver.url)
        told = await office.tell(changed(version=1), changed(version=2))
        take_away(url)
        for _ in range(3):
            await office.look()
        nothing = len(receiver.came)
        await bring_back(url, office.database)
        await office.look()

    assert nothing == 0
    assert [each.id for each in receiver.taken] == [each.id for each in told]
    log = capsys.readouterr().out
    assert log.count("webhooks pause") == log.count("webhooks go on") == 1


async def test_an_answer_that_cannot_be_noted_is_asked_for_once(
    empty: Path, tmp_path: Path
) -> None:
    """While another process writes, or a disk is full, the same message does not go out for ever.

    It comes once more when its answer can be noted, and never again after that.
    """
    path = tmp_path / "darial.db"
    async with an_office(empty, tmp_path, busy_s=0.01) as office:
        with closing(Writer(path)) as other:

            async def answer(_received: Received) -> str:
                if not other.under_way and len(receiver.came) == 1:
                    other.begin()
                return TAKEN

            async with receiving(answer) as receiver:
                await office.enlist(receiver.url)
                (told,) = await office.tell(changed())
                for _ in range(3):
                    await office.look()
                once = len(receiver.came)
                other.end()
                for _ in range(3):
                    await office.look()

    assert once == 1
    assert [each.id for each in receiver.came] == [told.id, told.id]
