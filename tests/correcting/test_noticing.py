"""Noticing: decisions added and ended, the catalogue's and an operator's own."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.noticing import add, end, is_overdue, standing
from app.correcting.refusal import NothingFound, Refused
from app.correcting.undoing import undo
from app.domain.notice import Notice
from app.domain.report import Queue
from app.domain.report_check import InvalidReport
from app.domain.vocabulary import AccessWord, Mode, OriginKind, Quantity, Subject
from tests.archived import NOW
from tests.correcting.desk import CARS, CLOSED, DAY, HOUR, LARS, Desk, catalogue

WHY = Mandate(reason="decree 12")
adding = partial(add, catalogue=catalogue(), mandate=WHY)
ending = partial(end, catalogue=catalogue(), mandate=WHY)
FI = "fi-2023-11-18-forbidden-bicycle"
"""A notice of the catalogue that stands."""


async def held(desk: Desk) -> dict[str, Notice]:
    """Give the notices that stand, by id."""
    async with desk.database.reading() as session:
        found = await standing(session, catalogue(), desk.clock.now())
    return {each.id: each for each in found}


async def test_a_decision_stands_at_once_and_until_it_is_ended(desk: Desk) -> None:
    """Named like those of the catalogue; age alone never ends it."""
    done = await desk.do(partial(adding, decision=CLOSED))
    closed = (await desk.status()).access
    desk.clock.move(200 * DAY)
    overdue = (await desk.status()).access

    assert done.act.told["notice"] == "verkhny-lars-2026-11-24-closed"
    assert (closed.state, closed.origin, closed.review_at) == (
        AccessWord.CLOSED, "Border Service", CLOSED.review_at,
    )  # fmt: skip
    assert overdue.state is AccessWord.CLOSED


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"queue": CARS}, "verkhny-lars-2026-11-24-closed-car-ru-ge"),
        ({"subject": Subject.MEN_LIABLE_TO_CALLUP, "quantity": Quantity.RULE, "word": "forbidden"},
         "verkhny-lars-2026-11-24-forbidden-men-liable-to-callup"),
        ({"since": datetime(2026, 11, 24, 20, tzinfo=UTC)}, "verkhny-lars-2026-11-25-closed"),
    ],
)  # fmt: skip
async def test_a_notice_is_named_as_the_catalogue_names_them(
    desk: Desk, changes: dict[str, Any], name: str
) -> None:
    """Place, local day, word, and what narrows it."""
    done = await desk.do(partial(adding, decision=replace(CLOSED, **changes)))

    assert done.act.told["notice"] == name


async def test_no_two_notices_bear_one_name(desk: Desk) -> None:
    """Also where the first one was undone: its name is its own for ever."""
    first = await desk.do(partial(adding, decision=CLOSED))
    await desk.do(partial(undo, public=first.act.id, mandate=WHY))
    second = await desk.do(partial(adding, decision=CLOSED))

    assert second.act.told["notice"] == "verkhny-lars-2026-11-24-closed-2"


async def test_what_begins_later_is_shown_from_then_on(desk: Desk) -> None:
    """Nothing changes now, and the effect says when it will."""
    later = replace(CLOSED, since=NOW + 5 * DAY)
    done, evidences = await desk.around(partial(adding, decision=later))

    assert done.begins_at == evidences.at == NOW + 5 * DAY
    assert (await desk.status()).access.state is not AccessWord.CLOSED


async def test_a_notice_of_the_catalogue_is_ended(desk: Desk) -> None:
    """From the act on it is known to end; before, it was not."""
    await desk.do(partial(ending, notice=FI, ends_at=NOW + DAY))
    announced = await held(desk)
    desk.clock.move(2 * DAY)
    later = await held(desk)

    assert announced[FI].valid_to == NOW + DAY
    assert FI not in later


@pytest.mark.parametrize(
    ("notice", "ends_at", "error", "words"),
    [
        (FI, datetime(2023, 11, 1, tzinfo=UTC), Refused, "wrong from the beginning is undone"),
        ("fi-2023-11-18-forbidden-bike", NOW, NothingFound, f"did you mean .*{FI}"),
        ("nothing-of-the-kind", NOW, NothingFound, "`darial notice` lists them"),
    ],
)
async def test_an_end_that_makes_no_sense_is_refused(
    desk: Desk, notice: str, ends_at: datetime, error: type[Refused], words: str
) -> None:
    """Nothing is done."""
    with pytest.raises(error, match=words):
        await desk.do(partial(ending, notice=notice, ends_at=ends_at))

    assert await desk.log() == ()


async def test_the_same_end_twice_is_refused(desk: Desk) -> None:
    """And one that was undone needs none."""
    await desk.do(partial(ending, notice=FI, ends_at=NOW + DAY))
    added = await desk.do(partial(adding, decision=CLOSED))
    await desk.do(partial(undo, public=added.act.id, mandate=WHY))

    with pytest.raises(Refused, match="ends already"):
        await desk.do(partial(ending, notice=FI, ends_at=NOW + DAY))
    with pytest.raises(NothingFound, match="was undone"):
        await desk.do(partial(ending, notice=added.act.told["notice"], ends_at=NOW + DAY))


async def test_those_past_their_review_stand_first(desk: Desk) -> None:
    """They are what there is to do."""
    await desk.do(partial(adding, decision=CLOSED))
    desk.clock.move(31 * DAY)

    first = next(iter((await held(desk)).values()))

    assert first.id == "verkhny-lars-2026-11-24-closed"
    assert is_overdue(first, desk.clock.now())
    assert not is_overdue(first, NOW)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"review_at": None}, "until", "the day to look again"),
        ({"until": NOW - 2 * HOUR}, "until", "exchange the two"),
        ({"review_at": NOW}, "review", "within the 400 days"),
        ({"review_at": NOW + 401 * DAY}, "review", "within the 400 days"),
        ({"published_at": NOW + HOUR}, "published", "lies ahead"),
        ({"authority_kind": OriginKind.MEDIA}, "kind", "decides nothing"),
        ({"url": "ftp://example.org"}, "url", "from https:// on"),
        ({"note": "ask @anna"}, "note", "leave that out"),
        ({"authority": "call +7 915 123 45 67"}, "authority", "leave that out"),
    ],
)
async def test_what_no_notice_can_say_is_refused(
    desk: Desk, changes: dict[str, Any], field: str, words: str
) -> None:
    """As the catalogue refuses it."""
    with pytest.raises(Refused, match=words) as refused:
        await desk.do(partial(adding, decision=replace(CLOSED, **changes)))

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"word": "shut"}, "word"),
        ({"authority": ""}, "origin"),
        ({"queue": Queue(LARS, "RU-FI", Mode.ANY)}, "direction"),
        ({"since": NOW + 401 * DAY, "review_at": NOW + 400 * DAY}, "observed_from"),
    ],
)
async def test_what_no_report_can_say_is_no_notice(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    """It is assessed as a report, so it is held against the same."""
    with pytest.raises(InvalidReport) as invalid:
        await desk.do(partial(adding, decision=replace(CLOSED, **changes)))

    assert invalid.value.field == field
