"""Evidence: what meets a window, and what was last said before it."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.report import Report
from app.domain.vocabulary import (
    CROSSINGS,
    WORDS,
    Bound,
    Claim,
    Mode,
    OriginKind,
    Quantity,
    Subject,
)
from app.store import reports
from app.store.database import WriteSession
from tests.store.made import DAY, HOUR, MINUTE, NOON, at, figure, retraction, word

WINDOW: dict[str, Any] = {"since": NOON - HOUR, "until": NOON + HOUR}


def names(found: list[Report]) -> list[str]:
    """Give the identities, in order."""
    return sorted(report.identity for report in found)


@pytest.mark.parametrize(
    ("begins", "ends", "meets"),
    [
        (-HOUR, -HOUR, True),
        (HOUR, HOUR, True),
        (-2 * HOUR, -HOUR, True),
        (HOUR, 3 * HOUR, True),
        (-400 * DAY, 400 * DAY, True),
        (-2 * HOUR, -HOUR - MINUTE, False),
        (HOUR + MINUTE, HOUR + MINUTE, False),
        (-9 * DAY, -2 * HOUR, False),
        (2 * HOUR, 500 * DAY, False),
    ],
)
async def test_what_meets_a_window(
    writing: WriteSession, begins: timedelta, ends: timedelta, *, meets: bool
) -> None:
    """An interval that touches it at either end does, one that ends before or begins after not."""
    report = figure(observed_from=NOON + begins, observed_to=NOON + ends)
    await reports.add(writing, [report])

    found = await reports.around(writing, ["lars"], **WINDOW)

    assert found == ([report] if meets else [])


async def test_only_the_places_asked_for(writing: WriteSession) -> None:
    """Other places' reports stay out, and a place nobody spoke of has none."""
    here, there = figure("a"), figure("b", place="vaalimaa")
    await reports.add(writing, [here, there])

    assert await reports.around(writing, ["lars"], **WINDOW) == [here]
    assert names(await reports.around(writing, ["lars", "vaalimaa"], **WINDOW)) == ["a", "b"]
    assert await reports.around(writing, ["nowhere"], **WINDOW) == []
    assert await reports.latest(writing, ["nowhere"], before=NOON + HOUR) == []
    assert await reports.around(writing, [], **WINDOW) == []


async def test_what_was_not_known_yet_is_left_out(writing: WriteSession) -> None:
    """Known five minutes past noon means: by then, and not a moment before."""
    report = figure()
    await reports.add(writing, [report])

    known = NOON + 5 * MINUTE
    before = await reports.around(
        writing, ["lars"], known_by=known - timedelta(microseconds=1), **WINDOW
    )

    assert before == []
    assert await reports.around(writing, ["lars"], known_by=known, **WINDOW) == [report]


async def test_crossings_alone(writing: WriteSession) -> None:
    """For flows, nothing else is read."""
    counted = figure("c", quantity=Quantity.CROSSINGS_PEOPLE, subject=Subject.ALL_PEOPLE)
    await reports.add(writing, [figure("q"), counted, word("w")])

    assert await reports.crossings(writing, ["lars"], **WINDOW) == [counted]


async def test_a_standing_word_meets_the_window_it_begins_in(writing: WriteSession) -> None:
    """Before that there is none; after that it is the latest word."""
    said = word()
    await reports.add(writing, [said])

    assert await reports.around(writing, ["lars"], **WINDOW) == [said]
    after: dict[str, Any] = {"since": NOON + HOUR, "until": NOON + 2 * HOUR}
    assert await reports.around(writing, ["lars"], **after) == []
    assert await reports.latest(writing, ["lars"], before=NOON + HOUR) == [said]
    assert await reports.latest(writing, ["lars"], before=NOON) == []


async def test_the_latest_figure_whatever_its_age(writing: WriteSession) -> None:
    """One for each series: the one whose interval ended last, long or short."""
    await reports.add(
        writing,
        [
            at(NOON - 900 * DAY, figure("old")),
            figure("month", observed_from=NOON - 830 * DAY, observed_to=NOON - 800 * DAY),
            at(NOON - 801 * DAY, figure("older than the month's end")),
            at(NOON - 850 * DAY, figure("truck", mode=Mode.TRUCK)),
            figure("today"),
        ],
    )

    found = await reports.latest(writing, ["lars"], before=NOON)

    assert names(found) == ["month", "truck"]


async def test_the_latest_as_it_was_known(writing: WriteSession) -> None:
    """What was known too late, superseded or retracted by then gives way to the one before."""
    at_ten, at_nine = at(NOON - 2 * HOUR, figure("ten")), at(NOON - 3 * HOUR, figure("nine"))
    late = at(NOON - HOUR, figure("eleven")).recorded_at
    await reports.add(
        writing,
        [
            at_nine,
            at_ten,
            figure("eleven", observed_from=NOON - HOUR, observed_to=NOON - HOUR),
            retraction("x", "ten", recorded_at=NOON + DAY),
        ],
    )

    async def latest(known_by: datetime | None) -> list[str]:
        return names(await reports.latest(writing, ["lars"], before=NOON, known_by=known_by))

    assert late < NOON
    assert await latest(NOON) == ["ten"]
    assert await latest(NOON + HOUR) == ["eleven"]
    assert await latest(None) == ["eleven"]
    eleven = figure("eleven", observed_from=NOON - HOUR, observed_to=NOON - HOUR)
    await reports.add(writing, [retraction("y", eleven.id, recorded_at=NOON + DAY)])
    assert await latest(NOON + DAY - HOUR) == ["eleven"]
    assert await latest(NOON + DAY) == ["nine"]


