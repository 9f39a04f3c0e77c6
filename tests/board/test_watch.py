"""The watch: looks after the board by itself, and survives whatever a look meets."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from structlog.testing import capture_logs

from app.board.watch import EVERY_S, Bell, watch
from tests.archived import NOW
from tests.serving import never


class Looked:
    """Stands for a board: counts its looks, fails at some, finds no database at others."""

    def __init__(self, failing: set[int], away: set[int], seconds: Sequence[float] = ()) -> None:
        """Fail, or find no database, at the looks of these numbers; looks take these seconds."""
        self.looks: list[datetime] = []
        self.away = False
        self.ticks = 0.0
        self._failing, self._away, self._seconds = failing, away, list(seconds)

    async def look(self, now: datetime) -> None:
        """Note a look."""
        self.looks.append(now)
        self.ticks += self._seconds.pop(0) if self._seconds else 0.0
        self.away = len(self.looks) in self._away
        if len(self.looks) in self._failing:
            raise RuntimeError("the disk is full")


async def watched(
    times: int, failing: set[int], away: set[int] | None = None, seconds: Sequence[float] = ()
) -> tuple[Looked, list[float]]:
    """Watch for so many looks without waiting; give the board and the waits asked for."""
    board, waits = Looked(failing, away or set(), seconds), list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) > times:
            raise asyncio.CancelledError

    task = asyncio.create_task(watch(board, lambda: NOW, wait, lambda: board.ticks))
    await asyncio.wait([task])
    return board, waits


async def test_it_looks_often() -> None:
    """Between two looks a quarter of a second passes, so that news are out within a second."""
    board, waits = await watched(3, set())

    assert board.looks == [NOW] * 3
    assert set(waits) == {EVERY_S} == {0.25}


async def test_it_rests_longer_after_long_looks() -> None:
    """It rests twice as long as a look took, at least its quarter second and at most ten."""
    seconds = [1 / 128, 0.25, 0.5, 2.0, 60.0, 0.0]
    _, waits = await watched(7, set(), seconds=seconds)

    assert waits == [0.25, 1 / 64, 0.25 - 1 / 64, 0.5, 1.0, 4.0, 10.0, 0.25]


async def test_it_looks_at_once_when_the_bell_is_rung() -> None:
    """What was heard of is looked at without waiting, each time and once."""
    board, bell, looks = Looked(set(), set()), Bell(), list[int]()
    task = asyncio.create_task(watch(board, lambda: NOW, never, lambda: 0.0, bell))
    for _ in range(3):
        bell.ring()
        await until(lambda: len(board.looks) > len(looks))
        looks.append(len(board.looks))
    task.cancel()
    await asyncio.wait([task])

    assert looks == [1, 2, 3]


async def test_a_bell_that_goes_on_and_on_leaves_it_its_rest() -> None:
    """However often it is rung, the watch rests after a long look first."""
    board, waits, bell = Looked(set(), set(), seconds=[3.0]), list[float](), Bell()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await never(seconds)

    task = asyncio.create_task(watch(board, lambda: NOW, wait, lambda: board.ticks, bell))
    bell.ring()
    await until(lambda: bool(board.looks) and len(waits) == 2)
    bell.ring()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert waits == [0.25, 6.0]
    assert len(board.looks) == 1


async def test_who_rings_is_told_when_a_look_has_ended_well() -> None:
    """A look that was under way already does not count, nor one that fails or finds nothing."""
    board, bell = Looked({2}, {3}), Bell()
    task = asyncio.create_task(watch(board, lambda: NOW, never, lambda: 0.0, bell))
    answered = [await bell.answered(0.5 if number in {1, 4} else 0.01) for number in (1, 2, 3, 4)]
    task.cancel()
    await asyncio.wait([task])

    assert answered == [True, False, False, True]
    assert len(board.looks) == 4
    assert not await bell.answered(0)


async def until(there: Callable[[], bool]) -> None:
    """Let others have their turn until something is so."""
    for _ in range(100):
        if there():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never was so")


async def test_it_rests_after_a_look_that_fails() -> None:
    """A look that takes long and fails is no reason to hurry either."""
    with capture_logs():
        _, waits = await watched(2, {1, 2}, seconds=[2.0, 2.0])

    assert waits == [0.25, 4.0, 4.0]


async def test_a_failure_does_not_end_it() -> None:
    """Trouble is logged when it begins and when it ends, not at every look."""
    with capture_logs() as logged:
        board, _ = await watched(6, {2, 3, 4})

    assert len(board.looks) == 6
    assert [entry["log_level"] for entry in logged] == ["error", "info"]


async def test_the_database_goes_and_comes_back() -> None:
    """Its going is told once, and so is its return."""
    with capture_logs() as logged:
        await watched(6, set(), {2, 3, 4})

    assert [entry["event"] for entry in logged] == ["the database is gone", "the database is back"]
