"""Changes of access: where what was published became another word or another reason."""

from datetime import timedelta

import pytest

from app.domain.report import Queue, Series
from app.domain.vocabulary import Freshness, Mode, NoNumber, Quantity, Subject
from app.store import access_changes, published
from app.store.access_changes import LOOKED_BACK
from app.store.database import WriteSession
from app.store.published import Belief, Published
from tests.store.made import NOON

CARS, TRUCKS = Queue("lars", "RU-GE", Mode.CAR), Queue("lars", "RU-GE", Mode.TRUCK)
GUARDED = Queue("vaalimaa", "RU-FI", Mode.CAR)
MINUTE = timedelta(minutes=1)


def said(
    version: int, word: str, because: NoNumber | None = None, queue: Queue = CARS
) -> Published:
    """Publish a word on access, a version a minute."""
    return Published(
        series=Series(queue, Quantity.ACCESS, Subject.EVERYBODY),
        belief=Belief(word=word, no_number=because, freshness=Freshness.FRESH),
        version=version,
        published_at=NOON + version * MINUTE,
        method_version="1.0",
        catalogue_version="abc",
    )


async def found(session: WriteSession, *rows: Published, limit: int = 100) -> list[tuple[str, str]]:
    """Publish, and give the words of each change before and after."""
    await published.add(session, rows)
    changes = await access_changes.newest(session, None, limit)
    return [(each.word_before, each.word) for each in changes]


async def test_a_change_is_another_word(writing: WriteSession) -> None:
    """Neither the first word nor one that is published again is a change."""
    rows = [said(number, word) for number, word in enumerate(["open", "open", "closed", "open"])]

    assert await found(writing, *rows) == [("closed", "open"), ("open", "closed")]


async def test_a_change_is_another_reason_too(writing: WriteSession) -> None:
    """The same word for another reason, or for one where there was none, is a change."""
    rows = [
        said(1, "unknown"),
        said(2, "unknown", NoNumber.WITHHELD),
        said(3, "unknown", NoNumber.WITHHELD),
        said(4, "unknown", NoNumber.STALE),
        said(5, "unknown"),
    ]
    await published.add(writing, rows)

    changes = await access_changes.newest(writing, None, 100)

    assert [(each.because_before, each.because) for each in changes] == [
        (NoNumber.STALE, None),
        (NoNumber.WITHHELD, NoNumber.STALE),
        (None, NoNumber.WITHHELD),
    ]
    assert [each.id for each in changes] == [rows[4].id, rows[3].id, rows[1].id]
    assert (changes[0].queue, changes[0].version) == (CARS, 5)
    assert changes[0].published_at == NOON + 5 * MINUTE


async def test_each_queue_has_its_own(writing: WriteSession) -> None:
    """Queues do not change each other; those of one version follow each other by queue."""
    await published.add(
        writing,
        [
            said(number, word, queue=queue)
            for number, word in ((1, "open"), (2, "closed"))
            for queue in (TRUCKS, GUARDED, CARS)
        ],
    )

    changes = await access_changes.newest(writing, None, 100)
    there = await access_changes.newest(writing, ["vaalimaa"], 100)

    assert [each.queue for each in changes] == [CARS, TRUCKS, GUARDED]
    assert [each.queue for each in there] == [GUARDED]
    assert await access_changes.newest(writing, [], 100) == []


async def test_numbers_are_no_access(writing: WriteSession) -> None:
    """What is published of a number changes no access."""
    wait = Series(CARS, Quantity.WAIT_MINUTES, Subject.EVERYBODY)
    rows = [
        Published(
            series=wait,
            belief=Belief(low=number, mid=number, high=number),
            version=number,
            published_at=NOON + number * MINUTE,
            method_version="1.0",
            catalogue_version="abc",
        )
        for number in (1, 2)
    ]

    assert await found(writing, *rows) == []


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (1000, LOOKED_BACK - 1)])
async def test_it_is_bounded(writing: WriteSession, limit: int, expected: int) -> None:
    """No more than are asked for, and none from before what is looked back at."""
    words = ["open", "closed"] * (LOOKED_BACK // 2 + 2)
    rows = [said(number, word) for number, word in enumerate(words)]

    changes = await found(writing, *rows, limit=limit)

    assert len(changes) == expected
    assert changes[0] == ("open", "closed")
