"""Kill -9 while changes are told and sent: none is lost, and what comes twice has the same id."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import SystemRandom

from app.clock import now
from tests.archived import url_of
from tests.cli.forking import FORKS
from tests.databases import ON_SERVER
from tests.others import run
from tests.serving import Clock
from tests.webhooks.office import an_office
from tests.webhooks.receiver import receiving
from tests.webhooks.test_adversary import in_order

KILLS = 3
STDERR = 2
"""What a killed process complains of is seen with the test."""


def killed_after(url: str, acknowledgements: int) -> list[str]:
    """Tell and send until so many changes are acknowledged, then kill; gives their ids."""
    with FORKS.start(["tests.webhooks.endless", url], stderr=STDERR) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledgements)]
        process.kill()
        lines += process.stdout.readlines()
    return [line.split()[1] for line in lines if line.endswith("\n")]


async def test_kills(empty: Path, tmp_path: Path) -> None:
    """After kills at any moment each acknowledged change was taken, and in order per queue."""
    told = list[str]()
    path = tmp_path / "darial.db"
    async with receiving() as receiver:
        async with an_office(empty, tmp_path) as office:
            await office.enlist(receiver.url)
        for _ in range(KILLS):
            some = SystemRandom().randint(1, 60)
            told += await asyncio.to_thread(killed_after, url_of(path), some)
        async with an_office(empty, tmp_path, Clock(now() + timedelta(minutes=1))) as office:
            await office.look()

    counted = Counter(each.id for each in receiver.taken)
    assert len(told) >= KILLS
    assert set(told) <= counted.keys()
    assert sum(counted.values()) - len(counted) <= 4 * KILLS
    in_order(receiver.taken)
    assert run(path, "SELECT count(*) FROM deliveries") == [(0,)]
    if not ON_SERVER:
        assert run(path, "PRAGMA integrity_check") == [("ok",)]
