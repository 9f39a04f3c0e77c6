"""Series: what stands between their rows, when they are asked about, and what is said of them."""

import math
from statistics import fmean, median

import numpy as np
import pytest

from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Quantity
from app.simulating.scenario import DAY
from app.simulating.series import MOST_ASKED, Series, minutes_asked, truths_at
from app.simulating.telling.of_series import A_DAY, reports_of
from app.simulating.world import minute_of

DAYS = 14


def _series(quantity: Quantity, level: float, step: int = 10) -> Series:
    minutes = np.arange(0.0, DAYS * DAY, step)
    return Series(quantity=quantity, minutes=minutes, values=np.full(len(minutes), level))


LINE = _series(Quantity.QUEUE_VEHICLES, 630.0)
WAIT = _series(Quantity.WAIT_MINUTES, 240.0)


def _offs(said: list[Report], method: Method, truth: float) -> list[float]:
    return [math.log(each.value / truth) for each in said if each.method is method and each.value]


def test_a_figure_stands_until_the_next_and_not_for_ever() -> None:
    """Between two rows the earlier one holds; before the first and in a gap nothing does."""
    minutes = np.array([*range(0, 100, 10), *range(500, 600, 10)], dtype=float)
    series = Series(quantity=Quantity.QUEUE_KM, minutes=minutes, values=minutes / 100)

    assert series.value_at(-1) is None
    assert series.value_at(15) == 0.1
    assert series.value_at(110) == 0.9
    assert series.value_at(111) is None
    assert series.measured_at(500) == 5
    assert series.measured_at(501) is None
    assert series.measured_at(9999) is None


def test_it_is_asked_every_three_hours_after_a_day() -> None:
    """The last row of each three hours is asked about, of every series that has one then."""
    asked = minutes_asked([LINE, _series(Quantity.QUEUE_KM, 4.0, step=60)])

    assert len(asked) == (DAYS - 1) * 8
    assert asked[0] == DAY + 170
    assert truths_at([LINE, WAIT], asked[0]) == {
        Quantity.QUEUE_VEHICLES: 630,
        Quantity.WAIT_MINUTES: 240,
    }
    assert truths_at([_series(Quantity.QUEUE_KM, 4.0, step=60)], asked[0]) == {}


def test_a_long_series_is_asked_no_more_often() -> None:
    """A year is asked about at as many moments as its reader can wait for, spread over it."""
    minutes = np.arange(0.0, 366 * DAY, 60)
    year = Series(quantity=Quantity.QUEUE_KM, minutes=minutes, values=np.ones(len(minutes)))
    asked = minutes_asked([year])

    assert MOST_ASKED / 2 < len(asked) <= MOST_ASKED
    assert asked[-1] > 364 * DAY


def test_of_a_line_officials_and_travellers_speak() -> None:
    """A few reports a day: officials to a tenth, travellers roughly, neither biased."""
    said = [each for seed in range(20) for each in reports_of([LINE], seed)]
    official, seen = (_offs(said, each, 630) for each in (Method.OFFICIAL, Method.OBSERVED))

    assert len(official) / 20 / DAYS == pytest.approx(1.8, abs=0.15)
    assert len(seen) / 20 / DAYS == pytest.approx(A_DAY, abs=0.5)
    assert median(map(abs, official)) == pytest.approx(0.67 * 0.07, abs=0.02)
    assert 0.15 < median(map(abs, seen)) < 0.35
    assert abs(fmean(seen)) < 0.07
    assert all(each.known > each.ends for each in said)


def test_of_waits_travellers_alone_speak() -> None:
    """Half tell the whole wait once across, half a lower bound while they stand."""
    said = [each for seed in range(20) for each in reports_of([WAIT], seed)]
    over = [each for each in said if each.bound is Bound.ABOUT]
    so_far = [each.low or 0.0 for each in said if each.bound is Bound.AT_LEAST]

    assert {each.method for each in said} == {Method.OBSERVED}
    assert len(over) / len(said) == pytest.approx(0.5, abs=0.06)
    assert fmean(each.value or 0.0 for each in over) == pytest.approx(240, abs=12)
    assert fmean(so_far) == pytest.approx(120, abs=12)
    assert {minute_of(each.ends) - minute_of(each.observed_from) for each in over} == {240}


def test_a_seed_tells_the_same_again() -> None:
    """Reports are the same for a seed, others for another, and in the order they are known in."""
    once, again, other = (reports_of([LINE, WAIT], seed) for seed in (3, 3, 4))

    assert once == again
    assert [each.id for each in once] == [each.id for each in again]
    assert [each.known for each in once] != [each.known for each in other]
    assert once == sorted(once, key=lambda each: (each.known, each.identity))


def test_nothing_is_said_of_a_gap() -> None:
    """Where a series has no figure for long, nobody speaks of it."""
    minutes = np.array([*range(0, DAY, 10), *range(9 * DAY, 10 * DAY, 10)], dtype=float)
    series = Series(quantity=Quantity.QUEUE_VEHICLES, minutes=minutes, values=minutes + 100)
    said = [each for seed in range(5) for each in reports_of([series], seed)]

    assert len(said) > 20
    assert not [each for each in said if DAY + 30 < minute_of(each.observed_from) < 9 * DAY - 1]
