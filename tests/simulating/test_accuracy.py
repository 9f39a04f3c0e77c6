"""The measure: errors, coverage and scores by hand, and what plain means would have said."""

import math
from dataclasses import replace

import pytest

from app.domain.vocabulary import AccessWord, Quantity
from app.simulating.accuracy import accuracy
from app.simulating.answering import ASKED, PLAIN, Answer, answers, turns
from app.simulating.scenario import Scenario
from app.simulating.telling.everybody import reports
from app.simulating.world import BEGINS, world

GOOD = Answer(
    at=BEGINS,
    scenario=Scenario.CALM,
    quantity=Quantity.QUEUE_VEHICLES,
    truth=200.0,
    low=100.0,
    mid=200.0,
    high=400.0,
    plain=dict.fromkeys(PLAIN, 400.0),
)


def test_errors_are_logarithms() -> None:
    """Twice as much is as far off as half as much; the interval is as wide as its ends say."""
    told = accuracy([GOOD, replace(GOOD, mid=100.0)])

    assert told.error == pytest.approx(math.log(2) / 2)
    assert told.absolute == pytest.approx(50)
    assert told.width == pytest.approx(math.log(4))
    assert told.errors["latest"] == pytest.approx(math.log(2))


def test_the_score_charges_what_lies_outside() -> None:
    """By hand: width 2 ln 2 at a = 0.2, once with the truth inside, once ln 2 outside."""
    inside = accuracy([GOOD])
    outside = accuracy([replace(GOOD, truth=800.0)])

    assert inside.score == pytest.approx(0.1 * 2 * math.log(2) / 1.5)
    assert outside.score == pytest.approx(
        (math.log(4) / 2 + 0.1 * (2 * math.log(2) + 10 * math.log(2))) / 1.5
    )
    assert inside.covered == 1
    assert outside.covered == 0


def test_few_are_all_alike() -> None:
    """Three or ten cars make no difference, and none is no fault."""
    told = accuracy([replace(GOOD, truth=0.0, low=0.0, mid=10.0, high=15.0)])

    assert told.error == 0
    assert told.covered == 1


def test_what_is_not_answered_is_not_counted() -> None:
    """An answer without a figure, or one that nobody else gives, counts as asked alone."""
    silent = replace(GOOD, low=None, mid=None, high=None)
    alone = replace(GOOD, plain=dict.fromkeys(PLAIN))
    told = accuracy([GOOD, silent, alone])

    assert (told.asked, told.answered) == (3, 1)
    assert math.isnan(accuracy([]).error)


def test_a_week_is_asked_about() -> None:
    """Each quantity is asked 56 times, and nearly always answered by us and by the latest."""
    week = world(Scenario.CALM, 1)
    told = list(answers(week, reports(week)))

    assert len(told) == 56 * len(ASKED)
    assert sum(each.mid is not None for each in told) > 0.9 * len(told)
    assert all(each.low <= each.mid <= each.high for each in told if each.mid is not None)  # type: ignore[operator]


def test_closings_are_known_from_the_first_official_word() -> None:
    """Closing and opening are known at once, and rumours close nothing."""
    weeks = [world(Scenario.CLOSURE, seed) for seed in range(5)]
    told = [turns(week, reports(week)) for week in weeks]

    for found, wrong in told:
        assert [each.word for each in found] == [AccessWord.CLOSED, AccessWord.OPEN]
        assert all(each.after is not None and each.after <= 10 for each in found)
        assert wrong == 0
