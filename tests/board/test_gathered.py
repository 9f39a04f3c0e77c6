"""Gathered: what a board keeps of what was said is what it would read now, in far fewer words."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from app.board.evidence import LOOKBACKS, cadences, load, with_areas
from app.board.gathered import BEHIND, READ_AGAIN, Gathered
from app.domain.evidence import Evidence
from app.domain.place import BOTH
from app.domain.report import Report
from app.domain.vocabulary import (
    Bound,
    Claim,
    Knowledge,
    Mode,
    OriginKind,
    Precision,
    Quantity,
    Subject,
)
from app.store import bearing, reports, sources
from app.store.database import Database, ReadSession
from app.store.evidence import Numbered
from tests.archived import NOW
from tests.board.boards import HOUR, cars, store
from tests.board.test_agreeing import SMALL
from tests.databases import copied
from tests.domain.made import report
from tests.long import examples
from tests.serving import live

DAY = timedelta(days=1)
PLACES = ("verkhny-lars", "ge")


def sum_of(spans: tuple[timedelta, timedelta]) -> timedelta:
    """Add two spans of time."""
    return spans[0] + spans[1]


MINUTE = timedelta(minutes=1)
EDGES = (timedelta(), DAY, 31 * DAY, -3 * DAY)
"""How long before a moment something begins or ceases to bear on it."""

NEAR = st.sampled_from([0 * HOUR, 30 * MINUTE, -30 * MINUTE, HOUR, -HOUR, 5 * HOUR, -20 * HOUR])
AGO = st.tuples(st.sampled_from(EDGES), NEAR).map(sum_of)
LONG = st.sampled_from((20 * MINUTE, HOUR, 5 * HOUR, 3 * DAY))
KINDS = ("count", "count", "wait", "weather", "word", "another word", "standing word", "few")
SAID = st.tuples(st.sampled_from(KINDS), st.sampled_from(PLACES), AGO, LONG)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.lists(SAID, min_size=1, max_size=8)),
        st.tuples(st.just("pass"), st.sampled_from((HOUR, 5 * HOUR, 20 * HOUR, 3 * DAY))),
        st.tuples(st.just("go back"), st.sampled_from((15 * MINUTE, 45 * MINUTE))),
    ),
    min_size=3,
    max_size=12,
)
"""What is said, of when and for how long, and time that passes, by clocks that differ."""

LEAVING, AHEAD, LEFT = 31 * DAY - 5 * HOUR, -3 * DAY - 10 * HOUR, 31 * DAY + 30 * MINUTE
AGED = ("pass", 20 * HOUR)


def twice(kind: str, ago: timedelta, *longs: timedelta) -> tuple[str, Any]:
    """Say two things of one kind that end at once, or one after the other."""
    return "say", [(kind, "ge", ago, long) for long in longs]


def told(number: int, kind: str, place: str, ends: datetime, long: timedelta) -> Report:
    """Make a report of this kind, unlike any other."""
    whole: dict[str, Any] = {
        "place": place,
        "observed_from": ends if kind == "standing word" else ends - long,
        "observed_to": None if kind == "standing word" else ends,
        "precision": Precision.HOUR,
        "recorded_at": NOW + 40 * DAY,
        "published_at": NOW,
        "identity": f"said-{number}",
    }
    if "word" in kind:
        whole |= {
            "word": "bribe_price" if kind == "another word" else "draft_summons",
            "claim": Claim.STATED,
            "origin": "The Paper",
            "origin_kind": OriginKind.MEDIA,
            "direction": BOTH,
        }
        return report(Quantity.EVENT, **whole)
    value = float(100 + number)
    if kind == "weather":
        sky = {"direction": BOTH, "mode": Mode.ANY, "value": value / 10, "bound": Bound.EXACT}
        return report(Quantity.TEMPERATURE_C, **whole, **sky)
    if kind == "few":
        few: dict[str, Any] = {
            "value": 3.0,
            "quantity": Quantity.CROSSINGS_PEOPLE,
            "subject": Subject.EVERYBODY,
        }
        return replace(cars(value, NOW), **whole, **few)
    quantity = Quantity.WAIT_MINUTES if kind == "wait" else Quantity.QUEUE_VEHICLES
    return replace(cars(value, NOW), quantity=quantity, **whole)


async def held(
    gathered: Gathered, session: ReadSession, at: datetime, number: int
) -> tuple[Evidence, int]:
    """Give what is held of Upper Lars once it has followed, and how far that goes."""
    found = await bearing.stored_since(session, number)
    assert not found.changes
    gathered.take(found.new)
    await gathered.read(session, ["verkhny-lars"], at)
    kept = cadences(await sources.every(session))
    evidence = gathered.evidence(["verkhny-lars"], at, kept, frozenset())
    last = max([number, *(each.number for each in found.new)])
    return evidence["verkhny-lars"], last


async def lived(url: str, steps: list[tuple[str, Any]]) -> None:
    """Follow what is said, and hold what is kept to what is read anew after each step."""
    database, gathered, now, number = Database(url), Gathered(SMALL), NOW, 0
    numbers = count()
    async with database.writing() as session:
        await sources.register(session, live("made", NOW, None))
    try:
        for what, how in steps:
            if what == "say":
                said = [
                    told(next(numbers), kind, place, now - ago, long)
                    for kind, place, ago, long in how
                ]
                async with database.writing() as session:
                    await reports.add(session, said)
            else:
                now += how if what == "pass" else -how
            async with database.reading() as session:
                kept, number = await held(gathered, session, now, number)
                whole = await load(session, SMALL, ["verkhny-lars"], now, Knowledge.NOW)
            expected = whole["verkhny-lars"]
            assert by_id(kept.reports) == by_id(expected.reports)
            assert replace(kept, reports=()) == replace(expected, reports=())
    finally:
        await database.close()


def by_id(said: Collection[Report]) -> dict[str, Report]:
    """Give reports by id; each is there once."""
    found = {each.id: each for each in said}
    assert len(found) == len(said)
    return found


# A step takes a hundredth of a second, so a history that fails is told as it was found.
@settings(max_examples=examples(30), phases=(Phase.explicit, Phase.generate))
@given(STEPS)
@example(steps=[twice("word", LEAVING, HOUR, HOUR), AGED])
@example(steps=[twice("count", LEAVING, HOUR, 5 * HOUR), AGED])
@example(steps=[twice("count", LEAVING, 5 * HOUR, HOUR), AGED])
@example(steps=[twice("word", LEAVING, HOUR), twice("another word", LEAVING, HOUR), AGED])
@example(steps=[twice("word", AHEAD, HOUR), AGED])
@example(steps=[twice("word", LEFT, HOUR, HOUR), ("go back", 45 * MINUTE)])
def test_what_is_kept_is_what_would_be_read(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any]]
) -> None:
    """Whatever was said of whatever time, and however long ago it was read."""
    asyncio.run(lived(copied(empty, tmp_path_factory.mktemp("lived")), steps))


async def test_a_look_reads_what_came_and_no_more(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read stays for a day, and for clocks that are a little behind."""
    asked: list[set[str]] = []
    read = bearing.read

    async def noted(session: ReadSession, places: Collection[str], **how: Any) -> list[Numbered]:  # noqa: ANN401 - passed on
        asked.append(set(places))
        return await read(session, places, **how)

    monkeypatch.setattr(bearing, "read", noted)
    url = copied(empty, tmp_path)
    database, gathered = Database(url), Gathered(SMALL)
    async with database.reading() as session:
        for at in (NOW, NOW + READ_AGAIN, NOW - BEHIND):
            await gathered.read(session, ["verkhny-lars"], at)
        once = list(asked)
        for at in (NOW + READ_AGAIN + HOUR, NOW):
            await gathered.read(session, ["verkhny-lars"], at)
        gathered.forget(["ge"])
        await gathered.read(session, ["verkhny-lars", "vaalimaa"], NOW)
    await database.close()

    groups = len(LOOKBACKS)
    assert once == groups * [with_areas(SMALL, ["verkhny-lars"])]
    assert asked[groups::groups] == [once[0], once[0], {"ge"} | with_areas(SMALL, ["vaalimaa"])]


async def test_what_changes_others_is_told_of(empty: Path, tmp_path: Path) -> None:
    """A revision and a retraction are no new reports: what they change is to be read anew."""
    url = copied(empty, tmp_path)
    first = cars(400, NOW, identity="said")
    await store(url, first)
    database = Database(url)
    for later in (
        replace(first, value=500.0),
        replace(first, identity="other", retracts="said"),
    ):
        async with database.reading() as session:
            before = (await bearing.stored_since(session, 0)).new[-1].number
        await store(url, later)
        async with database.reading() as session:
            found = await bearing.stored_since(session, before)
        assert found == bearing.News([], changes=True)
    await database.close()
