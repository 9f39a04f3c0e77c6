"""Polls: what is noted of each attempt, and which of the old ones stay."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.health import Outcome
from app.store import polls
from app.store.database import WriteSession
from app.store.polls import LONGEST, Poll
from tests.store.made import DAY, HOUR, MINUTE, NOON, POLL
from tests.store.refusals import refused

OK, BLOCKED = Outcome.OK, Outcome.BLOCKED
SECOND = timedelta(seconds=1)


def poll(at: datetime, outcome: Outcome = OK, source: str = "guard") -> Poll:
    """Make a poll whose id tells its source and moment."""
    return replace(
        POLL, id=f"{source} {at:%d %H:%M:%S}", source=source, started_at=at, outcome=outcome
    )


async def add(session: WriteSession, made: Iterable[Poll]) -> None:
    """Note several polls."""
    for each in made:
        await polls.add(session, each)


async def left(session: WriteSession, source: str = "guard") -> list[datetime]:
    """Give when the polls of a source began that are still there, oldest first."""
    return [each.started_at for each in await polls.newest(session, source, 10_000)][::-1]


async def test_the_last_of_each(writing: WriteSession) -> None:
    """Each source's last poll is found in one question; who was never polled is left out."""
    await add(writing, [poll(NOON), poll(NOON + HOUR, BLOCKED), poll(NOON, source="hotline")])

    found = await polls.last_of_each(writing)

    assert {name: (each.started_at, each.outcome) for name, each in found.items()} == {
        "guard": (NOON + HOUR, BLOCKED),
        "hotline": (NOON, OK),
    }


async def test_a_poll_comes_back_as_noted(writing: WriteSession) -> None:
    """Also one that got no answer at all."""
    silent = replace(
        POLL, id="1", source="hotline", status=None, bytes=0, outcome=Outcome.UNREACHABLE, error="?"
    )
    await add(writing, [POLL, silent])

    assert await polls.newest(writing, "guard") == (POLL,)
    assert await polls.newest(writing, "hotline") == (silent,)


async def test_newest_first_and_no_more_than_asked_for(writing: WriteSession) -> None:
    """Twenty unless another number is wanted, of this source only."""
    made = [poll(NOON + number * MINUTE) for number in range(30)]
    await add(writing, [*made, poll(NOON + HOUR, source="hotline")])

    assert await polls.newest(writing, "guard", 2) == (made[29], made[28])
    assert len(await polls.newest(writing, "guard")) == 20


async def test_a_poll_is_noted_once(writing: WriteSession) -> None:
    """Its id is its own, so that a report leads to one poll."""
    await polls.add(writing, POLL)

    async with refused(writing, "unique"):
        await polls.add(writing, replace(POLL, source="hotline"))


async def test_of_a_long_error_the_beginning_is_kept(writing: WriteSession) -> None:
    """Somebody else wrote it, and it may be endless."""
    await polls.add(writing, replace(POLL, error="e" * 9999))

    assert (await polls.newest(writing, "guard"))[0].error == "e" * LONGEST


async def test_one_an_hour_stays(writing: WriteSession) -> None:
    """The first of each; the newer ones all stay."""
    await add(writing, [poll(NOON + number * 10 * MINUTE) for number in range(15)])

    gone = await polls.thin(writing, NOON + 2 * HOUR)

    recent = [NOON + 2 * HOUR + number * 10 * MINUTE for number in range(3)]
    assert gone == 10
    assert await left(writing) == [NOON, NOON + HOUR, *recent]


async def test_every_change_of_outcome_stays(writing: WriteSession) -> None:
    """How long a source was away is still told to the minute years later."""
    outcomes = [OK, OK, BLOCKED, BLOCKED, BLOCKED, OK, OK, BLOCKED, OK]
    made = [poll(NOON + number * MINUTE, each) for number, each in enumerate(outcomes)]
    await add(writing, made)

    await polls.thin(writing, NOON + DAY)

    assert await left(writing) == [NOON + number * MINUTE for number in (0, 2, 5, 7, 8)]


async def test_each_source_is_thinned_by_itself(writing: WriteSession) -> None:
    """Another one's poll in between makes no difference."""
    ours = [poll(NOON + number * MINUTE) for number in range(4)]
    theirs = [poll(each.started_at + SECOND, BLOCKED, source="hotline") for each in ours]
    await add(writing, [*ours, *theirs])

    assert await polls.thin(writing, NOON + DAY) == 6
    assert await left(writing) == [NOON]
    assert await left(writing, "hotline") == [NOON + SECOND]


async def test_thinning_again_takes_up_where_it_was(writing: WriteSession) -> None:
    """What stayed is not looked at again, and still tells what comes next apart."""
    await add(writing, [poll(NOON + number * MINUTE) for number in range(10)])
    first = await polls.thin(writing, NOON + 5 * MINUTE)

    second = await polls.thin(writing, NOON + 10 * MINUTE)

    assert (first, second, await polls.thin(writing, NOON + DAY)) == (4, 5, 0)
    assert await left(writing) == [NOON]


async def test_thinning_goes_in_steps(writing: WriteSession) -> None:
    """A step deletes a bounded number, and the steps together all there is to delete."""
    await add(writing, [poll(NOON + number * SECOND) for number in range(22)])

    steps = [await polls.thin(writing, NOON + DAY, most=10) for _ in range(4)]

    assert steps == [9, 10, 2, 0]
    assert await left(writing) == [NOON]


async def test_nothing_to_delete_does_not_end_thinning(writing: WriteSession) -> None:
    """A step that has only looked goes on to those after it."""
    changing = [(OK, BLOCKED)[number % 2] for number in range(10)]
    made = [poll(NOON + number * SECOND, each) for number, each in enumerate(changing)]
    repeated = poll(NOON + 10 * SECOND, BLOCKED)
    await add(writing, [*made, repeated])

    assert await polls.thin(writing, NOON + DAY, most=5) == 1
    assert repeated.started_at not in await left(writing)
