"""The service sends while it polls, and ends with nothing under way."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.choices import plan_of
from app.main import create_app
from app.settings import Settings
from tests.archived import NOW, url_of
from tests.webhooks.office import an_office, catalogue, changed
from tests.webhooks.receiver import TAKEN, Received, receiving


@pytest.mark.parametrize("polling", [True, False])
async def test_the_process_that_polls_sends(empty: Path, tmp_path: Path, polling: bool) -> None:  # noqa: FBT001
    """What waits is sent as soon as it starts; a process that does not poll sends nothing."""
    came, before = asyncio.Event(), asyncio.all_tasks()

    async def answer(_received: Received) -> str:
        came.set()
        return TAKEN

    async with receiving(answer) as receiver:
        async with an_office(empty, tmp_path) as office:
            await office.enlist(receiver.url)
            (told,) = await office.tell(changed())
        served = await _serve(url_of(tmp_path / "darial.db"), came, polling=polling)

    assert served is polling
    assert [each.id for each in receiver.taken].count(told.id) == int(polling)
    assert asyncio.all_tasks() == before


async def _serve(url: str, came: asyncio.Event, *, polling: bool) -> bool:
    """Serve until a message came, or the board was looked after; tells whether one came."""
    looked = asyncio.Event()

    async def wait(_seconds: float) -> None:
        looked.set()
        await asyncio.Event().wait()

    chosen = Settings(database_url=url, polling=polling, webhook_networks=("127.0.0.0/8",))
    nobody = replace(plan_of(Settings(), catalogue()), sources=())
    app = create_app(chosen, now=lambda: NOW, wait=wait, plan=nobody).app
    assert isinstance(app, FastAPI)
    async with app.router.lifespan_context(app):
        await (came if polling else looked).wait()
    return came.is_set()
