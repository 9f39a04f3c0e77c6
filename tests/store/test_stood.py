"""What stood: the belief that was published when a report's interval ended."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.report import Queue, Report, Series
from app.domain.vocabulary import Mode, NoNumber, Precision, Quantity, Subject
from app.store import published, reports, stood
from app.store.database import WriteSession
from app.store.published import Belief, Published
from app.store.row import report_of
from tests.store.made import DAY, HOUR, MINUTE, NOON, figure

CARS = Series(Queue("lars", "RU-GE", Mode.CAR), Quantity.QUEUE_VEHICLES, Subject.VEHICLES)
WINDOW: dict[str, Any] = {"since": NOON - 3 * DAY, "until": NOON + DAY}


def told(mid: float | None, at: datetime, version: int = 1, series: Series = CARS) -> Published:
    """Make a belief about the cars at Lars, published at a moment."""
    belief = Belief(no_number=NoNumber.CLOSED)
    if mid is not None:
        belief = Belief(low=mid - 1, mid=mid, high=mid + 1)
    return Published(
        series=series,
        belief=belief,
        version=version,
        published_at=at,
        method_version=f"1.{version}",
        catalogue_version="abc",
    )


async def mids(session: WriteSession, **asked: Any) -> list[tuple[str, float | None]]:  # noqa: ANN401
    """Give the identity of each report of the cars, newest first, and the middle of what stood."""
    (number,) = await stood.active(session, (Quantity.QUEUE_VEHICLES,), **WINDOW)
    rows = await stood.said(session, number, **{"most": 10, **WINDOW, **asked})
    return [(report_of(each.report, CARS).identity, each.belief[2]) for each in rows]


async def test_the_last_belief_before_the_end(writing: WriteSession) -> None:
    """It was published by the end of the interval, the last of those of one moment."""
    before, at, after = NOON - HOUR, NOON, NOON + MINUTE
    await reports.add(writing, [figure()])
    await published.add(
        writing, [told(1, before), told(2, at, 2), told(3, at, 3), told(4, after, 4)]
    )

    assert await mids(writing) == [("f1", 3)]


async def test_what_had_heard_the_report_is_passed_over(writing: WriteSession) -> None:
    """A belief published when the report was recorded, or later, may rest on it."""
    await reports.add(writing, [figure(recorded_at=NOON)])
    await published.add(writing, [told(1, NOON - HOUR), told(2, NOON, 2)])

    assert await mids(writing) == [("f1", 1)]


async def test_a_report_comes_back_whole(writing: WriteSession) -> None:
    """All that it said, and beside it why there was no number, and by which method."""
    row = figure(value=None, low=200, high=400, bound="between", precision=Precision.DAY)
    await reports.add(writing, [row])
    await published.add(writing, [told(None, NOON - HOUR, 7)])

    (number,) = await stood.active(writing, (Quantity.QUEUE_VEHICLES,), **WINDOW)
    ((report, belief),) = await stood.said(writing, number, most=1, **WINDOW)
    assert report_of(report, CARS) == row
    assert belief == (NOON - HOUR, None, None, None, "closed", "1.7")


async def test_without_a_belief_a_report_stands_alone(writing: WriteSession) -> None:
    """Nothing was published, or only of another series."""
    other = CARS._replace(queue=CARS.queue._replace(mode=Mode.BUS))
    await reports.add(writing, [figure()])
    await published.add(writing, [told(1, NOON - HOUR, series=other)])

    assert await mids(writing) == [("f1", None)]


async def test_the_newest_of_every_length(writing: WriteSession) -> None:
    """Intervals of any length come by their end; at most as many as are wanted."""
    begun = NOON - 2 * DAY
    said: list[Report] = [
        figure("a day", observed_from=begun, observed_to=begun + DAY),
        figure("two days", observed_from=begun, observed_to=begun + 2 * DAY),
        figure("an hour", observed_from=begun, observed_to=begun + HOUR),
        figure("later", observed_from=NOON + 2 * DAY, observed_to=NOON + 2 * DAY),
    ]
    await reports.add(writing, said)

    assert [name for name, _ in await mids(writing)] == ["two days", "a day", "an hour"]
    assert [name for name, _ in await mids(writing, most=2)] == ["two days", "a day"]


async def test_before_the_window_nothing_is_looked_up(writing: WriteSession) -> None:
    """An older report comes along for whoever looks back from a later one, without a belief."""
    old = NOON - 4 * DAY
    await reports.add(writing, [figure(), figure("old", observed_from=old, observed_to=old)])
    await published.add(writing, [told(1, old - HOUR)])

    assert await mids(writing) == [("f1", 1), ("old", None)]


async def test_what_does_not_stand_is_not_there(writing: WriteSession) -> None:
    """Neither a retracted report nor a superseded one, nor one recorded after the window."""
    false = figure("false", 9000)
    revised = figure("f1", 310, revision=1)
    late = figure("late", recorded_at=NOON + 2 * DAY)
    await reports.add(writing, [figure(), revised, false, late])
    await reports.add(writing, [figure("back", 9000, retracts=false.id)])

    rows = await stood.said(writing, 1, most=10, **WINDOW)
    assert [report_of(each.report, CARS).value for each in rows] == [310]


@pytest.mark.parametrize(
    ("ends", "active"),
    [(NOON - 3 * DAY, False), (NOON - 2 * DAY, True), (NOON + DAY, True), (NOON + 2 * DAY, False)],
)
async def test_who_spoke_in_a_window(writing: WriteSession, ends: datetime, active: bool) -> None:  # noqa: FBT001
    """A series spoke where an interval ended after its beginning, and by its end."""
    await reports.add(writing, [figure(observed_from=ends - HOUR, observed_to=ends)])

    found = await stood.active(writing, (Quantity.QUEUE_VEHICLES,), **WINDOW)
    assert list(found.values()) == ([CARS] if active else [])
    assert await stood.active(writing, (Quantity.QUEUE_KM,), **WINDOW) == {}
