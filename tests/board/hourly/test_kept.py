"""Kept hours: an answer with them is the answer without them, whatever is stored meanwhile."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.noticing import end
from app.correcting.retracting import retract
from app.correcting.undoing import undo
from app.domain.history import Step, floored
from app.domain.report import Report
from app.domain.vocabulary import Mode, Quantity
from tests.archived import NOW
from tests.board.hourly.hours import DAY, HOUR, Hours
from tests.correcting.desk import CARS, CLOSED, LARS, catalogue, wait
from tests.correcting.test_noticing import adding
from tests.correcting.test_withholding import ORDER
from tests.correcting.test_withholding import deed as ordering
from tests.long import FULL
from tests.store.made import WORD
from tests.withheld import withhold

WHY = Mandate(reason="misread")


def told(identity: str, hours_ago: float, **parts: object) -> Report:
    """Make a wait that was read, published and stored some hours before now."""
    moment = NOW - hours_ago * HOUR
    times = {"observed_from": moment, "observed_to": moment, "recorded_at": moment}
    return wait(identity, 900, "Herald", **times | parts)


def again(report: Report, hours_ago: float, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make another row of a report, published some hours before now and stored now."""
    published_at = NOW - hours_ago * HOUR
    return replace(report, published_at=published_at, known_at=None, recorded_at=NOW, **parts)


async def late(hours: Hours) -> None:
    """Hear now of a wait that was published a day ago."""
    await hours.desk.store(told("late", 24, recorded_at=NOW, published_at=NOW - 23.5 * HOUR))


async def corrected(hours: Hours) -> None:
    """Have a source correct a figure of a day ago, saying that it did so long since."""
    await hours.desk.store(told("first", 30))
    await hours.keep()
    await hours.desk.store(again(told("first", 30), 20, value=100))


async def taken_back(hours: Hours) -> None:
    """Have a source take a report back, saying that it did so half a day ago."""
    await hours.desk.store(told("wrong", 30))
    await hours.keep()
    wrong = told("wrong", 30)
    await hours.desk.store(again(wrong, 12, identity="back", retracts=wrong.id))


async def given_back(hours: Hours) -> None:
    """Take a report back, and after a day give it back: in between it did not stand."""
    await hours.desk.store(told("right", 4))
    done = await hours.desk.do(partial(retract, named=[told("right", 4).id], mandate=WHY))
    hours.desk.clock.move(DAY)
    await hours.keep()
    await hours.desk.do(partial(undo, public=done.act.id, mandate=WHY))
    hours.desk.clock.move(2 * HOUR)


async def withheld(hours: Hours) -> None:
    """Withhold the wait of cars for a day."""
    now = hours.desk.clock.now()
    await withhold(hours.desk.database, CARS, Quantity.WAIT_MINUTES, at=now, until=now + DAY)
    hours.desk.clock.move(3 * HOUR)


async def closed(hours: Hours) -> None:
    """Note that it is closed, and after some hours that it was only until then."""
    done = await hours.desk.do(partial(adding, decision=CLOSED))
    hours.desk.clock.move(3 * HOUR)
    await hours.keep()
    notice = str(done.act.told["notice"])
    ends_at = hours.desk.clock.now() - HOUR
    await hours.desk.do(
        partial(end, catalogue=catalogue(), notice=notice, ends_at=ends_at, mandate=WHY)
    )
    hours.desk.clock.move(HOUR)


async def undone(hours: Hours) -> None:
    """Undo a notice and an order to withhold, some hours after they were given."""
    desk = hours.desk
    notice = await desk.do(partial(adding, decision=CLOSED))
    order = await desk.do(partial(ordering, order=ORDER))
    desk.clock.move(3 * HOUR)
    await hours.keep()
    for act in (notice.act, order.act):
        await desk.do(partial(undo, public=act.id, mandate=WHY))
    desk.clock.move(2 * HOUR)


async def of_the_area(hours: Hours) -> None:
    """Hear of a word on the whole border that was published a day ago."""
    said = {"place": "ge", "word": "closed", "published_at": NOW - DAY, "recorded_at": NOW}
    times = {"observed_from": NOW - DAY, "origin_kind": "authority", "identity": "whole"}
    await hours.desk.store(Report(**WORD | said | times))


async def another_way(hours: Hours) -> None:
    """Hear for the first time of a way of crossing that is not among the usual ones."""
    await hours.desk.store(told("rail", 5, mode=Mode.RAIL, recorded_at=NOW))


