"""Sending: every change once per id, in order per queue, by the table of retries."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app.store import webhooks
from tests.long import FULL, long
from tests.others import run
from tests.webhooks.office import (
    BUSES,
    CARS,
    DAY,
    HOUR,
    MINUTE,
    QUEUES,
    SECOND,
    TRUCKS,
    Office,
    changed,
)
from tests.webhooks.receiver import DOWN, TAKEN, Received, receiving, saying

AT = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5, seconds=5),
    timedelta(minutes=35, seconds=5),
    timedelta(hours=2, minutes=35, seconds=5),
    timedelta(hours=7, minutes=35, seconds=5),
    timedelta(hours=17, minutes=35, seconds=5),
    timedelta(hours=31, minutes=35, seconds=5),
    timedelta(hours=51, minutes=35, seconds=5),
    timedelta(hours=75, minutes=35, seconds=5),
)
"""When a message is tried, from the first time on, as the specification has it."""


@long
async def test_a_receiver_that_fails_for_an_hour_gets_everything(office: Office) -> None:
    """What changed in that hour comes once per id, in order per queue, soon after it returned."""
    began, told = office.clock.now(), []

    async def answer(_received: Received) -> str:
        return DOWN if office.clock.now() - began < HOUR else TAKEN

    async with receiving(answer) as receiver:
        webhook = await office.enlist(receiver.url)
        for number in range(60):
            told += await office.tell(*(changed(queue, version=number) for queue in QUEUES))
            await office.move_on(MINUTE)
        refused = len(receiver.came)
        assert receiver.taken == []
        told += await office.tell(changed(BUSES, version=60))
        await office.move_on(2 * MINUTE)

    assert sorted(each.id for each in receiver.taken) == sorted(each.id for each in told)
    for queue in QUEUES:
        versions = [each.told["data"]["version"] for each in receiver.taken if each.queue == queue]
        assert versions == sorted(versions)
    assert refused < 100
    assert receiver.most_at_once <= 4
    stands = await office.webhook(webhook.id)
    assert (stands.failures, stands.failing_since, await office.waiting(webhook.id)) == (0, None, 0)


async def test_a_message_is_tried_by_the_table(office: Office) -> None:
    """At each of the specification's ten times; then the webhook is disabled, with the reason."""
    began = office.clock.now()
    async with receiving(saying("500 Internal Server Error")) as receiver:
        webhook = await office.enlist(receiver.url)
        await office.tell(changed())
        await office.move_on(4 * DAY)
        tried = [attempt.at - began for attempt in await office.attempts(webhook.id)]
        ids = {received.id for received in receiver.came}

    stands = await office.webhook(webhook.id)
    assert tried == list(AT)
    assert len(ids) == 1
    assert stands.disabled_at == began + AT[-1]
    assert stands.disabled_because == "nothing was taken since 2026-11-24"


async def test_a_later_change_waits_for_the_earlier_one(office: Office) -> None:
    """Of one queue nothing overtakes what is still to be taken; other queues go on."""

    async def answer(received: Received) -> str:
        return DOWN if received.told["data"]["version"] == 1 else TAKEN

    async with receiving(answer) as receiver:
        webhook = await office.enlist(receiver.url)
        await office.tell(
            changed(CARS, version=1), changed(CARS, version=2), changed(TRUCKS, version=3)
        )
        await office.move_on(HOUR)

    assert [each.told["data"]["version"] for each in receiver.taken] == [3]
    assert await office.waiting(webhook.id) == 2


