"""Silence: a stale number names a source that is down as its reason, where that is the reason."""

from datetime import timedelta

import pytest

from app.domain.assessment import assess
from app.domain.report import Report
from app.domain.status import Estimate
from app.domain.vocabulary import Freshness, NoNumber, Quantity
from tests.domain.made import DAY, HOUR, NOON, PAPER, QUEUE, at, evidence, figure

CADENCES = {"list": timedelta(minutes=5), "loops": timedelta(minutes=5)}


def said(value: float, source: str, **parts: object) -> Report:
    """Make a figure of vehicles by a live source at noon."""
    fields = {"source": source, "origin": source, **at(NOON)} | parts
    return figure(value, **fields)


def estimate(*reports: Report, down: set[str], after: timedelta = 2 * HOUR) -> Estimate:
    """Give the estimate of vehicles some time after noon, with some sources down."""
    held = evidence(*reports, cadences=CADENCES, down=frozenset(down))
    return assess(QUEUE, held, NOON + after).estimates[Quantity.QUEUE_VEHICLES]


def test_down_is_the_reason() -> None:
    """A number whose only speaker cannot be heard says so, and keeps the last one."""
    stale = estimate(said(80, "list"), down={"list"})

    assert (stale.no_number, stale.mid) == (NoNumber.SOURCE_DOWN, None)
    assert stale.freshness is Freshness.STALE
    assert stale.last is not None
    assert stale.last.observed_to == NOON


def test_a_source_that_is_up_has_said_nothing_new() -> None:
    """Without anything down, or with another source down, the number is just stale."""
    assert estimate(said(80, "list"), down=set()).no_number is NoNumber.STALE
    assert estimate(said(80, "list"), down={"loops"}).no_number is NoNumber.STALE


def test_down_takes_no_number_away() -> None:
    """While a number stands, its source may be down: it ages, and is withheld at its time."""
    standing = estimate(said(80, "list"), down={"list"}, after=HOUR / 2)

    assert standing.no_number is None
    assert standing.mid is not None


@pytest.mark.parametrize(
    ("down", "reason"),
    [
        ({"list"}, NoNumber.STALE),
        ({"list", "loops"}, NoNumber.SOURCE_DOWN),
    ],
)
def test_all_who_spoke_last(down: set[str], reason: NoNumber) -> None:
    """Where two spoke last, one that can still be heard is enough to know it is mere silence."""
    both = (said(80, "list"), said(84, "loops"))

    assert estimate(*both, down=down).no_number is reason


def test_who_spoke_last_counts() -> None:
    """What another said days before is no reason to call a dead source alive."""
    told = said(80, "list")
    before = figure(60, source="a paper", **PAPER, **at(NOON - 3 * DAY))

    assert estimate(before, told, down={"list"}).no_number is NoNumber.SOURCE_DOWN
    assert estimate(before, told, down={"a paper"}).no_number is NoNumber.STALE


def test_what_was_never_heard_is_unknown() -> None:
    """A source that is down explains no number that nobody ever gave."""
    held = evidence(cadences=CADENCES, down=frozenset({"list"}))

    wait = assess(QUEUE, held, NOON).estimates[Quantity.WAIT_MINUTES]
    assert wait.no_number is NoNumber.UNKNOWN
