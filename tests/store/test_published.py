"""Published beliefs: what we said, when."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.report import Queue, Series
from app.domain.vocabulary import Agreement, Freshness, Mode, NoNumber, Quantity, Subject
from app.store import published, series
from app.store.database import WriteSession
from app.store.published import Belief, Published
from tests.store.made import HOUR, NOON

CARS = Series(Queue("lars", "RU-GE", Mode.CAR), Quantity.QUEUE_VEHICLES, Subject.VEHICLES)
ACCESS = Series(Queue("lars", "RU-GE", Mode.CAR), Quantity.ACCESS, Subject.EVERYBODY)


def said(version: int, about: Series = CARS, **belief: object) -> Published:
    """Publish something, a version an hour."""
    return Published(
        series=about,
        belief=Belief(**belief),  # type: ignore[arg-type] # any field of it
        version=version,
        published_at=NOON + version * HOUR,
        method_version="1.0",
        catalogue_version="abc",
    )


async def test_a_belief_comes_back_as_published(writing: WriteSession) -> None:
    """Numbers, words and reasons for no number; by the id under which it can be cited."""
    rows = [
        said(
            1,
            low=2700,
            mid=3300,
            high=4100,
            observed_to=NOON,
            freshness=Freshness.FRESH,
            agreement=Agreement.DIFFER,
            origins=5,
        ),
        said(1, ACCESS, word="open", freshness=Freshness.LATE),
        said(2, no_number=NoNumber.STALE),
        said(3, low=0, mid=0, high=0),
    ]

    await published.add(writing, rows)

    assert [await published.one(writing, row.id) for row in rows] == rows
    assert await published.one(writing, "0" * 16) is None


async def test_the_id_follows_what_was_said() -> None:
    """Another version, series or number has another id; a whole number is the same as its float."""
    first = said(1, low=1, mid=2, high=3)
    others = [
        said(2, low=1, mid=2, high=3),
        said(1, ACCESS, low=1, mid=2, high=3),
        said(1, low=1, mid=2, high=4),
        said(1),
    ]

    assert said(1, low=1.0, mid=2.0, high=3.0).id == first.id
    assert len({first.id, *(each.id for each in others)}) == 5


async def test_the_latest_of_each_series(writing: WriteSession) -> None:
    """One row for each series that was ever published."""
    await published.add(writing, [])
    assert await published.latest(writing) == []
    await published.add(writing, [said(1, mid=1), said(1, ACCESS, word="open")])
    await published.add(writing, [said(2, mid=2)])

    latest = {row.series: row.version for row in await published.latest(writing)}

    assert latest == {CARS: 2, ACCESS: 1}


async def test_history_begins_with_what_stood(writing: WriteSession) -> None:
    """The belief published before the window held when it began; later ones follow in order."""
    await published.add(writing, [said(version, mid=version) for version in range(1, 6)])
    await published.add(writing, [said(2, ACCESS, word="open")])

    found = await published.history(writing, [CARS], since=NOON + 2.5 * HOUR, until=NOON + 4 * HOUR)
    before = await published.history(writing, [CARS, ACCESS], since=NOON - HOUR, until=NOON)

    assert [row.version for row in found] == [2, 3, 4]
    assert before == []
    assert await published.history(writing, [], since=NOON, until=NOON + HOUR) == []


async def test_publishing_makes_nothing_heard(writing: WriteSession) -> None:
    """A series of which we only ever said that we know nothing was never heard of."""
    await published.add(writing, [said(1, no_number=NoNumber.UNKNOWN)])

    assert await series.heard(writing) == frozenset()


@pytest.mark.parametrize("change", ["UPDATE published SET mid = 1", "DELETE FROM published"])
async def test_what_was_published_stays(writing: WriteSession, change: str) -> None:
    """Nobody changes what we said, not even by hand."""
    await published.add(writing, [said(1, mid=2)])

    with pytest.raises(IntegrityError, match="published only grows"):
        await writing.execute(text(change))
