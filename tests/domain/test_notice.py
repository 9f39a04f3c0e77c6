"""Notices: which version counts at a moment, by what was known then and by what is known now."""

from datetime import datetime
from typing import Any

import pytest

from app.domain.assessment import assess
from app.domain.notice import SOURCE, Notice, report_of
from app.domain.status import Status
from app.domain.vocabulary import (
    AccessWord,
    Coverage,
    Knowledge,
    Mode,
    OriginKind,
    Quantity,
    Subject,
)
from tests.domain.made import DAY, HOUR, MONDAY, NOON, QUEUE, TICK, evidence

THEN, NOW = Knowledge
CLOSED, UNKNOWN = AccessWord.CLOSED, AccessWord.UNKNOWN


def notice(**parts: Any) -> Notice:  # noqa: ANN401 - any field of a notice
    """Make a decision of Monday that closes the gate, published that day and told us at noon."""
    fields: dict[str, Any] = {
        "id": "gate-closed",
        "place": "gate",
        "direction": "both",
        "mode": Mode.ANY,
        "quantity": Quantity.ACCESS,
        "word": "closed",
        "subject": Subject.EVERYBODY,
        "valid_from": MONDAY,
        "valid_to": None,
        "review_at": NOON + 30 * DAY,
        "published_at": MONDAY,
        "authority": "Government",
        "authority_kind": OriginKind.AUTHORITY,
        "url": "https://example.org/decision",
        "recorded_at": NOON,
    }
    return Notice(**(fields | parts))


def status(*versions: Notice, moment: datetime = NOON, knowledge: Knowledge = THEN) -> Status:
    """Assess the gate by some versions of notices alone."""
    return assess(QUEUE, evidence(notices=versions), moment, knowledge)


def state(*versions: Notice, moment: datetime = NOON, knowledge: Knowledge = THEN) -> AccessWord:
    """Give whether the gate is open."""
    return status(*versions, moment=moment, knowledge=knowledge).access.state


def test_it_counts_from_when_we_were_told() -> None:
    """As known then it counts from the telling, as known now from where it holds."""
    assert state(notice(), moment=NOON - TICK) is UNKNOWN
    assert state(notice(), moment=NOON) is CLOSED
    assert state(notice(), moment=MONDAY, knowledge=NOW) is CLOSED
    assert state(notice(), moment=MONDAY - TICK, knowledge=NOW) is UNKNOWN


def test_a_day_of_publication_does_not_put_it_off() -> None:
    """Published in the course of today and told at noon, it counts from noon."""
    today = notice(published_at=MONDAY + DAY)

    assert state(today, moment=NOON) is CLOSED
    assert state(today, moment=NOON - TICK) is UNKNOWN
    assert report_of(today).known == NOON


def test_what_the_catalogue_says_counts_from_its_publication() -> None:
    """Nobody told us of it at a moment of its own."""
    listed = notice(recorded_at=None, published_at=MONDAY + HOUR)

    assert state(listed, moment=MONDAY + HOUR - TICK) is UNKNOWN
    assert state(listed, moment=MONDAY + HOUR) is CLOSED


def test_an_end_that_was_given() -> None:
    """Until the end was told the notice stood without one; since then it ends at it."""
    told, ends = NOON + DAY, NOON + 3 * DAY
    before = notice(withdrawn_at=told)
    since = notice(recorded_at=told, valid_to=ends)
    both = (before, since)

    assert status(*both, moment=told - TICK).access.until is None
    assert status(*both, moment=told).access.until == ends
    assert state(*both, moment=ends - TICK) is CLOSED
    assert state(*both, moment=ends) is UNKNOWN
    assert status(*both, moment=NOON, knowledge=NOW).access.until == ends


def test_one_that_was_withdrawn() -> None:
    """As known then it stood until it was taken back; as known now it never did."""
    undone = notice(withdrawn_at=NOON + HOUR)

    assert state(undone, moment=NOON + HOUR - TICK) is CLOSED
    assert state(undone, moment=NOON + HOUR) is UNKNOWN
    assert state(undone, moment=NOON, knowledge=NOW) is UNKNOWN


@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        (MONDAY - HOUR, MONDAY),
        (NOON - HOUR, NOON),
        (NOON, NOON + HOUR),
    ],
)
def test_a_status_changes_with_its_versions(moment: datetime, turn: datetime) -> None:
    """The next change is when a version is published, told, or taken back."""
    found = status(notice(withdrawn_at=NOON + HOUR), moment=moment)

    assert found.changes_at == turn


def test_it_names_who_decided() -> None:
    """An operator passes it on; the authority, its link and its day speak."""
    found = status(notice())

    assert (found.access.origin, found.access.origin_kind) == ("Government", "authority")
    assert found.access.url == "https://example.org/decision"
    assert found.access.since == MONDAY
    assert (found.sources, found.coverage) == ((SOURCE,), Coverage.NOTICE)