async def moved(hours: Hours) -> None:
    """Have a source correct where a figure was seen: it was at another crossing."""
    said = told("moved", 3)
    await hours.desk.store(said)
    hours.desk.clock.move(3 * HOUR)
    await hours.keep()
    now = hours.desk.clock.now()
    elsewhere: dict[str, Any] = {"place": "vaalimaa", "direction": "RU-FI", "known_at": None}
    await hours.desk.store(replace(said, recorded_at=now, **elsewhere))
    hours.desk.clock.move(2 * HOUR)


def long_ago(identity: str, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make an authority's word of two months ago that stands until it says otherwise."""
    said = {"place": LARS, "word": "closed", "observed_from": NOW - 60 * DAY, "identity": identity}
    times = {"recorded_at": NOW - 60 * DAY, "review_at": NOW + 300 * DAY}
    return Report(**WORD | said | times | parts)


async def old_word_taken_back(hours: Hours) -> None:
    """Take back a word of two months ago, and let some hours pass."""
    await hours.desk.store(long_ago("shut"))
    await hours.keep()
    await hours.desk.do(partial(retract, named=[long_ago("shut").id], mandate=WHY))
    hours.desk.clock.move(3 * HOUR)
    await hours.keep()


async def old_word_revised(hours: Hours) -> None:
    """Have an authority say otherwise what it decided two months ago."""
    await hours.desk.store(long_ago("shut"))
    await hours.keep()
    await hours.desk.store(long_ago("shut", word="restricted", recorded_at=NOW))
    hours.desk.clock.move(3 * HOUR)
    await hours.keep()


async def old_word_told_late(hours: Hours) -> None:
    """Hear half a day ago, for the first time, what was decided two months ago."""
    await hours.desk.store(long_ago("shut", recorded_at=NOW - 12 * HOUR))
    await hours.keep()
    hours.desk.clock.move(3 * HOUR)


HAPPENS: Sequence[Callable[[Hours], Awaitable[None]]] = (
    late, corrected, taken_back, given_back, withheld, closed, undone, of_the_area, another_way,
    moved, old_word_taken_back, old_word_revised, old_word_told_late,
)  # fmt: skip


# The next test holds each happening to what was known then; this one takes as long again.
@pytest.mark.parametrize(
    "happens", HAPPENS if FULL else HAPPENS[::4], ids=lambda each: str(each.__name__)
)
async def test_the_answer_is_the_same(
    hours: Hours, happens: Callable[[Hours], Awaitable[None]]
) -> None:
    """Whatever is stored after hours were kept, an answer is as if none were."""
    await hours.keep()
    before = await hours.answer()

    await happens(hours)

    after = await hours.answer()
    assert after == await hours.afresh()
    assert after != before
    await hours.keep()
    assert await hours.answer() == after


@pytest.mark.parametrize("happens", HAPPENS, ids=lambda each: str(each.__name__))
async def test_history_is_what_was_known_then(
    hours: Hours, happens: Callable[[Hours], Awaitable[None]]
) -> None:
    """Each point is what the status as of its moment says, whatever else is asked with it."""
    await happens(hours)
    last = floored(hours.desk.clock.now(), HOUR)
    moments = [last - n * HOUR for n in (30, 26, 13, 11, 5, 3, 2, 1, 0)]

    found = await hours.stands_at(moments)

    for moment, stand in zip(moments, found, strict=True):
        assert stand == await hours.stood_at(moment), moment


@pytest.mark.parametrize("step", [Step.QUARTER, Step.DAY])
async def test_other_steps_tell_the_same(hours: Hours, step: Step) -> None:
    """By the quarter and by the day an answer is as if no hours were kept, too."""
    await hours.keep()

    answer = await hours.answer(step)

    assert answer == await hours.afresh(step)


async def test_a_queue_is_told_of_from_when_it_was_heard_of(hours: Hours) -> None:
    """Before anything was heard of a way of crossing there is no such queue, kept or not."""
    await hours.desk.store(told("rail", 5, mode=Mode.RAIL))
    await hours.keep()

    with_it = await hours.answer(back=12 * HOUR)
    before = await hours.answer(back=12 * HOUR, end_back=6 * HOUR)

    assert with_it == await hours.afresh(back=12 * HOUR)
    assert before == await hours.afresh(back=12 * HOUR, end_back=6 * HOUR)
    assert b'"rail"' in with_it
    assert b'"rail"' not in before
