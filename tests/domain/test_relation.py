"""Relations: learned from figures of the same hours, moved only so far, never too sharp."""

import math
from collections.abc import Iterable

import pytest

from app.domain.belief import grid_of
from app.domain.independence import voices
from app.domain.relation import TOGETHER, Heard, Relation, learned
from app.domain.report import Report
from app.domain.vocabulary import Quantity
from tests.domain.made import GATE, HOUR, MONDAY, TICK, at, figure

VEHICLES, KM = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM
PRIOR = Relation(math.log(1 / 150), 0.5)
LEAST = 0.1


def series(quantity: Quantity, said: Iterable[Report]) -> Heard:
    """Make the series of some reports."""
    return Heard(voices(said, GATE, grid_of(quantity)), grid_of(quantity))


def told(quantity: Quantity, *values: float, hours: float = 0.0) -> Heard:
    """Make a series that the ministry told every ten hours, each so many hours later."""
    return series(
        quantity,
        [
            figure(value, quantity=quantity, **at(MONDAY + (10 * n + hours) * HOUR))
            for n, value in enumerate(values)
        ],
    )


def test_nothing_said() -> None:
    """Where nothing was said of both, the prior stands, with what always remains besides."""
    nothing = told(VEHICLES), told(KM)

    found = learned(PRIOR, LEAST, *nothing)
    assert found.log_factor == PRIOR.log_factor
    assert found.width == pytest.approx(math.hypot(0.5, LEAST))


def test_each_pair_draws_it_on() -> None:
    """The more often 300 vehicles are told to a kilometre, the surer that is."""
    few = learned(PRIOR, LEAST, told(VEHICLES, 300), told(KM, 1))
    many = learned(PRIOR, LEAST, told(VEHICLES, *[300] * 9), told(KM, *[1] * 9))

    assert math.exp(-many.log_factor) == pytest.approx(300)
    assert LEAST < many.width < few.width < PRIOR.width


def test_a_misprint_moves_nothing() -> None:
    """One figure ten times too great leaves the ratio that the others tell."""
    found = learned(PRIOR, LEAST, told(VEHICLES, 300, 300, 3000, 300, 300), told(KM, *[1] * 5))

    assert math.exp(-found.log_factor) == pytest.approx(300)


@pytest.mark.parametrize(
    ("apart", "counts"),
    [(TOGETHER, True), (-TOGETHER, True), (TOGETHER + TICK, False)],
    ids=["just near enough", "before", "too far"],
)
def test_only_what_is_near_in_time(apart: object, counts: bool) -> None:  # noqa: FBT001 - a case
    """Figures more than a few hours apart tell nothing of one another."""
    hours = apart / HOUR  # type: ignore[operator]
    many, few = told(VEHICLES, 300, 300, 300), told(KM, 1, 1, 1, hours=hours)

    assert (learned(PRIOR, LEAST, many, few).width < PRIOR.width) is counts


def test_none_is_no_ratio() -> None:
    """An empty line has no vehicles to the kilometre."""
    found = learned(PRIOR, LEAST, told(VEHICLES, 0, 0), told(KM, 0, 1))

    assert found.log_factor == PRIOR.log_factor
    assert found.width == pytest.approx(math.hypot(PRIOR.width, LEAST))


def test_the_nearest_is_taken() -> None:
    """Of several figures the one nearest in time is the partner."""
    many = series(
        VEHICLES,
        [
            figure(value, **at(MONDAY + hour * HOUR))
            for value, hour in ((900, 0), (300, 2), (900, 4))
        ],
    )
    sharp = Relation(PRIOR.log_factor, 100.0)

    found = learned(sharp, LEAST, many, told(KM, 1, hours=2.5))
    assert math.exp(-found.log_factor) == pytest.approx(300)
