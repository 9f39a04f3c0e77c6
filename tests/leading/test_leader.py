"""The leader: one of all leads, whoever is cut off leaves its duties, and nobody leads twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from app.clock import now
from app.leading.leader import Leader, Stand
from app.store import leading
from app.store.database import Database
from app.store.fault import DatabaseGone, LeadLost
from app.store.leading import Lead, fence_of
from tests.leading.teams import PATIENCE_S, Notes, beating_until, leader_of


@dataclass
class Told:
    """A lock that says what it is told to say: held, not held, or that it cannot be seen."""

    database: Database
    says: bool | None = True
    let_goes: list[bool] = field(default_factory=list)

    async def hold(self) -> bool:
        """Say it."""
        if self.says is None:
            raise DatabaseGone("the server does not answer")
        return self.says

    async def standing(self) -> Lead | None:
        """Give the lead that was begun last."""
        async with self.database.reading() as session:
            return await leading.standing(session)

    async def let_go(self) -> None:
        """Note that it was given up."""
        self.let_goes.append(True)


@asynccontextmanager
async def closing(leader: Leader) -> AsyncIterator[Leader]:
    """Close a leader at the end of the block."""
    try:
        yield leader
    finally:
        await leader.close()


async def another_leads(database: Database) -> None:
    """Begin to lead, as another process would."""
    async with database.writing() as session:
        await leading.begin(session, now())


async def test_one_of_two_leads(led: Database, led_url: str) -> None:
    """The second stands by until the first has ended; then it leads, in a term of its own."""
    first, second = Notes(), Notes()
    async with (
        closing(leader_of(led, led_url, second)) as later,
        closing(leader_of(led, led_url, first)) as earlier,
    ):
        await earlier.start()
        await later.start()
        assert (earlier.stand, later.stand) == (Stand.LEADS, Stand.STANDS_BY)
        assert (sorted(first.going_on), second.going_on) == (["duties 1", "polling 1"], [])

        await earlier.close()
        await beating_until(later, Stand.LEADS)
        await second.until("polling 2", "duties 2")

        assert first.going_on == []
        assert (later.stand, later.leads) == (Stand.LEADS, True)
    assert second.going_on == []


async def test_cut_off(led: Database, led_url: str) -> None:
    """Who cannot see the lock leaves its duties at once and polls on; back, it takes them up."""
    notes, lock = Notes(), Told(led)
    async with closing(leader_of(led, led_url, notes, lock)) as leader:
        await leader.start()
        lock.says = None
        await leader.beat()
        await notes.until("polling 1")
        assert (leader.stand, leader.leads) == (Stand.CUT_OFF, False)

        lock.says = True
        await leader.beat()
        await notes.until("polling 1", "duties 1")

    assert notes.begun == ["polling 1", "duties 1", "duties 1"]


@pytest.mark.parametrize("cut_off", [True, False])
async def test_another_leads_meanwhile(led: Database, led_url: str, *, cut_off: bool) -> None:
    """Who finds another leading ends all of its work, whether it was cut off before or not."""
    notes, lock = Notes(), Told(led)
    async with closing(leader_of(led, led_url, notes, lock)) as leader:
        await leader.start()
        if cut_off:
            lock.says = None
            await leader.beat()
        lock.says = False
        await leader.beat()

        assert notes.going_on == []
        assert leader.stand is Stand.STANDS_BY


async def test_another_led_meanwhile(led: Database, led_url: str) -> None:
    """Who holds the lock again after another has led begins anew: its old work is fenced off."""
    notes, lock = Notes(), Told(led)
    async with closing(leader_of(led, led_url, notes, lock)) as leader:
        await leader.start()
        await another_leads(led)
        await leader.beat()
        await notes.until("polling 3", "duties 3")

    assert notes.begun == ["polling 1", "duties 1", "polling 3", "duties 3"]


async def test_it_leads_once_the_database_is_there(led: Database, led_url: str) -> None:
    """Where nothing answers at the start, it leads as soon as something does."""
    notes, lock = Notes(), Told(led, says=None)
    async with closing(leader_of(led, led_url, notes, lock)) as leader:
        await leader.start()
        assert (leader.stand, notes.begun) == (Stand.UNKNOWN, [])

        lock.says = True
        await leader.beat()
        await notes.until("polling 1", "duties 1")


async def test_work_that_cannot_begin_stops_the_start(led: Database, led_url: str) -> None:
    """What is wrong with our own work is raised where it can still be mended."""
    notes = Notes(breaks={"polling"})
    async with closing(leader_of(led, led_url, notes)) as leader:
        with pytest.raises(LookupError):
            await leader.start()

    assert notes.going_on == []


async def test_work_that_breaks_is_begun_anew(
    led: Database, led_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Later it is told once, others may lead meanwhile, and it is tried again."""
    notes, lock = Notes(breaks={"duties"}), Told(led)
    async with closing(leader_of(led, led_url, notes, lock)) as leader:
        async with asyncio.timeout(PATIENCE_S):
            while len(lock.let_goes) < 2:
                await leader.beat()
        notes.breaks.clear()
        async with asyncio.timeout(PATIENCE_S):
            while len(notes.going_on) < 2:
                await leader.beat()

    assert capsys.readouterr().out.count("leading broke") == 1


async def test_it_goes_on_by_itself(led: Database, led_url: str) -> None:
    """Without being asked it sees to the lock, and leads once that is free."""
    first, second = Notes(), Notes()
    async with (
        closing(leader_of(led, led_url, second)) as later,
        closing(leader_of(led, led_url, first)) as earlier,
        asyncio.TaskGroup() as group,
    ):
        await earlier.start()
        running = [group.create_task(each.run()) for each in (earlier, later)]
        await asyncio.sleep(0)
        running[0].cancel()
        await asyncio.gather(running[0], return_exceptions=True)
        await earlier.close()
        await second.until("polling 2", "duties 2")
        running[1].cancel()


async def test_each_change_is_told(
    led: Database, led_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An operator hears of each change, once, and of nothing in between."""
    lock = Told(led)
    async with closing(leader_of(led, led_url, Notes(), lock)) as leader:
        for says in (True, True, None, None, True, False, False):
            lock.says = says
            await leader.beat()

    told = capsys.readouterr().out
    assert [told.count(each) for each in ("this process leads", "who leads", "stands by")] == [
        2,
        1,
        1,
    ]
    assert len(told.splitlines()) == 4


async def test_the_fence(led: Database) -> None:
    """Once another has begun to lead, nothing of the one before is stored, though it had begun."""
    async with led.writing() as session:
        lead = await leading.begin(session, now())
    fenced = led.fenced(fence_of(lead))
    async with fenced.writing():
        assert True  # it is let in

    async with led.writing() as session:  # it has its turn, and the one before waits for its own
        waiting = asyncio.create_task(_write(fenced))
        await asyncio.sleep(0)
        later = await leading.begin(session, now())
    with pytest.raises(LeadLost):
        await waiting
    with pytest.raises(LeadLost):
        async with fenced.reading():
            raise AssertionError("it was let in")

    assert later.term == lead.term + 1
    async with led.writing():
        assert True  # a board publishes, and an operator acts, whoever leads


async def _write(database: Database) -> None:
    async with database.writing():
        raise AssertionError("it was let in")


async def test_a_term_that_was_counted_twice(led: Database) -> None:
    """In a database that was put back, the same term of another time is fenced off."""
    async with led.writing() as session:
        lead = await leading.begin(session, now())
    earlier = lead._replace(since=lead.since.replace(year=2020))

    with pytest.raises(LeadLost):
        await _write(led.fenced(fence_of(earlier)))
