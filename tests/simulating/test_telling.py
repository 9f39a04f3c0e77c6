"""What is said of a simulated week: each kind of speaker is as far off as it is written to be."""

import math
from collections import defaultdict
from itertools import groupby, pairwise
from statistics import fmean, pstdev

import numpy as np
import pytest

from app.domain.report import Report
from app.domain.vocabulary import Bound, Claim, Method, Mode, OriginKind, Precision, Quantity
from app.simulating.scenario import Lies, Scenario
from app.simulating.telling.everybody import reports
from app.simulating.telling.speaker import Said, printed, report_of
from app.simulating.telling.travellers import EYEWITNESS
from app.simulating.world import BEGINS, QUEUE, World, minute_of, world
from tests.long import long

pytestmark = long

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
        simulated = (report.ends - BEGINS).total_seconds() / 60
        assert took == pytest.approx(min(report.value or 0.0, simulated))


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


def test_a_sensor_is_silent_at_times(weeks: list[tuple[World, list[Report]]]) -> None:
    """Of all its half hours it tells of two in three or more, and is silent for hours on end."""
    gaps = [
        minute_of(later.ends) - minute_of(earlier.ends)
        for _, said in weeks
        for earlier, later in pairwise(each for each in said if each.method is Method.COUNTED)
        if earlier.quantity is later.quantity is LINE
    ]
    silent = [gap for gap in gaps if gap > 30]

    assert 0.65 < 30 * len(gaps) / sum(gaps) < 0.95
    assert len(silent) > 20
    assert 120 < fmean(silent) < 420


def test_a_frozen_feed_repeats_itself_under_new_times() -> None:
    """For six hours and longer the same count comes again, while the line is another."""
    longest = 0
    for seed in range(6):
        made = world(Scenario.FROZEN, seed)
        counts = [e for e in reports(made) if e.method is Method.COUNTED and e.quantity is LINE]
        counts.sort(key=lambda each: each.ends)
        alike = [len(list(run)) for value, run in groupby(e.value for e in counts) if value]
        longest = max(longest, *alike)

    assert longest >= 12


def test_now_and_then_a_digit_is_lost_or_added() -> None:
    """About one printed figure in seventy, as often too much as too little; never nothing."""
    rng = np.random.default_rng(5)
    told = [printed(rng, 1234.0, LINE) for _ in range(20_000)]
    wrong = [each for each in told if each != 1234]

    assert set(wrong) == {123, 12_340}
    assert len(wrong) / len(told) == pytest.approx(0.015, abs=0.003)
    assert sum(each > 1234 for each in wrong) / len(wrong) == pytest.approx(0.5, abs=0.1)
    assert min(printed(rng, 4.0, LINE) for _ in range(2000)) == 1
    assert max(printed(rng, 58.0, Quantity.QUEUE_KM) for _ in range(2000)) == 58


def test_the_angry_tell_of_longer_waits(weeks: list[tuple[World, list[Report]]]) -> None:
    """Waits that are over are told without bias below five hours, and too long above."""
    offs: dict[bool, list[float]] = {False: [], True: []}
    for world_, said in weeks:
        for each in said:
            if each.quantity is Quantity.WAIT_MINUTES and each.bound is Bound.ABOUT and each.value:
                true = float(world_.wait_last[minute_of(each.ends)])
                if true > 90:
                    offs[true > 300].append(math.log(each.value / true))

    assert min(map(len, offs.values())) > 100
    assert fmean(offs[False]) == pytest.approx(0, abs=0.04)
    assert fmean(offs[True]) == pytest.approx(0.2 * math.sqrt(2 / math.pi), abs=0.04)


def test_liars_by_themselves_are_off_either_way() -> None:
    """Where each lies for himself, figures scatter widely about the truth."""
    offs = []
    for seed in range(8):
        made = world(Scenario.LIARS, seed, Lies(share=1.0))
        offs += [
            math.log(each.value / made.waiting[minute_of(each.ends)])
            for each in reports(made)
            if each.method in {Method.OBSERVED, Method.RELAYED} and each.quantity is LINE
            if each.origin in {"eyewitness", "Telegram chat"} and each.value
            if made.waiting[minute_of(each.ends)] > 20
        ]

    assert len(offs) > 100
    assert pstdev(offs) == pytest.approx(1.2, abs=0.2)
    assert abs(fmean(offs)) < 0.3


def test_a_share_of_the_nameless_lie() -> None:
    """Officials and sensors never do; of the others as many as was asked for."""
    alike = nameless = 0
    for seed in range(12):
        honest = reports(world(Scenario.LIARS, seed, Lies()))
        half = reports(world(Scenario.LIARS, seed, Lies(share=0.5)))
        count = [sum(e.bound is Bound.AT_LEAST for e in said) for said in (honest, half)]
        nameless += count[0]
        alike += count[1]
        official = [
            [(e.known, e.value) for e in said if e.method is Method.OFFICIAL]
            for said in (honest, half)
        ]
        assert official[0] == official[1]

    assert alike / nameless == pytest.approx(0.5, abs=0.08)


def test_passages_and_bookings_are_counts(weeks: list[tuple[World, list[Report]]]) -> None:
    """A day's passages are those of the day; an electronic list holds more than stand there."""
    for made, said in weeks:
        for each in said:
            begins, ends = minute_of(each.observed_from), minute_of(each.ends)
            if each.quantity is Quantity.CROSSINGS_VEHICLES:
                assert each.value == made.across[ends - 1] - made.across[begins - 1]
                assert ends - begins == 1440
            elif each.quantity is Quantity.BOOKED_VEHICLES:
                assert each.value == round(made.lorries[ends] * 1.3)
                assert each.queue.mode is Mode.TRUCK


def test_everything_is_known_after_it_was_seen(weeks: list[tuple[World, list[Report]]]) -> None:
    """Nobody tells of what is still to come, but for a day's figure that is told during it."""
    for _, said in weeks:
        for each in said:
            assert each.known >= each.observed_from
            assert each.precision is Precision.DAY or each.known >= each.ends


def test_nobody_says_what_nobody_believes() -> None:
    """A line of 290 km may look longer, but nobody says more than could be true."""
    said = Said(quantity=Quantity.QUEUE_KM, value=400.0, first=0, last=0, known=1)

    assert report_of(EYEWITNESS, said, "one").value == 300
