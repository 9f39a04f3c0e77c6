"""Standing: when a word holds, when it is late, whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.freshness import Limits
from app.domain.report import Report
from app.domain.standing import (
    UNREVIEWED,
    Hold,
    concerns,
    end_known,
    hold,
    is_asserted,
    is_decision,
    is_official,
    limits_of_word,
    reaches_down,
    spoken_until_known,
    state_of,
)
from app.domain.vocabulary import Claim, Knowledge, Mode, OriginKind, Precision, Quantity, Subject
from tests.domain.made import DAY, HOUR, MONDAY, NOON, PAPER, TICK, TRAVELLER, at, word

WEEK = (timedelta(days=1), timedelta(days=7))
"""Limits for these tests: late after a day, stale after seven."""


@pytest.mark.parametrize(
    ("claim", "official", "asserted"),
    [
        (Claim.STATED, True, True),
        (Claim.CONFIRMED, True, True),
        (Claim.RUMOUR, False, False),
        (Claim.DENIED, False, False),
        (Claim.DISPROVED, False, False),
        (None, False, True),
    ],
)
def test_claims(claim: Claim | None, *, official: bool, asserted: bool) -> None:
    """An authority is official in what it states or confirms; rumour and denial assert nothing."""
    said = word("closed", claim=claim)

    assert is_official(said) is official
    assert is_asserted(said) is asserted


@pytest.mark.parametrize("kind", list(OriginKind))
def test_officials(kind: OriginKind) -> None:
    """Officials are authorities, customs and operators, not officials quoted without a name."""
    official = kind in {OriginKind.AUTHORITY, OriginKind.CUSTOMS, OriginKind.OPERATOR}

    assert is_official(word("closed", origin_kind=kind)) is official


def test_decision() -> None:
    """A decision is an official word without an end."""
    assert is_decision(word("closed", observed_to=None))
    assert not is_decision(word("closed"))
    assert not is_decision(word("closed", observed_to=None, **PAPER))
    assert not is_decision(word("closed", observed_to=None, claim=Claim.RUMOUR))


SNAPSHOT: dict[str, Any] = at(NOON)
OF_A_DAY: dict[str, Any] = {"precision": Precision.DAY}
OF_DAYS: dict[str, Any] = {"precision": Precision.DAYS}


@pytest.mark.parametrize(
    ("said", "ends", "afterwards"),
    [
        (word("closed", **SNAPSHOT), NOON, Hold.LINGERS),
        (word("closed", **OF_A_DAY), MONDAY + DAY, Hold.LINGERS),
        (word("closed", precision=Precision.PART_OF_DAY), MONDAY + DAY, Hold.LINGERS),
        (word("closed", **OF_DAYS), MONDAY + DAY, Hold.NOT),
        (word("closed"), MONDAY + DAY, Hold.NOT),
        (word("open"), MONDAY + DAY, Hold.LINGERS),
    ],
    ids=["reading", "day", "part of a day", "days", "hours", "open hours"],
)
def test_hold(said: Report, ends: Any, afterwards: Hold) -> None:  # noqa: ANN401
    """A word covers its interval; what somebody saw of a day lingers, what has limits does not."""
    assert hold(said, said.observed_from - TICK, WEEK) is Hold.NOT
    if said.observed_from < ends:
        assert hold(said, said.observed_from, WEEK) is Hold.COVERS
        assert hold(said, ends - TICK, WEEK) is Hold.COVERS
    assert hold(said, ends, WEEK) is afterwards
    assert hold(said, ends + 7 * DAY - TICK, WEEK) is afterwards
    assert hold(said, ends + 7 * DAY, WEEK) is Hold.NOT


def test_hold_of_a_decision() -> None:
    """A decision covers for ever from its start; others' open ends until they are stale."""
    decision = word("closed", observed_to=None)
    told = word("closed", observed_to=None, published_at=NOON, **PAPER)

    assert hold(decision, MONDAY + 9999 * DAY, WEEK) is Hold.COVERS
    assert hold(told, NOON + 7 * DAY - TICK, WEEK) is Hold.COVERS
    assert hold(told, NOON + 7 * DAY, WEEK) is Hold.NOT


