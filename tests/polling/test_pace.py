"""Pace: even, stable over restarts, slower after failures, and as the publisher asks."""

from collections import Counter
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.polling.pace import LONGEST_RETRY, Pace, after_quiet, first, following
from app.sources.kit import QuietHours
from tests.polling.feeds import HOUR, MINUTE, NOON, source

NIGHT = QuietHours(since=time(22), until=time(5), zone=ZoneInfo("Europe/Moscow"))


@given(st.text(max_size=20))
def test_first_poll_within_a_minute(name: str) -> None:
    """Whatever its name, a source is asked within a minute of the start."""
    coming = first(source(id=name), NOON)

    assert NOON <= coming <= NOON + MINUTE


def test_the_first_poll_minds_no_quiet_hours() -> None:
    """A service started in a publisher's night asks once, to know how the source stands."""
    night = NOON.replace(hour=23)

    assert first(source(quiet=NIGHT), night) <= night + MINUTE


def test_offset_is_stable() -> None:
    """Two starts give a source the same slot of its interval; two sources have two slots."""
    early = following(source(), Pace(), NOON, 0)
    later = following(source(), Pace(), NOON + 7 * MINUTE, 0)
    other = following(source(id="other"), Pace(), NOON, 0)

    assert (later - early) % source().every == timedelta(0)
    assert (other - early) % source().every != timedelta(0)


def test_polls_spread_evenly() -> None:
    """Two thousand sources of a minute leave no second of it without its share."""
    slots = (following(source(id=f"s{n}", every=MINUTE), Pace(), NOON, 0) for n in range(2000))

    seconds = Counter(slot.second for slot in slots)

    assert len(seconds) == 60
    assert max(seconds.values()) < 80


@pytest.mark.parametrize(
    ("failures", "intervals"), [(0, 1), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 16), (90, 16)]
)
def test_slower_after_failures(failures: int, intervals: int) -> None:
    """Each failure doubles the distance, up to sixteen intervals; success makes it normal."""
    coming = following(source(), Pace(failures=failures), NOON, 0)

    distance = (coming - NOON) / source().every
    assert intervals - 0.5 < distance <= intervals + 0.5


def test_retry_after_is_obeyed_within_a_day() -> None:
    """A publisher that asks for time gets it, but cannot send us away for ever."""
    hour = following(source(), Pace(failures=1, not_before=NOON + HOUR), NOON, 0)
    ever = following(source(), Pace(failures=1, not_before=NOON + timedelta(days=99)), NOON, 0)

    assert hour == NOON + HOUR
    assert ever == NOON + LONGEST_RETRY


def test_chance_moves_a_poll_by_a_twentieth_at_most() -> None:
    """Jitter comes on top of the slot and stays small."""
    sharp = following(source(), Pace(), NOON, 0)
    moved = following(source(), Pace(), NOON, 1)

    assert moved - sharp == source().every / 20


def test_quiet_hours_are_left_alone() -> None:
    """What falls into the publisher's night comes when that is over, by the publisher's clock."""
    quiet = source(quiet=NIGHT)
    late = NOON.replace(hour=20, minute=3)  # 23:03 in Moscow

    coming = after_quiet(quiet, late)

    assert (coming.astimezone(NIGHT.zone).hour, coming.astimezone(NIGHT.zone).minute) == (5, 3)
    assert after_quiet(quiet, NOON) == NOON


def test_a_source_that_is_always_quiet_is_asked_all_the_same() -> None:
    """Quiet hours that leave no hour of the day are a mistake, not an end to polling."""
    never = QuietHours(since=time(0), until=time.max, zone=ZoneInfo("UTC"))

    assert after_quiet(source(quiet=never), NOON) == NOON
