"""A belief: time only ever widens it, news moves it only so far, zero is a value like any other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.belief import (
    CELLS,
    MOST_WALK,
    SPAN,
    WALK,
    ZERO_APART,
    Grid,
    Masses,
    entropy,
    grid_of,
    joined,
    quantile,
    spread,
    unknown,
    updated,
    walk,
    widened,
)
from app.domain.likelihood import WRONG, log_likelihood
from app.domain.vocabulary import CROSSINGS, Bound, Quantity
from tests.domain.made import figure

VEHICLES = grid_of(Quantity.QUEUE_VEHICLES)
ROUNDING = 1e-12

every_grid = pytest.mark.parametrize(
    "grid", [grid_of(quantity) for quantity in SPAN], ids=list(SPAN)
)
lengths = st.floats(0, 24 * 400, allow_nan=False)


@st.composite
def beliefs(draw: st.DrawFn) -> Masses:
    """Make any belief: spikes, plateaus and gaps of arbitrary weights."""
    weights = draw(
        st.dictionaries(st.integers(0, CELLS), st.floats(1e-9, 1), min_size=1, max_size=12)
    )
    masses = np.full(CELLS + 1, draw(st.sampled_from([0.0, 1e-12, 1e-4, 1.0])))
    for cell, weight in weights.items():
        masses[cell] += weight
    result: Masses = masses / masses.sum()
    return result


def spike(cell: int) -> Masses:
    """Make the belief of somebody who is certain of one cell."""
    masses = np.zeros(CELLS + 1)
    masses[cell] = 1.0
    return masses


@every_grid
def test_grid_spans_the_plausible(grid: Grid) -> None:
    """A grid rises evenly in the logarithm, by 3 to 6 per cent a step, with zero below it."""
    steps = np.diff(grid.logs)

    assert len(grid.logs) == CELLS
    assert np.allclose(steps, grid.step)
    assert 1.03 < math.exp(grid.step) < 1.06
    assert grid.zero == grid.logs[0] - ZERO_APART


@pytest.mark.parametrize("quantity", [*CROSSINGS, Quantity.ACCESS, Quantity.TEMPERATURE_C])
def test_no_belief_about_it(quantity: Quantity) -> None:
    """Counts, words and weather are never carried forward as a belief."""
    with pytest.raises(KeyError):
        grid_of(quantity)


@every_grid
@pytest.mark.parametrize("hourly", [WALK, MOST_WALK])
@pytest.mark.parametrize("hours", [0.02, 1, 24, 24 * 400])
def test_widening_is_doubly_stochastic(grid: Grid, hours: float, hourly: float) -> None:
    """Whatever the time and the pace, widening neither loses belief nor prefers any cell."""
    matrix = np.array([spread(spike(cell), grid, hours, hourly) for cell in range(CELLS + 1)])

    assert (matrix >= 0).all()
    assert np.allclose(matrix.sum(axis=0), 1, atol=ROUNDING)
    assert np.allclose(matrix.sum(axis=1), 1, atol=ROUNDING)


@given(beliefs(), lengths)
def test_time_never_lowers_the_entropy(masses: Masses, hours: float) -> None:
    """However sharp or strange a belief, time alone never sharpens it."""
    later = widened(masses, VEHICLES, hours)

    assert entropy(later) >= entropy(masses) - 1e-9
    assert later.sum() == pytest.approx(masses.sum())


@every_grid
@pytest.mark.parametrize("hours", [4, 24, 24 * 10])
def test_waiting_in_parts(grid: Grid, hours: float) -> None:
    """Looking in between makes no difference: two halves of a time are the whole."""
    halves = widened(widened(spike(120), grid, hours / 2), grid, hours / 2)

    assert np.abs(halves - widened(spike(120), grid, hours)).sum() < 0.01


@every_grid
def test_short_lines_change_by_more_of_themselves(grid: Grid) -> None:
    """An hour adds twice as much where a line is short, and never more than so much."""
    paces = [walk(grid, grid.short * times) for times in (1000, 1, 0.5, 0.01, 0)]

    assert paces[:2] == [pytest.approx(WALK), pytest.approx(2 * WALK)]
    assert paces == sorted(paces)
    assert paces[-2:] == [MOST_WALK, MOST_WALK]


def test_a_belief_widens_by_its_middle() -> None:
    """A certain line of 100 is less certain after a day than one of 10,000."""
    widths = []
    for vehicles in (100, 10_000):
        cell = 1 + int(np.abs(VEHICLES.logs - math.log(vehicles)).argmin())
        later = widened(spike(cell), VEHICLES, 24)
        low, high = (quantile(later, VEHICLES, share) for share in (0.1, 0.9))
        widths.append(math.log(high / low))

    assert widths[0] > 2 * widths[1]
    assert widths[1] == pytest.approx(2.563 * math.sqrt(24 * WALK), rel=0.1)


@pytest.mark.parametrize("hours", [0.0, -1.0])
def test_no_time(hours: float) -> None:
    """Where no time has passed, nothing changes."""
    masses = spike(7)

    assert widened(masses, VEHICLES, hours) is masses


def test_widening_for_ever() -> None:
    """After a long silence nothing is known any more."""
    assert np.allclose(widened(spike(120), VEHICLES, 24 * 3650), unknown(), rtol=0.2)


@given(beliefs(), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_quantiles_rise(masses: Masses, shares: list[float]) -> None:
    """A greater share of a belief lies below a greater value, within the grid."""
    values = [quantile(masses, VEHICLES, share) for share in sorted(shares)]

    assert values == sorted(values)
    assert values[0] >= 0
    assert values[-1] <= math.exp(VEHICLES.logs[-1] + VEHICLES.step / 2)


def test_quantile_of_certainty() -> None:
    """Who is certain of a cell has all shares within it, its middle in the middle."""
    masses = spike(121)
    value = math.exp(VEHICLES.logs[120])

    assert quantile(masses, VEHICLES, 0.5) == pytest.approx(value)
    assert quantile(masses, VEHICLES, 0.1) == pytest.approx(value, rel=VEHICLES.step)
    assert quantile(masses, VEHICLES, 0.9) == pytest.approx(value, rel=VEHICLES.step)


def test_zero_is_a_value() -> None:
    """Certain of nobody is 0, which is not unknown; half certain is 0 up to the half."""
    half = 0.5 * spike(0) + 0.5 * spike(200)

    assert quantile(spike(0), VEHICLES, 0.9) == 0
    assert quantile(half, VEHICLES, 0.5) == 0
    assert quantile(half, VEHICLES, 0.51) > 1000
    assert quantile(unknown(), VEHICLES, 0.1) > 0


def test_zero_measured() -> None:
    """Who has heard of a count of none, and of nothing else, believes in none."""
    masses = updated(unknown(), log_likelihood(figure(0), VEHICLES, 0.1))

    assert quantile(masses, VEHICLES, 0.9) == 0


@given(beliefs(), st.floats(0, 100_000), st.sampled_from([Bound.EXACT, Bound.AT_LEAST]))
def test_news_moves_it_only_so_far(masses: Masses, value: float, bound: Bound) -> None:
    """However sharply it speaks, a report leaves each cell the chance that it is simply wrong."""
    said = log_likelihood(figure(value, bound=bound), VEHICLES, 0.05)
    after = updated(masses, said)

    possible = masses > 1e-300
    change = np.log(after[possible] / masses[possible])
    assert change.max() - change.min() <= math.log((CELLS + 1) / WRONG)
    assert after.sum() == pytest.approx(1)


def test_constants_are_left_out() -> None:
    """A likelihood counts up to a constant, however great."""
    said = log_likelihood(figure(3600), VEHICLES, 0.1)

    assert np.allclose(updated(unknown(), said), updated(unknown(), said - 1e4))


def test_joined() -> None:
    """Two beliefs joined are as if each had heard what the other had."""
    one, other = (log_likelihood(figure(value), VEHICLES, 0.1) for value in (3000, 3600))
    apart = joined(updated(unknown(), one), updated(unknown(), other))

    assert np.allclose(apart, updated(unknown(), one + other))


def test_joined_with_nothing_in_common() -> None:
    """Two certainties that exclude each other still give a belief, never NaN."""
    both = joined(spike(3), spike(200))

    assert np.isfinite(both).all()
    assert both.sum() == pytest.approx(1)


def test_entropy_in_nats() -> None:
    """Certainty has no entropy, knowing nothing the logarithm of how many cells there are."""
    assert entropy(spike(5)) == 0
    assert entropy(unknown()) == pytest.approx(math.log(CELLS + 1))
    assert entropy(3 * unknown()) == pytest.approx(math.log(CELLS + 1))
