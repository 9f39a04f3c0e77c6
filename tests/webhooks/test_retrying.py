"""Retrying: the table of the specification, spread a little, and rests in between."""

from datetime import timedelta

import pytest

from app.webhooks.retrying import delay_after, held_until
from tests.archived import NOW

SECOND = timedelta(seconds=1)


def test_the_table_is_the_one_of_the_specification() -> None:
    """After each failure the delay that stands there, and none after the last."""
    delays = [delay_after(failures, 0) for failures in range(1, 11)]

    hours = [0.5, 2, 5, 10, 14, 20, 24]
    assert delays[:2] == [5 * SECOND, 300 * SECOND]
    assert delays[2:9] == [timedelta(hours=each) for each in hours]
    assert delays[9] is None


@pytest.mark.parametrize("failures", range(1, 10))
def test_a_retry_is_spread(failures: int) -> None:
    """It comes later by up to a tenth, never earlier."""
    soonest, latest = delay_after(failures, 0), delay_after(failures, 1)

    assert soonest is not None
    assert latest is not None
    assert latest == pytest.approx(soonest * 1.1, abs=SECOND / 1000)


@pytest.mark.parametrize(
    ("failures", "rest"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60), (10_000, 60)]
)
def test_who_fails_is_left_alone_longer_and_longer(failures: int, rest: int) -> None:
    """A second at first, a minute at most."""
    assert held_until(failures, NOW, None) == NOW + rest * SECOND


@pytest.mark.parametrize(
    ("asked", "rest"),
    [(timedelta(hours=2), 7200), (NOW + 90 * SECOND, 90), (timedelta(0), 1), (NOW, 1)],
)
def test_who_asks_for_more_gets_it(asked: timedelta, rest: int) -> None:
    """What Retry-After asks for counts, where it is longer."""
    assert held_until(1, NOW, asked) == NOW + rest * SECOND
