"""Precision: three digits, whole things whole, order kept, zero a figure."""

from hypothesis import given
from hypothesis import strategies as some

from app.board.precision import figure
from app.domain.vocabulary import UNITS, Quantity

FIGURES = some.floats(min_value=0, max_value=1e6, allow_nan=False)
QUANTITIES = some.sampled_from(list(UNITS))


def test_three_digits() -> None:
    """Vehicles are given whole and to three digits, kilometres to three digits."""
    assert figure(3347.2, Quantity.QUEUE_VEHICLES) == 3350
    assert figure(12.345, Quantity.QUEUE_KM) == 12.3
    assert figure(0.0456789, Quantity.APPROACH_FLOW_RATIO) == 0.0457
    assert figure(-12.345, Quantity.TEMPERATURE_C) == -12.3


def test_whole_numbers_are_written_whole() -> None:
    """No minute, vehicle or person is published in parts."""
    assert repr(figure(7.6, Quantity.WAIT_MINUTES)) == "8"


def test_zero_stays_zero() -> None:
    """A measured zero is a figure like any other."""
    assert figure(0.0, Quantity.QUEUE_VEHICLES) == 0


@given(FIGURES, FIGURES, QUANTITIES)
def test_order_is_kept(one: float, other: float, quantity: Quantity) -> None:
    """Rounding never turns two figures round."""
    low, high = sorted((one, other))

    assert figure(low, quantity) <= figure(high, quantity)


@given(FIGURES, QUANTITIES)
def test_rounding_twice_changes_nothing(value: float, quantity: Quantity) -> None:
    """What is rounded is published as it stands."""
    once = figure(value, quantity)

    assert figure(once, quantity) == once