async def test_each_strand_keeps_its_own_word(writing: WriteSession) -> None:
    """A rumour, another official, a traveller or a closed interval hides no decision."""
    said: list[dict[str, Any]] = [
        {},
        {"origin": "Customs"},
        {"claim": Claim.DENIED},
        {"claim": Claim.RUMOUR},
        {"said": "open"},
        {"observed_to": NOON + MINUTE},
        {"origin_kind": OriginKind.MEDIA, "origin": "An outlet"},
        {"subject": Subject.RUSSIAN_CITIZENS},
    ]
    rows = [
        at(NOON + number * MINUTE, word(f"w{number}", **each)) for number, each in enumerate(said)
    ]
    await reports.add(writing, rows)

    found = await reports.latest(writing, ["lars"], before=NOON + DAY)

    assert names(found) == names(rows)


async def test_the_newest_word_of_a_strand(writing: WriteSession) -> None:
    """Whoever says it again is heard last; unnamed outlets are one kind of speaker."""
    outlet = {"origin_kind": OriginKind.MEDIA}
    await reports.add(
        writing,
        [
            word("first"),
            at(NOON + HOUR, word("again")),
            word("paper", origin="A paper", **outlet),
            at(NOON + HOUR, word("radio", origin="A radio", **outlet)),
        ],
    )

    assert names(await reports.latest(writing, ["lars"], before=NOON + DAY)) == ["again", "radio"]


async def test_a_timeline_tells_what_stood_when(writing: WriteSession) -> None:
    """Withdrawn reports are in it, with the moment; retractions are not."""
    await reports.add(
        writing, [figure("a", 300), figure("b"), retraction("x", "b"), word("w"), figure("c")]
    )
    await reports.add(writing, [figure("a", 310, recorded_at=NOON + 2 * HOUR)])

    found = await reports.timeline(writing, ["lars"], **WINDOW)

    told = {(kept.report.identity, kept.report.revision): kept.withdrawn_at for kept in found}
    assert told == {
        ("a", 0): NOON + 2 * HOUR,
        ("a", 1): None,
        ("b", 0): NOON + HOUR,
        ("c", 0): None,
        ("w", 0): None,
    }
    cars = await reports.timeline(writing, ["lars"], quantities=[Quantity.QUEUE_VEHICLES], **WINDOW)
    assert len(cars) == 4


def scattered(size: int) -> list[Report]:
    """Make reports of all lengths, some standing, about three places, over two years."""
    chance = random.Random(size)  # noqa: S311 - seeded, no secret
    return [_scattered(chance, number) for number in range(size)]


def _scattered(chance: random.Random, number: int) -> Report:
    begins = NOON + timedelta(hours=chance.randrange(-9000, 9000))
    length = timedelta(hours=chance.choice([0, 0, 0, 1, 2, 24, 25, 24 * 7, 24 * 31, 24 * 500]))
    place = chance.choice(["lars", "vaalimaa", "syrym"])
    delay = timedelta(hours=chance.choice([0, 1, 48, 2000]))
    times: dict[str, Any] = {
        "observed_from": begins,
        "recorded_at": begins + length + delay,
        "place": place,
    }
    match chance.randrange(4):
        case 0:
            said, ends = chance.choice(["open", "closed"]), chance.choice([None, begins + length])
            return word(f"w{number}", said, observed_to=ends, **times)
        case 1:
            people: dict[str, Any] = {
                "quantity": Quantity.CROSSINGS_PEOPLE,
                "subject": Subject.ALL_PEOPLE,
            }
            return figure(f"c{number}", observed_to=begins + length, **people, **times)
        case _:
            low: dict[str, Any] = {"low": 5.0, "value": None, "bound": Bound.AT_LEAST}
            return figure(f"f{number}", observed_to=begins + length, **low, **times)


@pytest.mark.parametrize("hours", [-8000, -1000, 0, 1000, 8900])
@pytest.mark.parametrize("days", [0, 1, 30, 400])
@pytest.mark.parametrize("then", [True, False], ids=["then", "now"])
async def test_indexes_find_what_a_plain_search_finds(
    writing: WriteSession, hours: int, days: int, *, then: bool
) -> None:
    """Window, latest and crossings agree with looking at every report, one after the other."""
    every = scattered(600)
    await reports.add(writing, every)
    until = NOON + timedelta(hours=hours)
    since, places = until - timedelta(days=days), ["lars", "syrym"]
    asked: dict[str, Any] = {"known_by": until if then else None}

    window: dict[str, Any] = {"since": since, "until": until}
    around = await reports.around(writing, places, **window, **asked)
    crossings = await reports.crossings(writing, places, **window, **asked)
    latest = await reports.latest(writing, places, before=since, **asked)

    known = [each for each in every if each.place in places and not (then and each.known > until)]
    near = [each for each in known if each.observed_from <= until and each.ends >= since]
    assert names(around) == names(near)
    assert names(crossings) == names([each for each in near if each.quantity in CROSSINGS])
    assert names(latest) == names(last_of_each([each for each in known if each.ends < since]))


def last_of_each(said: list[Report]) -> list[Report]:
    """Give the newest of each series of figures and of each strand of words."""
    last: dict[object, Report] = {}
    for each in said:
        key: object = each.series
        if each.quantity in WORDS:
            key = each.series, each.word, each.observed_to is None
        if key not in last or last[key].ends <= each.ends:
            last[key] = each
    return list(last.values())
