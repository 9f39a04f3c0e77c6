"""Likelihood: what each way of giving a figure says of each value, and how sharply."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.belief import Masses, grid_of
from app.domain.likelihood import WRONG, distance, limits, log_likelihood, width
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Precision, Quantity
from tests.domain.made import DAY, MONDAY, between, figure

VEHICLES = grid_of(Quantity.QUEUE_VEHICLES)
SCALE = 0.1

values = st.one_of(st.just(0.0), st.floats(0.01, 100_000))


def said(report: Report, scale: float = SCALE) -> Masses:
    """Give the likelihood of each cell, the greatest being 1."""
    return np.exp(log_likelihood(report, VEHICLES, scale))


def of(likelihood: Masses, value: float) -> float:
    """Give the likelihood of the cell nearest to a value."""
    cell = 0 if value == 0 else 1 + int(np.abs(VEHICLES.logs - math.log(value)).argmin())
    return float(likelihood[cell])


@given(values, st.sampled_from(Bound), st.floats(0.01, 3))
def test_bounded(value: float, bound: Bound, scale: float) -> None:
    """Whatever is claimed, the best value has 1, and all together keep the chance of an error."""
    report = between(value, value) if bound is Bound.BETWEEN else figure(value, bound=bound)
    likelihood = said(report, scale)

    assert likelihood.max() == pytest.approx(1)
    assert likelihood.min() * likelihood.size >= WRONG * likelihood.sum() - 1e-9


@pytest.mark.parametrize("bound", [Bound.EXACT, Bound.ABOUT])
def test_a_figure(bound: Bound) -> None:
    """A figure is likeliest itself, and what lies as far above and below is alike."""
    likelihood = said(figure(3600, bound=bound))

    assert of(likelihood, 3600) > 0.95
    assert of(likelihood, 3600 * 1.5) == pytest.approx(of(likelihood, 3600 / 1.5), rel=0.1)
    assert of(likelihood, 10_000) < 0.05


def test_a_range() -> None:
    """All values of a range are alike, those outside fall off."""
    likelihood = said(between(2000, 5000))

    assert of(likelihood, 2100) == of(likelihood, 3000) == of(likelihood, 4900) == pytest.approx(1)
    assert of(likelihood, 1500) < 0.3
    assert of(likelihood, 7000) < 0.3


def test_at_least() -> None:
    """`At least` speaks against less, hardly against somewhat more, never much against far more."""
    likelihood = said(figure(3000, bound=Bound.AT_LEAST))

    assert of(likelihood, 3100) == pytest.approx(1, abs=0.01)
    assert of(likelihood, 3700) > 0.95
    assert of(likelihood, 2000) < 0.1
    assert 0.01 < of(likelihood, 100_000) < of(likelihood, 10_000) < of(likelihood, 5000)


def test_at_most() -> None:
    """`At most` speaks against more, hardly against somewhat less, never much against far less."""
    likelihood = said(figure(3000, bound=Bound.AT_MOST))

    assert of(likelihood, 2900) == pytest.approx(1, abs=0.01)
    assert of(likelihood, 2500) > 0.95
    assert of(likelihood, 4500) < 0.1
    assert 0.01 < of(likelihood, 1) < of(likelihood, 1000) < of(likelihood, 2000)


def test_at_least_and_at_most_mirror_each_other() -> None:
    """Neither side of a figure is favoured: what lies beyond it falls off alike."""
    over = said(figure(300, bound=Bound.AT_LEAST))
    under = said(figure(300, bound=Bound.AT_MOST))

    for factor in (1.2, 1.5, 3):
        assert of(over, 300 / factor) == pytest.approx(of(under, 300 * factor), abs=0.05)


def test_zero() -> None:
    """A zero speaks for its own cell; `at least 0` says nothing against any value below a few."""
    assert said(figure(0)).argmax() == 0
    assert of(said(figure(0)), 10) < 0.05
    assert said(figure(0, bound=Bound.AT_MOST)).argmax() == 0
    assert of(said(figure(0, bound=Bound.AT_LEAST)), 0) == pytest.approx(1)


def test_below_the_grid() -> None:
    """What is less than the least value of the grid counts as the cell beside it, zero's."""
    likelihood = said(figure(0.2))

    assert likelihood.argmax() == 0


@given(values, st.floats(0.02, 2), st.floats(1.01, 4))
def test_wider_says_less(value: float, scale: float, factor: float) -> None:
    """A wider report speaks against each value no more than a sharper one."""
    assert (said(figure(value), scale * factor) >= said(figure(value), scale) - 1e-12).all()


def test_width_follows_bound_method_and_precision() -> None:
    """The vaguer the figure, the speaker's way to it or the time, the wider the report."""
    ladders: list[list[dict[str, Any]]] = [
        [{"method": m} for m in ("counted", "official", "observed", "relayed", "derived")],
        [{"precision": p} for p in ("hour", "part_of_day", "day", "days", "week", "month")],
        [{"bound": b} for b in ("exact", "about", "at_least")],
    ]
    kinds = {"method": Method, "precision": Precision, "bound": Bound}
    for ladder in ladders:
        rungs = [{name: kinds[name](code) for name, code in rung.items()} for rung in ladder]
        widths = [width(figure(3600, **rung)) for rung in rungs]
        assert widths == sorted(widths)
        assert len(set(widths)) == len(widths)


def test_width_in_nats() -> None:
    """An official's exact figure of a day is good to about 12 per cent; a sensor's to 8."""
    sensor = figure(3600, method=Method.COUNTED, precision=Precision.HOUR)

    assert width(figure(3600)) == pytest.approx(math.sqrt(0.08**2 + 0.05**2 + 0.08**2))
    assert width(sensor) == pytest.approx(0.08)


def test_waits_are_wider() -> None:
    """People wait at different places of one queue, so each wait says less."""
    assert width(figure(600, quantity=Quantity.WAIT_MINUTES)) > width(figure(600)) + 0.1


def test_longer_windows_are_wider() -> None:
    """A figure that held somewhere in many days says less of each, up to eight of them."""
    widths = [width(figure(3600, observed_to=MONDAY + days * DAY)) for days in (0, 1, 2, 5, 8, 40)]

    assert widths[0] == widths[1] < widths[2] < widths[3] < widths[4] == widths[5]


@pytest.mark.parametrize(
    ("report", "least", "greatest"),
    [
        (figure(5), 5, 5),
        (figure(5, bound=Bound.ABOUT), 5, 5),
        (figure(0), 0, 0),
        (between(2, 7), 2, 7),
        (figure(5, bound=Bound.AT_LEAST), 5, None),
        (figure(5, bound=Bound.AT_MOST), None, 5),
    ],
)
def test_limits(report: Report, least: float | None, greatest: float | None) -> None:
    """What a report allows: itself, its range, or all on one side."""
    assert limits(report) == (least, greatest)


def test_distance() -> None:
    """How far a value lies outside a report: nothing inside, else in nats."""
    log = math.log

    assert distance(between(2000, 4000), log(3000), VEHICLES) == 0
    assert distance(between(2000, 4000), log(1000), VEHICLES) == pytest.approx(log(2))
    assert distance(between(2000, 4000), log(8000), VEHICLES) == pytest.approx(log(2))
    assert distance(figure(3000, bound=Bound.AT_LEAST), log(90_000), VEHICLES) == 0
    assert distance(figure(3000, bound=Bound.AT_MOST), log(1), VEHICLES) == 0
    assert distance(figure(0), VEHICLES.zero, VEHICLES) == 0
