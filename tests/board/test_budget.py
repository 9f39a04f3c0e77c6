"""The budget: so many at once, so many waiting, and none for longer than is allowed."""

import asyncio
import threading
from collections.abc import Iterable
from itertools import count

import pytest

from app.board.budget import Budget
from app.board.threads import in_thread, while_wanted
from app.domain.errors import Busy, TookTooLong, Unavailable


async def holding(budget: Budget, gate: asyncio.Event, begun: list[int]) -> None:
    """Have a turn until the gate opens; note that it began."""
    async with budget.turn():
        begun.append(1)
        await gate.wait()


async def test_so_many_at_once() -> None:
    """Who comes next waits until somebody is done, and is not turned away."""
    budget, gate, begun = Budget(at_once=2), asyncio.Event(), list[int]()

    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(holding(budget, gate, begun))
        await asyncio.sleep(0)
        at_once = len(begun)
        gate.set()

    assert at_once == 2
    assert len(begun) == 5


async def test_who_comes_when_all_places_are_taken_is_turned_away_at_once() -> None:
    """Beyond those at work and those who wait, the answer is that we are busy."""
    budget, gate = Budget(at_once=1, most_waiting=1), asyncio.Event()

    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(holding(budget, gate, []))
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="ask again"):
            async with budget.turn():
                pass
        gate.set()


async def test_nobody_waits_for_ever() -> None:
    """A turn that does not come in time is given up, and its place in the row is free again."""
    budget, gate = Budget(at_once=1, most_waiting=1, patience_s=0.01), asyncio.Event()

    async with asyncio.TaskGroup() as group:
        group.create_task(holding(budget, gate, []))
        await asyncio.sleep(0)
        for _ in range(2):
            with pytest.raises(Busy, match=r"within 0\.01 s"):
                async with budget.turn():
                    pass
        gate.set()


async def test_what_takes_too_long_is_given_up() -> None:
    """It is cancelled, told to ask for less, and its turn goes to the next."""
    budget = Budget(at_once=1, longest_s=0.01)

    with pytest.raises(TookTooLong, match="ask for less"):
        async with budget.turn():
            await asyncio.Event().wait()

    async with budget.turn():
        pass


async def test_another_timeout_is_what_it_is() -> None:
    """A time limit of whoever works within a turn is not taken for the budget's."""
    with pytest.raises(TimeoutError, match="theirs"):
        async with Budget().turn():
            raise TimeoutError("theirs")


async def test_a_failure_gives_its_turn_back() -> None:
    """A turn that ends in an error is free again."""
    budget = Budget(at_once=1, most_waiting=0)
    for _ in range(3):
        with pytest.raises(ConnectionError):
            async with budget.turn():
                raise ConnectionError("away")

    async with budget.turn():
        pass


async def test_a_turn_lasts_as_long_as_its_thread() -> None:
    """A thread cannot be ended, so the next turn begins only when it is done."""
    budget, gate, ended = Budget(at_once=1, longest_s=0.01), threading.Event(), list[str]()

    def work() -> None:
        gate.wait(60)
        ended.append("work")

    async def too_long() -> None:
        with pytest.raises(TookTooLong):
            async with budget.turn():
                await in_thread(work)
        ended.append("turn")

    async def next_one() -> None:
        async with budget.turn():
            ended.append("next")

    async with asyncio.TaskGroup() as group:
        group.create_task(too_long())
        await asyncio.sleep(0)
        group.create_task(next_one())
        asyncio.get_running_loop().call_later(0.03, gate.set)

    assert ended == ["work", "turn", "next"]


async def test_long_work_is_left_off() -> None:
    """Work in a thread that has parts goes on with none of them once its time is up."""
    budget, done = Budget(longest_s=0.02), list[int]()

    def work(parts: Iterable[int]) -> None:
        done.extend(parts)

    with pytest.raises(TookTooLong):
        async with budget.turn():
            await in_thread(work, while_wanted(count()))

    assert done


def test_busy_is_told_with_a_time_to_come_back() -> None:
    """Both are answered as what is unavailable is: with Retry-After, and kept by no cache."""
    assert issubclass(Busy, Unavailable)
    assert issubclass(TookTooLong, Unavailable)
