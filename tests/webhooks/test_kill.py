"""Kill -9 while changes are told and sent: none is lost, and what comes twice has the same id."""

import asyncio
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import SystemRandom

from app.clock import now
from tests.serving import Clock
from tests.webhooks.office import an_office
from tests.webhooks.receiver import receiving
from tests.webhooks.test_adversary import in_order

KILLS = 3
ROOT = Path(__file__).resolve().parents[2]


async def killed_after(url: str, acknowledgements: int) -> list[str]:
    """Tell and send until so many changes are acknowledged, then kill; gives their ids."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.webhooks.endless",
        url,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline() for _ in range(acknowledgements)]
    process.kill()
    lines += (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    return [line.split()[1].decode() for line in lines if line.endswith(b"\n")]


async def test_kills(empty: Path, tmp_path: Path) -> None:
    """After kills at any moment each acknowledged change was taken, and in order per queue."""
    told = list[str]()
    path = tmp_path / "darial.db"
    async with receiving() as receiver:
        async with an_office(empty, tmp_path) as office:
            await office.enlist(receiver.url)
        for _ in range(KILLS):
            some = SystemRandom().randint(1, 60)
            told += await killed_after(f"sqlite+aiosqlite:///{path}", some)
        async with an_office(empty, tmp_path, Clock(now() + timedelta(minutes=1))) as office:
            await office.look()

    counted = Counter(each.id for each in receiver.taken)
    assert len(told) >= KILLS
    assert set(told) <= counted.keys()
    assert sum(counted.values()) - len(counted) <= 4 * KILLS
    in_order(receiver.taken)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM deliveries").fetchone() == (0,)
