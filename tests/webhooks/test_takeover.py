"""A takeover: what the former leader had under way is sent again under its id, and nothing else."""

import asyncio
from pathlib import Path

from app.store import leading
from app.store.leading import fence_of
from tests.serving import Clock
from tests.webhooks.office import MINUTE, Office, an_office, changed
from tests.webhooks.receiver import TAKEN, Received, receiving


async def leads(office: Office) -> None:
    """Have an office's sender work for a lead that begins now."""
    async with office.database.writing() as session:
        lead = await leading.begin(session, office.clock.now())
    office.sender.database = office.database.fenced(fence_of(lead))


async def test_another_takes_over(empty: Path, tmp_path: Path) -> None:
    """The answer to the former leader comes too late to be noted, so its message is sent again."""
    clock, came, answered = Clock(), asyncio.Event(), asyncio.Event()

    async def answer(_received: Received) -> str:
        if not came.is_set():
            came.set()
            await answered.wait()
        return TAKEN

    async with (
        receiving(answer) as receiver,
        an_office(empty, tmp_path, clock) as former,
        an_office(empty, tmp_path, clock) as later,
    ):
        await leads(former)
        webhook = await former.enlist(receiver.url)
        (first,) = await former.tell(changed(version=1))
        await former.sender.look()
        await came.wait()

        await leads(later)
        answered.set()
        await former.sender.settled()
        (second,) = await later.tell(changed(version=2))
        for _ in range(3):
            await former.look()
        sent_by_former = len(receiver.came)
        await later.look()
        await later.move_on(MINUTE)

        assert sent_by_former == 1
        assert [each.id for each in receiver.came] == [first.id, first.id, second.id]
        assert receiver.came[0].body == receiver.came[1].body
        assert await later.waiting(webhook.id) == 0
        assert [each.message for each in await later.attempts(webhook.id)] == [first.id, second.id]
