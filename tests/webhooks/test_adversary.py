"""The adversary: whatever fails and whenever we end, each change comes, and in order per queue."""

import random
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from tests.serving import Clock
from tests.webhooks.office import BUSES, CARS, DAY, TRUCKS, Office, an_office, changed
from tests.webhooks.receiver import TAKEN, Received, receiving

QUEUES = (CARS, TRUCKS, BUSES, (CARS[0], "GE-RU", "car"))
REFUSALS = (
    "500 Internal Server Error", "404 Not Found", "302 Found\r\nLocation: /elsewhere", "400 Bad",
    "429 Too Many Requests\r\nRetry-After: 90", "503 Away\r\nRetry-After: 5", "garbage",
)  # fmt: skip
LIVES = 5
"""How many processes work one after the other."""


class Whim:
    """Decides by chance, the same each time: who refuses, what changes, when it goes on."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self.failing = self._chance.uniform(0.1, 0.6)

    async def answer(self, _received: Received) -> str:
        """Answer as a receiver."""
        refuses = self._chance.random() < self.failing
        return self._chance.choice(REFUSALS) if refuses else TAKEN

    async def live(self, office: Office) -> list[str]:
        """Tell of changes and send for a while; gives their ids. It may end amid a message."""
        told: list[str] = []
        for _ in range(self._chance.randint(1, 6)):
            some = [changed(self._chance.choice(QUEUES)) for _ in range(self._chance.randint(0, 4))]
            told += [each.id for each in await office.tell(*some)]
            office.clock.move(timedelta(seconds=self._chance.choice((0, 1, 7, 60, 900))))
            await office.sender.look()
            if self._chance.random() < 0.7:
                await office.sender.settled()
        return told


@pytest.mark.parametrize("seed", range(3))
async def test_each_change_comes_in_order(empty: Path, tmp_path: Path, seed: int) -> None:
    """Receivers refuse at random and processes end at random, also between answer and noting.

    Then every change was taken, under one id each, and of a queue none before an earlier one.
    """
    whim, clock, told = Whim(seed), Clock(), list[str]()
    async with receiving(whim.answer) as receiver, receiving(whim.answer) as second:
        async with an_office(empty, tmp_path, clock) as office:
            await office.enlist(receiver.url)
            await office.enlist(second.url, mode=["car", "bus"])
        for _ in range(LIVES):
            async with an_office(empty, tmp_path, clock) as office:
                told += await whim.live(office)
        whim.failing = 0
        async with an_office(empty, tmp_path, clock) as office:
            await office.move_on(2 * DAY)

    assert {each.id for each in receiver.taken} == set(told)
    assert {each.id for each in second.taken} < set(told)
    assert {each.queue[2] for each in second.taken} == {"car", "bus"}
    for each in (receiver, second):
        in_order(each.taken)
        the_same(each.came)


def the_same(came: list[Received]) -> None:
    """Hold that what comes again under an id has the same bytes."""
    bodies = defaultdict(set)
    for received in came:
        bodies[received.id].add(received.body)
    assert {len(some) for some in bodies.values()} == {1}


def in_order(taken: list[Received]) -> None:
    """Hold what was taken to its order: of each queue by number; a repeat is of the last one."""
    last: dict[tuple[str, str, str], int] = {}
    for received in taken:
        number = int(received.id.partition("-")[0])
        assert last.get(received.queue, 0) <= number
        last[received.queue] = number
