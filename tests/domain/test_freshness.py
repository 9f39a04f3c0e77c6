"""Freshness: the table of limits, held at the very instants."""

from datetime import timedelta

import pytest

from app.domain.freshness import (
    ACCESS_SEEN,
    EVENT_HEARD,
    LONGEST_FIGURE,
    RULE_WITHOUT_STANDING,
    Limits,
    after,
    limits_of_figure,
    live_limits,
)
from app.domain.vocabulary import Freshness, Precision
from tests.domain.made import DAY, HOUR, MONDAY, NOON, TICK, figure

MINUTE = timedelta(minutes=1)


def turns(limits: Limits) -> list[Freshness]:
    """Tell the freshness a tick before and at each limit."""
    assert limits.late_at is not None
    assert limits.stale_at is not None
    moments = (
        limits.late_at - TICK,
        limits.late_at,
        limits.stale_at - TICK,
        limits.stale_at,
    )
    return [limits.freshness(moment) for moment in moments]


@pytest.mark.parametrize(
    ("precision", "late", "stale"),
    [
        (Precision.HOUR, 6 * HOUR, 24 * HOUR),
        (Precision.PART_OF_DAY, 24 * HOUR, 72 * HOUR),
        (Precision.DAY, 24 * HOUR, 72 * HOUR),
        (Precision.DAYS, 48 * HOUR, 7 * DAY),
        (Precision.WEEK, 48 * HOUR, 7 * DAY),
        (Precision.MONTH, 48 * HOUR, 7 * DAY),
    ],
)
def test_statement(precision: Precision, late: timedelta, stale: timedelta) -> None:
    """A statement turns late and stale so long after its interval, by how well that is known."""
    limits = limits_of_figure(figure(3600, precision=precision), {})

    assert limits == Limits(MONDAY + DAY + late, MONDAY + DAY + stale)
    assert turns(limits) == ["fresh", "late", "late", "stale"]


@pytest.mark.parametrize(
    ("cadence", "late", "stale"),
    [
        (MINUTE, 4 * MINUTE, HOUR),
        (5 * MINUTE, 12 * MINUTE, HOUR),
        (10 * MINUTE, 22 * MINUTE, HOUR),
        (15 * MINUTE, 32 * MINUTE, 90 * MINUTE),
        (2 * HOUR, 4 * HOUR + 2 * MINUTE, 12 * HOUR),
        (6 * HOUR, 12 * HOUR + 2 * MINUTE, 24 * HOUR),
    ],
)
def test_live_source(cadence: timedelta, late: timedelta, stale: timedelta) -> None:
    """A live source is late after 2 c + 2 min, stale after 6 c, at least 1 h and at most 24 h."""
    reading = figure(3600, observed_from=NOON, observed_to=NOON, source="sensor")

    limits = limits_of_figure(reading, {"sensor": cadence})
    assert limits == Limits(NOON + late, NOON + stale)
    assert turns(limits) == ["fresh", "late", "late", "stale"]


def test_slow_live_source() -> None:
    """Nothing is withheld before it is late, however seldom a live source speaks."""
    late, stale = live_limits(2 * DAY)

    assert late == 4 * DAY + 2 * MINUTE
    assert stale == late


def test_other_sources_are_not_live() -> None:
    """Only a source with a cadence is held to it."""
    limits = limits_of_figure(figure(3600), {"sensor": MINUTE})

    assert limits.late_at == MONDAY + 2 * DAY


def test_counted_from_when_it_was_known() -> None:
    """Who speaks at noon of the whole day cannot know its evening: the limits count from noon."""
    limits = limits_of_figure(figure(3600, published_at=NOON), {})

    assert limits.late_at == NOON + DAY


@pytest.mark.parametrize(
    ("pair", "late", "stale"),
    [
        (ACCESS_SEEN, 48 * HOUR, 7 * DAY),
        (RULE_WITHOUT_STANDING, 7 * DAY, 30 * DAY),
        (EVENT_HEARD, 24 * HOUR, 14 * DAY),
    ],
    ids=["access", "rule", "event"],
)
def test_words(pair: tuple[timedelta, timedelta], late: timedelta, stale: timedelta) -> None:
    """Access seen, rules without standing and events have the limits of the table."""
    limits = after(NOON, pair)

    assert limits == Limits(NOON + late, NOON + stale)
    assert turns(limits) == ["fresh", "late", "late", "stale"]


def test_never_by_age() -> None:
    """Without limits nothing ages; with a review date it is late from then on, never stale."""
    assert Limits(None, None).freshness(NOON + 10_000 * DAY) is Freshness.FRESH
    assert Limits(NOON, None).freshness(NOON - TICK) is Freshness.FRESH
    assert Limits(NOON, None).freshness(NOON + 10_000 * DAY) is Freshness.LATE


def test_next_change() -> None:
    """The next change is the next limit strictly ahead, then none."""
    limits = Limits(NOON, NOON + HOUR)

    assert limits.next_change(NOON - TICK) == NOON
    assert limits.next_change(NOON) == NOON + HOUR
    assert limits.next_change(NOON + HOUR) is None
    assert Limits(None, None).next_change(NOON) is None


def test_longest_figure() -> None:
    """No figure stands for longer than a week past its interval."""
    assert timedelta(days=7) == LONGEST_FIGURE
