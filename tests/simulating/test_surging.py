"""Surges of simulated lines: when they truly begin, and whether they were told in time."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.vocabulary import Quantity
from app.simulating.answering import Answer
from app.simulating.scenario import DAY, Scenario
from app.simulating.surging import WITHIN, found, line, onsets
from app.simulating.world import World, moment, world

HOUR = 60
BEGINS = 3 * DAY + 2 * DAY
"""The minute at which the line of `made` begins to grow: the week's third day."""


@pytest.fixture
def made() -> World:
    """Give a week whose line is 200 cars, grows to 1,000 within half a day, and stays there."""
    waiting = np.full(world(Scenario.CALM, 0).waiting.size, 200, dtype=np.int64)
    waiting[BEGINS : BEGINS + WITHIN] = np.linspace(200, 1000, WITHIN).astype(np.int64)
    waiting[BEGINS + WITHIN :] = 1000
    return replace(world(Scenario.CALM, 0), waiting=waiting)


def told(made: World, after: int = 0, factor: float = 1.05) -> list[Answer]:
    """Give what somebody would have said who knows the line as it was some minutes before."""
    return [
        Answer(
            at=moment(at),
            scenario=Scenario.CALM,
            quantity=Quantity.QUEUE_VEHICLES,
            truth=float(made.waiting[at]),
            low=float(made.waiting[at - after]) / factor,
            mid=float(made.waiting[at - after]),
            high=float(made.waiting[at - after]) * factor,
        )
        for at in range(made.week.start, made.week.stop, HOUR)
    ]


def test_growth_is_that_of_a_mean_of_six_hours(made: World) -> None:
    """Before it grows it is as long as a day ago, at the end five times as long."""
    mean, grown = line(made)

    assert mean[BEGINS - 1] == pytest.approx(200)
    assert grown[BEGINS - 1] == pytest.approx(1)
    assert grown[BEGINS + WITHIN + 6 * HOUR] == pytest.approx(5)


def test_a_surge_begins_where_the_line_has_doubled(made: World) -> None:
    """The mean of six hours reaches 400 six hours after the line begins to grow from 200 to 1,000.

    By then the line is at 600, and was at 200 six hours before.
    """
    (onset,) = onsets(made)

    assert onset == pytest.approx(BEGINS + 6 * HOUR, abs=3)


def test_whoever_knows_the_line_finds_it(made: World) -> None:
    """At once, without a false alarm."""
    result = found(made, told(made))

    (after,) = result.after
    assert after is not None
    assert -4 * HOUR < after < HOUR
    assert (result.alarms, result.wrong) == (1, 0)


def test_whoever_hears_of_it_a_day_later_does_not(made: World) -> None:
    """What is told too late is not found, and no false alarm either where the line still grew."""
    result = found(made, told(made, after=DAY))

    assert result.after == (None,)
    assert result.alarms == 1


def test_whoever_is_in_doubt_tells_nothing(made: World) -> None:
    """An interval of a factor of five either way leaves no surge sure."""
    result = found(made, told(made, factor=5))

    assert (result.after, result.alarms) == ((None,), 0)


def test_an_alarm_without_growth_is_false(made: World) -> None:
    """Whoever tells of this surge while the line stays as it is tells wrongly."""
    still = replace(made, waiting=np.full(made.waiting.size, 200, dtype=np.int64))

    result = found(still, told(made))

    assert (result.after, result.alarms, result.wrong) == ((), 1, 1)


def test_a_short_line_does_not_surge(made: World) -> None:
    """From 20 to 100 cars is nothing that is to be found."""
    short = replace(made, waiting=made.waiting // 10)

    assert onsets(short) == []
