"""Withholdings: the orders that are kept, and which bear on some places from a moment on."""

from datetime import datetime
from typing import Any

from app.domain.act import Act, Verb
from app.domain.report import Queue
from app.domain.vocabulary import Mode, Quantity
from app.domain.withholding import Withholding
from app.store import acts, withholdings
from app.store.acts import Sought
from app.store.database import WriteSession
from tests.store.acted import act, undo
from tests.store.made import HOUR, NOON

CARS = Queue("lars", "RU-GE", Mode.CAR)


async def withhold(
    session: WriteSession,
    at: datetime = NOON,
    until: datetime = NOON + 6 * HOUR,
    queue: Queue = CARS,
    quantity: Quantity | None = None,
) -> Act:
    """Withhold something."""
    done, number = await act(session, Verb.WITHHOLD, at)
    await withholdings.add(session, number, queue, quantity, until)
    return done


def order(of: Act, **changes: Any) -> Withholding:  # noqa: ANN401 - any part of an order
    """Give the order that is to come of an act."""
    said: dict[str, Any] = {
        **CARS._asdict(),
        "quantity": None,
        "until": NOON + 6 * HOUR,
        **changes,
    }
    return Withholding(id=of.id, since=of.at, reason=of.reason, **said)


async def test_an_order_comes_back_as_given(writing: WriteSession) -> None:
    """All of a place both ways, and one quantity of one queue: each from its act on, in turn."""
    of_all = await withhold(writing, queue=Queue("lars", "both", Mode.ANY))
    of_waits = await withhold(writing, NOON + HOUR, NOON + 2 * HOUR, CARS, Quantity.WAIT_MINUTES)

    found = await withholdings.bearing_on(writing, ["lars"], since=NOON)

    assert found == (
        order(of_all, direction="both", mode=Mode.ANY),
        order(of_waits, quantity=Quantity.WAIT_MINUTES, until=NOON + 2 * HOUR),
    )


async def test_orders_of_other_places_and_of_the_past_are_left_out(writing: WriteSession) -> None:
    """An order that ends at the moment asked about does not bear on it."""
    first = await withhold(writing, until=NOON + HOUR)
    elsewhere = await withhold(writing, queue=Queue("vaalimaa", "RU-FI", Mode.CAR))
    last = await withhold(writing)

    async def bearing(hours: float, *places: str) -> list[str]:
        found = await withholdings.bearing_on(writing, places, since=NOON + hours * HOUR)
        return [each.id for each in found]

    assert await bearing(0.9, "lars") == [first.id, last.id]
    assert await bearing(1, "lars") == [last.id]
    assert await bearing(6, "lars") == []
    assert await bearing(2, "lars", "vaalimaa") == [elsewhere.id, last.id]
    assert await bearing(0) == []


async def test_an_undone_order_says_when(writing: WriteSession) -> None:
    """It still held before, so it is given, with when it was undone."""
    kept, done = await withhold(writing), await withhold(writing, NOON + HOUR)
    undoing = await undo(writing, done, NOON + 2 * HOUR)

    found = await withholdings.bearing_on(writing, ["lars"], since=NOON + 3 * HOUR)

    assert found == (order(kept), order(done, undone_at=undoing.at))


async def test_what_acts_withhold(writing: WriteSession) -> None:
    """By the act's id; an act of another kind withholds nothing."""
    first, second = await withhold(writing), await withhold(writing, NOON + HOUR)
    other, _ = await act(writing, Verb.BACKUP)

    found = await withholdings.of_acts(writing, [second.id, other.id])

    assert found == {second.id: order(second)}
    assert first.id in await withholdings.of_acts(writing, [first.id])
    assert await withholdings.of_acts(writing, []) == {}


async def test_an_act_that_withholds_is_one_of_the_place(writing: WriteSession) -> None:
    """The log of a place holds it, that of another does not."""
    done = await withhold(writing)

    assert (await acts.page(writing, Sought(places=("lars",)))).rows == (done,)
    assert (await acts.page(writing, Sought(places=("vaalimaa",)))).rows == ()