@long
async def test_what_nobody_takes_is_given_up_alone(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """A message that alone is refused for three days goes, told in the log, and its queue goes on.

    Others that are taken meanwhile make it no earlier and no later.
    """
    began = office.clock.now()

    async def answer(received: Received) -> str:
        return "400 Bad Request" if received.told["data"]["version"] == 1 else TAKEN

    async with receiving(answer) as receiver:
        webhook = await office.enlist(receiver.url)
        await office.tell(changed(CARS, version=1), changed(CARS, version=2))
        for _ in range(77):
            await office.tell(changed(TRUCKS, version=3))
            await office.move_on(HOUR)
        attempts = await office.attempts(webhook.id)

    stands, refused = await office.webhook(webhook.id), [a for a in attempts if a.status == 400]
    assert [each.told["data"]["version"] for each in receiver.taken if each.queue == CARS] == [2]
    assert refused[-1].at - began == AT[-1]
    assert stands.disabled_at is None
    assert "a message to a webhook was given up" in capsys.readouterr().out


@pytest.mark.parametrize("status", ["410 Gone", "410 Whatever"])
async def test_gone_disables(office: Office, status: str) -> None:
    """A receiver that says 410 gets nothing more, until it is enabled: then all that waited."""
    async with receiving(saying(status, TAKEN)) as receiver:
        webhook = await office.enlist(receiver.url)
        told = await office.tell(changed(version=1), changed(version=2))
        await office.move_on(DAY)
        came = len(receiver.came)
        stands = await office.webhook(webhook.id)
        told += await office.tell(changed(version=3))
        async with office.database.writing() as session:
            await webhooks.enable(session, webhook.id, office.clock.now())
        await office.look()

    assert came == 1
    assert stands.disabled_because == "it answered 410: it wants nothing more"
    assert [each.id for each in receiver.taken] == [each.id for each in told]


@pytest.mark.parametrize(
    ("asked", "rest"),
    [("120", 2 * MINUTE), ("Tue, 24 Nov 2026 13:00:00 GMT", HOUR), ("9999999", DAY), ("x", SECOND)],
)
async def test_retry_after_is_obeyed(office: Office, asked: str, rest: timedelta) -> None:
    """Nothing at all is sent before the moment it asks for, a day at the most."""
    began = office.clock.now()
    statuses = (f"429 Too Many Requests\r\nRetry-After: {asked}", TAKEN)
    async with receiving(saying(*statuses)) as receiver:
        webhook = await office.enlist(receiver.url)
        await office.tell(changed(CARS))
        await office.look()
        await office.tell(changed(TRUCKS))
        await office.move_on(rest - SECOND / 2)
        before = len(receiver.came)
        await office.move_on(10 * SECOND)
        second = (await office.attempts(webhook.id))[1]

    assert before == 1
    assert second.at - began == rest


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Go", "308 Go", "304 Same"])
async def test_a_redirect_is_a_failure(office: Office, status: str) -> None:
    """It is never followed, wherever it leads."""
    async with (
        receiving() as elsewhere,
        receiving(saying(f"{status}\r\nLocation: {elsewhere.url}")) as receiver,
    ):
        webhook = await office.enlist(receiver.url)
        await office.tell(changed())
        await office.look()

    assert elsewhere.came == []
    assert len(receiver.came) == 1
    assert (await office.webhook(webhook.id)).failure == f"it answered with status {status[:3]}"


async def test_one_that_is_added_hears_of_what_comes(office: Office) -> None:
    """What was told before it was listed is not sent to it."""
    async with receiving() as receiver:
        await office.tell(changed(version=1))
        await office.enlist(receiver.url)
        await office.tell(changed(version=2))
        await office.look()

    assert [each.told["data"]["version"] for each in receiver.taken] == [2]


async def test_it_is_told_of_what_it_wants(office: Office) -> None:
    """A filter leaves out the rest, for that webhook alone."""
    async with receiving() as all_of_it, receiving() as trucks:
        await office.enlist(all_of_it.url)
        await office.enlist(trucks.url, mode=["truck"])
        await office.tell(*(changed(queue) for queue in QUEUES))
        await office.look()

    assert [each.queue for each in trucks.taken] == [TRUCKS]
    assert len(all_of_it.taken) == 3


async def test_one_that_is_removed_is_sent_nothing(office: Office) -> None:
    """Also what waited for it goes, and a message under way ends well."""
    came, released = asyncio.Event(), asyncio.Event()

    async def answer(_received: Received) -> str:
        came.set()
        await released.wait()
        return TAKEN

    async with receiving(answer) as receiver:
        webhook = await office.enlist(receiver.url)
        await office.tell(changed(version=1), changed(version=2))
        await office.sender.look()
        await came.wait()
        async with office.database.writing() as session:
            await webhooks.remove(session, webhook.id)
        released.set()
        await office.sender.settled()
        await office.look()

    assert len(receiver.came) == 1
    assert await office.waiting(webhook.id) == 0


async def test_the_log_names_the_host_alone(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """No path and no secret is logged, at any turn; each turn is one line."""
    async with receiving(saying(DOWN, DOWN, TAKEN, "410 Gone")) as receiver:
        webhook = await office.enlist(receiver.url.replace("/hook", "/hidden-path?key=word"))
        await office.tell(changed(version=1))
        await office.move_on(HOUR)
        await office.tell(changed(version=2))
        await office.look()
        log = capsys.readouterr().out

    assert [log.count(each) for each in ("fails", "takes messages again", "is disabled")] == [1] * 3
    assert "127.0.0.1" in log
    assert not [word for word in ("hidden-path", "key", webhook.secret[6:]) if word in log]


@pytest.mark.skipif(not FULL, reason="long: FULL=1 make test runs it")
async def test_the_log_of_attempts_is_bounded(office: Office, tmp_path: Path) -> None:
    """Of each webhook the newest five hundred are kept."""
    async with receiving() as receiver:
        webhook = await office.enlist(receiver.url)
        for number in range(52):
            await office.tell(*(changed(version=number) for _ in range(10)))
        await office.look()
    attempts = await office.attempts(webhook.id)

    assert (len(receiver.taken), len(attempts)) == (520, 500)
    assert run(tmp_path / "darial.db", "SELECT count(*) FROM attempts") == [(500,)]
