"""Nightly: the archive is written by itself, soon at first and then each night."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from app.exporting.nightly import SOON_S, nightly
from app.store.handed_out import next_night
from tests.archived import NOW
from tests.correcting.desk import catalogue
from tests.exporting.world import World, cars
from tests.serving import Clock
from tests.store.made import DAY, HOUR


class Nights:
    """A clock that moves as somebody waits by it; after some waits it stands still for ever."""

    def __init__(self, clock: Clock, most: int) -> None:
        """Let `most` waits pass."""
        self.clock = clock
        self.waited: list[float] = []
        self._most = most
        self.over = asyncio.Event()
        self.between: Callable[[int], None] = lambda _: None

    async def wait(self, seconds: float) -> None:
        """Pass some time."""
        if len(self.waited) == self._most:
            self.over.set()
            await asyncio.Event().wait()
        self.waited.append(seconds)
        self.clock.move(timedelta(seconds=seconds))
        self.between(len(self.waited))


async def passed(world: World, nights: Nights) -> None:
    """Have the nights pass."""
    work = nightly(
        world.database, catalogue(), world.folder, now=nights.clock.now, wait=nights.wait
    )
    task = asyncio.create_task(work)
    await nights.over.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-24T12:00Z", "2026-11-25T00:30Z"),
        ("2026-11-24T00:29Z", "2026-11-24T00:30Z"),
        ("2026-11-24T00:30Z", "2026-11-25T00:30Z"),
        ("2026-11-24T02:00+03:00", "2026-11-24T00:30Z"),
    ],
)
def test_the_next_night(now: str, due: str) -> None:
    """Half past midnight in UTC, always later than now."""
    assert next_night(datetime.fromisoformat(now)) == datetime.fromisoformat(due)


async def test_soon_and_then_each_night(world: World) -> None:
    """The first is there a minute after the start, the others come half past midnight."""
    nights = Nights(Clock(NOW), 3)
    with capture_logs() as logs:
        await passed(world, nights)

    assert nights.waited == [SOON_S, 12.5 * 3600 - SOON_S, 24 * 3600.0]
    assert [each["event"] for each in logs] == ["the archive is written"] * 3
    assert (logs[0]["files"] > 10, logs[1]["files"]) == (True, 0)


async def test_where_there_is_one_the_night_is_awaited(world: World) -> None:
    """A restart at noon writes nothing."""
    await world.export()
    nights = Nights(Clock(NOW), 1)
    await passed(world, nights)

    assert nights.waited == [12.5 * 3600]


async def test_failures_are_logged_once_and_tried_again(world: World) -> None:
    """As long as it goes on failing nothing more is said; then it is written."""
    world.folder.write_text("in the way")
    nights = Nights(Clock(NOW), 4)
    nights.between = lambda count: world.folder.unlink() if count == 4 else None
    with capture_logs() as logs:
        await passed(world, nights)

    assert [each["event"] for each in logs] == [
        "the archive could not be written",
        "the archive is written",
    ]
    assert re.search("File exists|Not a directory", logs[0]["reason"])


async def test_the_night_writes_what_came_by_day(world: World) -> None:
    """What was stored since the last night is in the files."""
    await world.export()
    await world.store(cars("news", 10, NOW, recorded_at=NOW + HOUR))
    nights = Nights(Clock(NOW + HOUR), 1)
    with capture_logs() as logs:
        await passed(world, nights)

    assert logs[0]["files"] > 0
    assert nights.clock.now() == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    assert (await world.export(at=NOW + DAY)).written == ()
