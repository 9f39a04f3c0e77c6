"""What is said of a simulated week: each kind of speaker is as far off as it is written to be."""

import math
from collections import defaultdict
from itertools import pairwise
from statistics import fmean, pstdev

import pytest

from app.domain.report import Report
from app.domain.vocabulary import Bound, Claim, Method, OriginKind, Quantity
from app.simulating.scenario import Lies, Scenario
from app.simulating.telling.everybody import reports
from app.simulating.world import QUEUE, World, minute_of, world

LINE = Quantity.QUEUE_VEHICLES


@pytest.fixture(scope="module")
def weeks() -> list[tuple[World, list[Report]]]:
    """Give honest weeks with what is said of them."""
    made = [world(scenario, seed) for scenario in Scenario for seed in range(6)]
    return [(each, reports(each)) for each in made if not each.course.lies.share]


def _offs(weeks: list[tuple[World, list[Report]]], method: Method) -> list[float]:
    """Give how far figures of the line are off, in nats, by how they came to be known."""
    return [
        math.log(report.value / world.waiting[minute_of(report.ends)])
        for world, said in weeks
        if not world.course.frozen
        for report in said
        if report.quantity is LINE and report.method is method and report.value
        if world.waiting[minute_of(report.ends)] > 50
    ]


def test_a_sensor_is_sharp(weeks: list[tuple[World, list[Report]]]) -> None:
    """Counts are off by three per cent, neither too much nor too little."""
    offs = _offs(weeks, Method.COUNTED)

    assert len(offs) > 1000
    assert pstdev(offs) == pytest.approx(0.03, abs=0.005)
    assert fmean(offs) == pytest.approx(0, abs=0.005)


def test_officials_round_and_travellers_guess(weeks: list[tuple[World, list[Report]]]) -> None:
    """Officials are off by a tenth but for misprints; who sees the line by three times as much."""
    officials = sorted(abs(each) for each in _offs(weeks, Method.OFFICIAL))
    travellers = sorted(abs(each) for each in _offs(weeks, Method.OBSERVED))

    assert officials[len(officials) // 2] < 0.08
    assert 0.15 < travellers[len(travellers) // 2] < 0.4
    assert officials[-1] > math.log(8)


def test_media_repeat_the_ministry(weeks: list[tuple[World, list[Report]]]) -> None:
    """What media quote is the ministry's, said later, and mostly the same figure."""
    origins = defaultdict(set)
    for _, said in weeks:
        for report in said:
            if report.origin_kind is OriginKind.OFFICIALS_QUOTED_BY_MEDIA:
                origins[report.origin].add(report.source)

    assert set(origins) == {"interior ministry"}
    assert len(origins["interior ministry"]) == 3


def test_who_still_waits_tells_a_bound(weeks: list[tuple[World, list[Report]]]) -> None:
    """Waits so far are lower bounds, and waits that are over cover the time they took."""
    waits = [
        report for _, said in weeks for report in said if report.quantity is Quantity.WAIT_MINUTES
    ]
    so_far = [report for report in waits if report.bound is Bound.AT_LEAST]
    over = [report for report in waits if report.bound is Bound.ABOUT]

    assert min(len(so_far), len(over)) > 300
    for report in over:
        took = (report.ends - report.observed_from).total_seconds() / 60
        assert took == pytest.approx(report.value) or report.observed_from.day == 1


def test_liars_lie_together() -> None:
    """Where all of a share lie together their figures are as far off, and on one side."""
    made = world(Scenario.LIARS, 3, Lies(share=1.0, together=True))
    offs = [
        math.log(report.value / made.waiting[minute_of(report.ends)])
        for report in reports(made)
        if report.method is Method.OBSERVED and report.quantity is LINE and report.value
        if made.waiting[minute_of(report.ends)] > 20
    ]

    assert len(offs) > 5
    assert all(abs(abs(each) - 1.4) < 0.6 for each in offs)
    assert len({each > 0 for each in offs}) == 1


def test_only_the_authority_says_closed_as_a_fact_in_time() -> None:
    """A closing has its official word within half an hour; rumours are rumours."""
    made = world(Scenario.CLOSURE, 1)
    said = [each for each in reports(made) if each.quantity is Quantity.ACCESS]
    (start, end) = made.course.closed[0]
    official = [minute_of(e.known) for e in said if e.origin_kind is OriginKind.AUTHORITY]
    chat = {each.claim for each in said if each.origin_kind is OriginKind.CHANNEL}

    assert 0 <= official[1] - start <= 30
    assert 0 <= official[2] - end <= 30
    assert chat <= {Claim.RUMOUR}


def test_it_is_told_again_the_same_and_in_order() -> None:
    """The same world is told in the same words, by when they are known, of one queue."""
    made = world(Scenario.SURGE, 2)
    once, again = reports(made), reports(made)

    assert [each.id for each in once] == [each.id for each in again]
    assert once == again
    assert all(one.known <= other.known for one, other in pairwise(once))
    assert {each.place for each in once} == {QUEUE.place}
