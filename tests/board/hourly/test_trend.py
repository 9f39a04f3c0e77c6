"""Trends of the kept hours: as they would be assessed, and none of what is not kept whole."""

from app.board.trend import COUNT, trends_kept, trends_then
from tests.archived import NOW
from tests.board.hourly.hours import HOUR, Hours
from tests.board.hourly.test_kept import told as said
from tests.correcting.desk import CARS, catalogue


async def test_they_are_those_of_then(hours: Hours) -> None:
    """A day of kept hours gives the trend that assessing each moment anew gives."""
    await hours.keep()
    async with hours.desk.database.reading() as session:
        kept = await trends_kept(session, catalogue(), [CARS], NOW)
        then = await trends_then(session, catalogue(), [CARS], NOW)

    assert len(kept[CARS]) == COUNT
    told_of = [stand.numbers for stand in kept[CARS]]
    assert told_of == [stand.numbers for stand in then[CARS]]
    assert any(told_of)


async def test_hours_that_do_not_stand_give_none(hours: Hours) -> None:
    """Where later hours stand no more, there is no trend rather than a part of one."""
    await hours.keep()
    late = said("late", 6, recorded_at=NOW, published_at=NOW - 5 * HOUR)
    await hours.desk.store(late)

    async with hours.desk.database.reading() as session:
        kept = await trends_kept(session, catalogue(), [CARS], NOW)

    assert kept == {}