def test_last_heard() -> None:
    """A word without an end was last heard when it became known, one with an end at most then."""
    assert spoken_until_known(word("closed", observed_to=None, published_at=NOON)) == NOON
    assert spoken_until_known(word("closed", published_at=NOON)) == NOON
    assert spoken_until_known(word("closed", published_at=NOON + 5 * DAY)) == MONDAY + DAY
    ahead = word("closed", observed_to=None, published_at=MONDAY - DAY)
    assert spoken_until_known(ahead) == MONDAY


def test_limits() -> None:
    """Limits count from when a word was last heard; a decision's is its review, or a year."""
    review = MONDAY + 40 * DAY

    assert limits_of_word(word("open"), WEEK) == Limits(MONDAY + 2 * DAY, MONDAY + 8 * DAY)
    reviewed = word("closed", observed_to=None, review_at=review)
    assert limits_of_word(reviewed, WEEK) == Limits(review, None)
    forgotten = word("closed", observed_to=None, published_at=NOON)
    assert limits_of_word(forgotten, WEEK) == Limits(NOON + UNREVIEWED, None)


@pytest.mark.parametrize("knowledge", Knowledge)
@pytest.mark.parametrize("archived", [True, False])
def test_end_known(knowledge: Knowledge, *, archived: bool) -> None:
    """An archived end that lies ahead is hidden under `then`; a past one is not, nor a live one."""
    told = word("closed", archived=archived, published_at=MONDAY)
    hidden = archived and knowledge is Knowledge.THEN

    assert end_known(told, NOON, knowledge) == (None if hidden else MONDAY + DAY)
    assert end_known(told, MONDAY + DAY, knowledge) == MONDAY + DAY
    assert end_known(word("closed", observed_to=None), NOON, knowledge) is None


def test_concerns() -> None:
    """A word concerns its direction or both, its mode or any; trains only if it is their own."""
    told = word("closed", direction="RU-GE", mode=Mode.ANY)

    assert concerns(told, "RU-GE", Mode.FOOT, own=False)
    assert not concerns(told, "GE-RU", Mode.FOOT, own=True)
    assert concerns(word("closed"), "GE-RU", Mode.FOOT, own=True)
    assert not concerns(word("closed", mode=Mode.CAR), "RU-GE", Mode.BUS, own=True)
    assert concerns(word("closed"), "RU-GE", Mode.RAIL, own=True)
    assert not concerns(word("closed"), "RU-GE", Mode.RAIL, own=False)
    assert concerns(word("closed", mode=Mode.RAIL), "RU-GE", Mode.RAIL, own=False)


def test_what_reaches_down() -> None:
    """Of an area's words on access only a whole open or closed reaches its checkpoints."""
    group = {"subject": Subject.RUSSIAN_TOURISTS}

    assert [
        said
        for said in ("open", "restricted", "closed", "unknown")
        if reaches_down(word(said, place="ge"))
    ] == ["open", "closed"]
    assert not reaches_down(word("closed", place="ge", **group))
    assert reaches_down(word("forbidden", quantity=Quantity.RULE, place="ge", **group))


@pytest.mark.parametrize(
    ("said", "everybody", "of_a_group", "unofficial"),
    [
        ("open", "open", "restricted", "open"),
        ("restricted", "restricted", "restricted", "restricted"),
        ("closed", "closed", "restricted", "restricted"),
        ("unknown", "unknown", "unknown", "unknown"),
    ],
)
def test_states(said: str, everybody: str, of_a_group: str, unofficial: str) -> None:
    """What a word can set: less than `closed` where no official says it of all."""
    assert state_of(word(said)) == everybody
    assert state_of(word(said, subject=Subject.RUSSIAN_CITIZENS)) == of_a_group
    assert state_of(word(said, **TRAVELLER)) == unofficial


def test_hour_is_no_snapshot() -> None:
    """A closing known to the hour is a decision's limits, not a reading, however short."""
    short = word("closed", observed_from=NOON, observed_to=NOON + HOUR)

    assert hold(short, NOON + HOUR, WEEK) is Hold.NOT
