"""The schedule: one job per source, none of which can end or delay another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from app.clock import now
from app.domain.health import Health, Outcome
from app.polling.gathering import Gathered
from app.polling.judging import Verdict
from app.polling.keeping import Kept
from app.polling.made import Attempt
from app.polling.pace import Pace
from app.polling.poll import Polled
from app.polling.schedule import Schedule
from app.sources.kit import Source
from app.store.fault import DatabaseGone
from app.store.feeds import Feed
from app.store.reports import Added
from app.store.turns import Turn
from tests.polling.feeds import source

QUICK = timedelta(milliseconds=20)
LONG_S = 60.0


def polled(of: Source, health: Health | None = None) -> Polled:
    """Make a poll that went well, with a turn where one is named."""
    turn = health and Turn(
        source=of.id, at=now(), health=health, outcome=Outcome.BLOCKED, reason="403"
    )
    attempt = Attempt(
        source=of,
        started_at=now(),
        seconds=0,
        gathered=Gathered(),
        verdict=Verdict(outcome=Outcome.OK),
    )
    kept = Kept(added=Added(), feed=Feed(source=of.id), turn=turn or None)
    return Polled(attempt=attempt, kept=kept, pace=Pace())


@asynccontextmanager
async def running(
    poll: Callable[[Source], Awaitable[Polled | None]], *ids: str, tell: list[Turn] | None = None
) -> AsyncIterator[Schedule]:
    """Run a schedule of sources that are asked every twenty milliseconds, first at once."""
    told = [] if tell is None else tell
    schedule = Schedule(
        poll=poll,
        sources=[source(id=each, every=QUICK) for each in ids],
        now=now,
        first=lambda _source, start: start,
        tell=told.append,
        chance=lambda: 0.0,
    )
    schedule.start()
    try:
        yield schedule
    finally:
        await schedule.close()


class Count:
    """Counts polls, and says when there were so many of a source."""

    def __init__(self) -> None:
        """Begin at none."""
        self.polls: dict[str, int] = {}
        self._more = asyncio.Event()

    def add(self, of: Source) -> int:
        """Count a poll, and give which one it is."""
        self.polls[of.id] = self.polls.get(of.id, 0) + 1
        self._more.set()
        return self.polls[of.id]

    async def until(self, of: str, polls: int) -> None:
        """Wait for so many polls of a source."""
        async with asyncio.timeout(LONG_S):
            while self.polls.get(of, 0) < polls:
                self._more.clear()
                await self._more.wait()


async def test_each_source_is_polled_again_and_again() -> None:
    """Every source has its turn, and its next one."""
    count = Count()

    async def poll(of: Source) -> Polled:
        count.add(of)
        return polled(of)

    async with running(poll, "a", "b") as schedule:
        await count.until("a", 3)
        await count.until("b", 3)
        assert schedule.running

    assert not schedule.running


async def test_a_hanging_source_delays_no_other() -> None:
    """While one source hangs the others go on, and it is not asked a second time meanwhile."""
    count, for_ever = Count(), asyncio.Event()

    async def poll(of: Source) -> Polled:
        count.add(of)
        if of.id == "hangs":
            await for_ever.wait()
        return polled(of)

    async with running(poll, "hangs", "works"):
        await count.until("works", 5)

    assert count.polls["hangs"] == 1


async def test_a_fault_of_ours_ends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A poll that breaks is logged once with its traceback, and tried again."""
    count = Count()

    async def poll(of: Source) -> Polled:
        if count.add(of) < 4 and of.id == "breaks":
            raise KeyError("a fault of ours")
        return polled(of)

    async with running(poll, "breaks", "works"):
        await count.until("works", 4)
        await count.until("breaks", 5)

    out = capsys.readouterr().out
    assert out.count("a poll broke") == 1
    assert out.count("polls succeed again") == 1


async def test_a_database_that_is_gone_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """However many sources cannot be stored, it is said once."""
    count = Count()

    async def poll(of: Source) -> Polled:
        count.add(of)
        raise DatabaseGone("no file")

    async with running(poll, "a", "b", "c"):
        for each in "abc":
            await count.until(each, 3)

    assert capsys.readouterr().out.count("cannot be stored") == 1


async def test_turns_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A source that goes down is one line with its outcome and reason, and one when it is back."""
    count, told = Count(), list[Turn]()
    turns = {1: Health.DOWN, 3: Health.UP}

    async def poll(of: Source) -> Polled:
        return polled(of, turns.get(count.add(of)))

    async with running(poll, "a", tell=told):
        await count.until("a", 5)

    out = capsys.readouterr().out
    assert [turn.health for turn in told] == [Health.DOWN, Health.UP]
    assert (out.count("a source is down"), out.count("a source is up")) == (1, 1)
    assert "403" in out


async def test_a_paused_source_is_looked_at_again() -> None:
    """A pause is no end: the source is looked at within a minute at the most."""
    count = Count()

    async def poll(of: Source) -> None:
        count.add(of)

    async with running(poll, "a"):
        await count.until("a", 3)


async def test_failures_slow_a_source_down() -> None:
    """What the poll says of the pace is heeded: a failing source is asked less often."""
    count = Count()

    async def poll(of: Source) -> Polled:
        count.add(of)
        return replace(polled(of), pace=Pace(failures=9 if of.id == "fails" else 0))

    async with running(poll, "fails", "works"):
        await count.until("works", 20)

    # On a busy machine both come late, and the slower one hardly later than it should.
    assert count.polls["fails"] < count.polls["works"] / 2


async def test_closing_ends_polls_under_way(caplog: pytest.LogCaptureFixture) -> None:
    """A poll that hangs when we close is cancelled quietly, and has ended when closing returns."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def poll(_of: Source) -> Polled:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError

    async with running(poll, "a"):
        await asyncio.wait_for(begun.wait(), LONG_S)

    assert ended.is_set()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
