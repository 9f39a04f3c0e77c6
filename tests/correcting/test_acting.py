"""Acting: whole or not at all; a rehearsal tells the truth and leaves nothing."""

from functools import partial

import pytest

from app.correcting.mandate import Mandate
from app.correcting.refusal import Refused
from app.correcting.retracting import retract
from app.domain.act import Act
from app.domain.status import Estimate
from app.domain.vocabulary import Quantity
from app.store import board
from tests.archived import NOW
from tests.correcting.desk import CARS, FOUR, HOUR, Desk, wait

WHY = Mandate(reason="misread")
FOURTH = partial(retract, named=[FOUR[3].id], mandate=WHY)


async def test_a_rehearsal_leaves_nothing(desk: Desk) -> None:
    """No row, no version, no status is other than before."""
    rows, before = await desk.rows(), await desk.status()

    await desk.around(FOURTH, keep=False)

    assert await desk.rows() == rows
    assert await desk.status() == before
    async with desk.database.reading() as session:
        assert await board.version(session) == 0


async def test_a_rehearsal_shows_what_the_act_does(desk: Desk) -> None:
    """The figures before and after are those of the statuses before and after."""
    before = await desk.status()
    rehearsed = await desk.effect(FOURTH)
    done = await desk.effect(FOURTH, keep=True)
    after = await desk.status()

    assert rehearsed == done
    (wait,) = [each for each in done if each.part.quantity is Quantity.WAIT_MINUTES]
    assert wait.queue == CARS
    assert wait.before == before.estimates[Quantity.WAIT_MINUTES]
    assert wait.after == after.estimates[Quantity.WAIT_MINUTES]
    assert isinstance(wait.after, Estimate)
    assert wait.after.origins == 3


async def test_where_nothing_changes_nothing_is_told(desk: Desk) -> None:
    """A report of long ago moves nothing that is published now."""
    old = wait("old", 60, "Herald", observed_from=NOW - 900 * HOUR, observed_to=NOW - 900 * HOUR)
    await desk.store(old)

    assert await desk.effect(partial(retract, named=[old.id], mandate=WHY)) == []


async def test_an_act_that_is_refused_does_nothing(desk: Desk) -> None:
    """Not even the part of it that could have been done."""
    rows = await desk.rows()

    with pytest.raises(Refused):
        await desk.do(partial(retract, named=[FOUR[0].id, "nonsense"], mandate=WHY))

    assert await desk.rows() == rows


async def test_an_act_raises_the_version(desk: Desk) -> None:
    """So that what was published before it can be told from what was after."""
    first = await desk.do(FOURTH)
    second = await desk.do(partial(retract, named=[FOUR[2].id], mandate=WHY))

    assert [each.version for each in (first.act, second.act)] == [1, 2]
    assert _ids(await desk.log()) == [second.act.id, first.act.id]


def _ids(log: tuple[Act, ...]) -> list[str]:
    return [act.id for act in log]
