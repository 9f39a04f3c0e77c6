"""Reach: how long an interval is, roughly."""

from datetime import UTC, datetime, timedelta

import pytest

from app.store.columns import MICROSECOND
from app.store.window import END_OF_TIME, LENGTHS, REACHES, latest_end, reach_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("reach", REACHES)
def test_whatever_began_has_ended_by_the_latest_end(reach: int) -> None:
    """For each reach, its longest interval that begins by noon ends by what is given for noon."""
    longest = LENGTHS[reach] if reach < len(LENGTHS) else timedelta(days=3650)

    assert reach_of(longest // MICROSECOND) == reach
    assert NOON + longest <= latest_end(NOON, reach)


def test_lengths_just_beyond_a_limit_reach_further() -> None:
    """A limit belongs to the reach below it."""
    beyond = [reach_of(length // MICROSECOND + 1) for length in LENGTHS]

    assert beyond == [1, 2, 3, 4, 5]
    assert reach_of(0) == 0


def test_the_end_of_time_is_not_passed() -> None:
    """A window without an end is no error."""
    assert {latest_end(END_OF_TIME, reach) for reach in REACHES} == {END_OF_TIME}
