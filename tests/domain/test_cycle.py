"""The cycle: how a queue goes through the day, learned from figures of different hours."""

import math
from collections.abc import Iterable
from datetime import timedelta

import numpy as np
import pytest

from app.domain.belief import grid_of, moved, quantile, unknown, updated
from app.domain.cycle import KNOWN_TO, LONGEST, SUPPOSED, Cycle, learned
from app.domain.independence import voices
from app.domain.likelihood import log_likelihood
from app.domain.relation import Heard
from app.domain.report import Report
from app.domain.vocabulary import Quantity
from tests.domain.made import DAY, GATE, HOUR, MONDAY, at, estimated, figure

VEHICLES, KM, WAIT = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES
MIDNIGHT = MONDAY + 4 * HOUR
"""Midnight in UTC, in which cycles are told; the gate's days begin four hours before."""

WAVE = 200.0
"""By how many vehicles the line lies above its middle at noon, and below it at midnight."""


def line(hour: float) -> float:
    """Give how many vehicles stand there so many hours after midnight."""
    return 1000 - WAVE * math.cos(2 * math.pi * hour / 24)


def told(quantity: Quantity, hours: Iterable[float], **parts: timedelta) -> Heard:
    """Tell the line at these hours, in vehicles or in kilometres of a hundred."""
    each = 1 if quantity is VEHICLES else 100
    said = [
        figure(
            line(hour) / each, quantity=quantity, **at(MIDNIGHT + hour * HOUR) | _over(hour, parts)
        )
        for hour in hours
    ]
    return Heard(voices(said, GATE, grid_of(quantity)), grid_of(quantity))


def _over(hour: float, parts: dict[str, timedelta]) -> dict[str, object]:
    return {name: MIDNIGHT + hour * HOUR + length for name, length in parts.items()}


def steady() -> list[Report]:
    """Tell about nine hundred vehicles at all hours of four days, never twice the same."""
    return [figure(900 + hour % 5, **at(MIDNIGHT + hour * HOUR)) for hour in range(0, 100, 7)]


def rise(found: Cycle) -> float:
    """Give by how much a line of a thousand rises from midnight to noon, as a factor."""
    return math.exp(found.nats(1000, MIDNIGHT, MIDNIGHT + 12 * HOUR, 1.0))


def test_nothing_said() -> None:
    """Of a queue of which one figure or none was told there is no cycle."""
    assert learned({VEHICLES: told(VEHICLES, ())}) == {}
    assert learned({VEHICLES: told(VEHICLES, (6,))}) == {}


def test_the_more_is_told_the_more_of_it_is_believed() -> None:
    """Few figures make a small wave, and many nearly the whole one, never more."""
    few, many = (
        rise(learned({VEHICLES: told(VEHICLES, range(0, hours, 6))})[VEHICLES])
        for hours in (24, 240)
    )

    assert 1 < few < many < 1 + 2 * WAVE / 1000
    assert many > 1 + WAVE / 1000


def test_a_steady_line_has_no_cycle() -> None:
    """Where nearly the same is told at all hours there is hardly a wave."""
    said = steady()
    found = learned({VEHICLES: Heard(voices(said, GATE, grid_of(VEHICLES)), grid_of(VEHICLES))})

    assert math.hypot(found[VEHICLES].cosine, found[VEHICLES].sine) < 5


def test_quantities_tell_of_one_day() -> None:
    """What kilometres tell of the hours moves vehicles too, by as much of their size."""
    alone = learned({VEHICLES: told(VEHICLES, (0, 1)), KM: told(KM, ())})
    both = learned({VEHICLES: told(VEHICLES, (0, 1)), KM: told(KM, range(0, 96, 6))})

    assert rise(both[VEHICLES]) > rise(alone[VEHICLES]) + 0.1
    assert both[VEHICLES].cosine / both[KM].cosine == pytest.approx(100, rel=0.5)


@pytest.mark.parametrize(
    ("hours", "over"),
    [((0, LONGEST + 1), 0.0), ((0, 0.5), 0.0), ((0, 12), KNOWN_TO + 1)],
    ids=["too far apart", "too near", "of many hours"],
)
def test_what_tells_nothing_of_hours(hours: tuple[float, float], over: float) -> None:
    """Figures of long intervals, or hardly or very far apart, make no cycle."""
    found = learned({VEHICLES: told(VEHICLES, hours, observed_to=over * HOUR)})

    assert found == {}


def test_a_misprint_makes_no_tide() -> None:
    """One figure ten times too great moves a wave by less than half of what is supposed."""
    said = steady()
    said[5] = figure(9000, **at(MIDNIGHT + 35 * HOUR))
    found = learned({VEHICLES: Heard(voices(said, GATE, grid_of(VEHICLES)), grid_of(VEHICLES))})

    size = math.hypot(found[VEHICLES].cosine, found[VEHICLES].sine)
    assert size < SUPPOSED * grid_of(VEHICLES).short / 2


def test_it_moves_the_number() -> None:
    """Hours after the last word the number lies where the hour of the day has moved it."""
    said = figure(1000, **at(MIDNIGHT))
    wave = Cycle(cosine=-WAVE, sine=0.0)

    morning, noon, evening = (
        estimated(VEHICLES, [said], MIDNIGHT + hours * HOUR, cycle=wave).estimate.mid
        for hours in (6, 12, 18)
    )
    steady = estimated(VEHICLES, [said], MIDNIGHT + 12 * HOUR).estimate.mid

    assert noon == pytest.approx((steady or 0) * (1 + 2 * WAVE / 1000), rel=0.03)
    assert morning == pytest.approx(evening, rel=0.03)


def test_none_is_not_moved() -> None:
    """A wave moves what stands in a line, and never the chance that nobody does."""
    grid = grid_of(VEHICLES)
    some = updated(unknown(), log_likelihood(figure(100), grid, 0.1))
    masses = np.concatenate(([0.3], 0.7 * some[1:] / some[1:].sum()))

    there = moved(masses, grid, math.log(2))

    assert there[0] == 0.3
    assert there.sum() == pytest.approx(1)
    assert quantile(there, grid, 0.65) == pytest.approx(2 * quantile(masses, grid, 0.65), rel=0.01)


def test_what_would_leave_the_grid_stays() -> None:
    """Where most of a belief lies at the end of the grid, no wave moves it beyond."""
    grid = grid_of(VEHICLES)
    masses = updated(unknown(), log_likelihood(figure(100_000), grid, 0.1))

    assert moved(masses, grid, 1.0) is masses


def test_a_wave_is_bounded() -> None:
    """A line moves by a bounded factor, however great its wave, and a day later it is back."""
    flood = Cycle(cosine=-1e6, sine=0.0)

    assert rise(flood) == pytest.approx(math.exp(1.8))
    assert flood.nats(1000, MIDNIGHT, MIDNIGHT + DAY, 1.0) == pytest.approx(0, abs=1e-6)
