"""Published beliefs: what we said, when."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.report import Queue, Series
from app.domain.vocabulary import Agreement, Freshness, Mode, NoNumber, Quantity, Subject
from app.store import published, series
from app.store.database import WriteSession
from app.store.published import Belief, Published, Stretch
from tests.store.made import HOUR, NOON
from tests.store.refusals import refused

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

    async with refused(writing, "published only grows"):
        await writing.execute(text(change))


VERSIONS = range(1, 9)
"""The versions that `rows` publishes of two series, one an hour."""


async def rows(session: WriteSession) -> list[Published]:
    """Publish two series side by side, and give what was published."""
    made = [said(version, about, mid=version) for version in VERSIONS for about in (CARS, ACCESS)]
    await published.add(session, made)
    return made


def stretch(since: float, until: float | None = None, **changes: Any) -> Stretch:  # noqa: ANN401 - any part of it
    """Make a stretch of the cars, in hours after noon."""
    given: dict[str, Any] = {
        "series": CARS,
        "since": NOON + since * HOUR,
        "before": VERSIONS.stop,
        "until": None if until is None else NOON + until * HOUR,
        **changes,
    }
    return Stretch(**given)


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ([], []),
        ([stretch(9)], []),
        ([stretch(6)], [8, 7, 6]),
        ([stretch(5.5)], [8, 7, 6]),
        ([stretch(5.5, standing=True)], [8, 7, 6, 5]),
        ([stretch(6, standing=True)], [8, 7, 6]),
        ([stretch(0, standing=True, before=2)], [1]),
        ([stretch(20, standing=True)], [8]),
        ([stretch(2, 4)], [3, 2]),
        ([stretch(2, before=4)], [3, 2]),
        ([stretch(2, 4, before=3)], [2]),
        ([stretch(4, 2)], []),
        ([stretch(2, 4), stretch(3, 6)], [5, 4, 3, 2]),
        ([stretch(2, 4), stretch(2, 4), stretch(1, 9, before=3)], [3, 2, 1]),
        ([stretch(2, 4), stretch(6)], [8, 7, 6, 3, 2]),
        ([stretch(6), stretch(6.5, standing=True)], [8, 7, 6]),
    ],
    ids=str,
)
async def test_what_lies_within_stretches(
    writing: WriteSession, sought: Sequence[Stretch], expected: Sequence[int]
) -> None:
    """From the beginning on, until the end, below the version; what stood then where it counts."""
    versions = {row.id: row.version for row in await rows(writing) if row.series == CARS}

    found, count = await published.within(writing, sought, limit=100)

    assert [versions[public] for public in found] == expected
    assert count == len(expected)


async def test_a_limit_leaves_the_count(writing: WriteSession) -> None:
    """The newest are given, of all series together, and all are counted."""
    await rows(writing)
    sought = [stretch(3), stretch(2, series=ACCESS), stretch(5)]

    found, count = await published.within(writing, sought, limit=3)
    all_of_them, _ = await published.within(writing, sought, limit=100)

    assert found == all_of_them[:3]
    assert count == len(all_of_them) == len(set(all_of_them)) == 6 + 7


async def test_a_series_never_published_lies_nowhere(writing: WriteSession) -> None:
    """A stretch of it holds nothing, and takes nothing of another's."""
    await rows(writing)
    strange = stretch(0, series=CARS._replace(quantity=Quantity.QUEUE_KM))

    assert await published.within(writing, [strange], limit=10) == ([], 0)


async def test_however_stretches_overlap_each_figure_counts_once(writing: WriteSession) -> None:
    """Random ones are held against what a stretch says of one figure at a time."""
    made = await rows(writing)
    ends = {
        (one.series, one.version): later.published_at
        for about in (CARS, ACCESS)
        for one, later in pairwise(row for row in made if row.series == about)
    }
    random = Random(4)  # noqa: S311 - no secret

    def some() -> Stretch:
        since = random.randrange(20) / 2
        until = random.choice([None, since + random.randrange(1, 10) / 2])
        about, standing = random.choice([CARS, ACCESS]), random.random() < 0.5
        before = random.choice([*VERSIONS, VERSIONS.stop])
        return stretch(since, until, series=about, standing=standing, before=before)

    for _ in range(60):
        sought = [some() for _ in range(random.randrange(1, 6))]
        held = {
            row.id
            for row in made
            for each in sought
            if each.series == row.series
            and each.holds(row.published_at, row.version, ends.get((row.series, row.version)))
        }

        found, count = await published.within(writing, sought, limit=100)

        assert set(found) == held
        assert len(found) == count == len(held)
