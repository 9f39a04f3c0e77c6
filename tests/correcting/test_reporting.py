"""Reporting: what an operator heard, as one report among others."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.correcting.mandate import Mandate
from app.correcting.refusal import Refused
from app.correcting.reporting import Figure, Heard, Word, report, report_of
from app.domain.act import Verb
from app.domain.report import Queue
from app.domain.report_check import InvalidReport
from app.domain.vocabulary import (
    AccessWord,
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Quantity,
    Subject,
)
from app.store import sources
from tests.archived import NOW
from tests.correcting.desk import CARS, HOUR, LARS, Desk, catalogue

TWENTY_HOURS = Heard(
    queue=CARS,
    quantity=Quantity.WAIT_MINUTES,
    subject=Subject.EVERYBODY,
    said=Figure(Bound.EXACT, value=1200),
    origin="hotline",
    origin_kind=OriginKind.EYEWITNESS,
)
CLOSED = replace(
    TWENTY_HOURS,
    quantity=Quantity.ACCESS,
    said=Word("closed", Claim.STATED),
    origin="Border Service",
    origin_kind=OriginKind.AUTHORITY,
)
WHY = Mandate(reason="three calls")
deed = partial(report, catalogue=catalogue(), mandate=WHY)


async def test_a_report_is_stored_as_it_was_heard(desk: Desk) -> None:
    """By the operator's source, now, with its act in the log."""
    done = await desk.do(partial(deed, heard=TWENTY_HOURS))

    assert done.report is not None
    kept = (await desk.kept(done.report)).report
    assert (kept.source, kept.origin, kept.value, kept.bound) == (
        "operator", "hotline", 1200, Bound.EXACT,
    )  # fmt: skip
    assert kept.observed_from == kept.observed_to == kept.recorded_at == NOW
    (act,) = await desk.log()
    assert (act.verb, act.reason, act.role) == (Verb.REPORT, "three calls", "operator")
    assert act.told["report"] == done.report
    async with desk.database.reading() as session:
        source = await sources.one(session, "operator")
    assert source is not None
    assert source.reports == 1


async def test_it_is_assessed_like_any_other(desk: Desk) -> None:
    """It moves the figure, and does not set it."""
    before = (await desk.status()).estimates[Quantity.WAIT_MINUTES]
    far = replace(TWENTY_HOURS, said=Figure(Bound.EXACT, value=3000))
    await desk.do(partial(deed, heard=far))
    after = (await desk.status()).estimates[Quantity.WAIT_MINUTES]

    assert before.mid is not None
    assert after.mid is not None
    assert before.mid < after.mid < 3000
    assert after.origins == before.origins + 1


async def test_the_same_said_again_is_another_report(desk: Desk) -> None:
    """A hotline that says the same an hour later confirms it."""
    first = await desk.do(partial(deed, heard=TWENTY_HOURS))
    desk.clock.move(HOUR)
    second = await desk.do(partial(deed, heard=TWENTY_HOURS))

    assert first.report != second.report


async def test_an_officials_word_closes_until_it_is_too_old(desk: Desk) -> None:
    """A word without an end counts as seen: it never stands until further notice."""
    await desk.do(partial(deed, heard=CLOSED))
    closed = (await desk.status()).access
    desk.clock.move(timedelta(days=8))
    later = (await desk.status()).access

    assert (closed.state, closed.origin) == (AccessWord.CLOSED, "Border Service")
    assert later.state is AccessWord.UNKNOWN
    assert later.last is not None


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (OriginKind.AUTHORITY, Method.OFFICIAL),
        (OriginKind.CUSTOMS, Method.OFFICIAL),
        (OriginKind.OPERATOR, Method.OFFICIAL),
        (OriginKind.MEDIA, Method.RELAYED),
        (OriginKind.OFFICIALS_QUOTED_BY_MEDIA, Method.RELAYED),
        (OriginKind.SENSOR, Method.COUNTED),
        (OriginKind.EYEWITNESS, Method.OBSERVED),
        (OriginKind.REPORTER, Method.OBSERVED),
    ],
)
def test_how_it_came_to_be_known_follows_from_the_kind(kind: OriginKind, method: Method) -> None:
    """An operator need not know both lists."""
    assert report_of(replace(TWENTY_HOURS, origin_kind=kind), NOW).method is method


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"origin": "@anna"}, "origin", "leave that out"),
        ({"note": "ring +7 915 123 45 67"}, "note", "leave that out"),
        ({"url": "example.org"}, "url", "from https:// on"),
        ({"url": "https://a.example/ b"}, "url", "without spaces"),
        ({"url": "https://a.example/x"}, "url", "carries no link"),
        ({"until": NOW + HOUR}, "observed_to", "seen already"),
    ],
)
def test_what_may_not_be_said_is_refused(changed: dict[str, Any], field: str, words: str) -> None:
    """With the part it is about, and what to do."""
    with pytest.raises(Refused, match=words) as refused:
        report_of(replace(TWENTY_HOURS, **changed), NOW)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"since": NOW + HOUR}, "observed_from"),
        ({"since": NOW, "until": NOW - HOUR}, "observed_to"),
        ({"said": Figure(Bound.EXACT, value=9e9)}, "value"),
        ({"queue": Queue(LARS, "RU-FI", Mode.CAR)}, "direction"),
        ({"origin": ""}, "origin"),
    ],
)
async def test_what_no_report_can_say_is_refused(
    desk: Desk, changed: dict[str, Any], field: str
) -> None:
    """As it is of any source; nothing is stored."""
    rows = await desk.rows()

    with pytest.raises(InvalidReport) as invalid:
        await desk.do(partial(deed, heard=replace(TWENTY_HOURS, **changed)))

    assert invalid.value.field == field
    assert await desk.rows() == rows
