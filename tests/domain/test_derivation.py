"""Derivation: what kilometres, vehicles, throughput and areas let us expect, and no more."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.domain.assessment import assess
from app.domain.belief import DEVIATIONS, SPAN, grid_of
from app.domain.derivation import (
    DENSITY_WIDTH,
    LEAST_WIDTH,
    PACE_WIDTH,
    VEHICLES_PER_KM,
    Line,
    area_bounds,
    derived,
    throughput,
)
from app.domain.independence import voices
from app.domain.relation import Heard
from app.domain.report import Queue, Report
from app.domain.status import Estimate
from app.domain.vocabulary import (
    Bound,
    Method,
    Mode,
    Per,
    Precision,
    Quantity,
    Subject,
)
from app.domain.voice import Voice
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    PAPER,
    QUEUE,
    TICK,
    at,
    between,
    evidence,
    figure,
)

EVENING = MONDAY + DAY
VEHICLES, KM, WAIT = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES


def held(quantity: Quantity, mid: float, method: Method = Method.OFFICIAL) -> Estimate:
    """Make an estimate with a fifth to either side."""
    return Estimate(
        quantity=quantity,
        subject=Subject.VEHICLES,
        low=mid * 0.8,
        mid=mid,
        high=mid * 1.2,
        method=method,
        observed_to=EVENING,
    )


def expected(
    quantity: Quantity,
    *known: Estimate,
    per_day: float | None = None,
    queue: Queue = QUEUE,
    said: Mapping[Quantity, Sequence[Report]] | None = None,
) -> list[Voice]:
    """Give what the known estimates let us expect of a quantity of a queue, an hour later."""
    direct = {each.quantity: each for each in known}
    heard = {
        each: Heard(voices((said or {}).get(each, ()), GATE, grid_of(each)), grid_of(each))
        for each in SPAN
    }
    return derived(quantity, Line(queue, per_day), EVENING + HOUR, direct, heard)


def crossed(value: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make a count of the vehicles that crossed on Monday."""
    return figure(value, **{"quantity": Quantity.CROSSINGS_VEHICLES, "per": Per.WINDOW} | parts)


def numbers(quantity: Quantity, *reports: Report) -> Estimate:
    """Give the published estimate at the end of Monday."""
    return assess(QUEUE, evidence(*reports), EVENING).estimates[quantity]


def test_vehicles_from_kilometres() -> None:
    """A line of so many kilometres holds about so many cars, marked as derived."""
    (found,) = expected(VEHICLES, held(KM, 10))
    report = found.report

    assert report.value == pytest.approx(1500)
    assert (report.bound, report.method, report.source) == (Bound.ABOUT, "derived", "derived")
    assert (report.origin, report.observed_to) == ("derived from queue_km", EVENING)
    assert (found.named, found.until) == (False, EVENING + HOUR)


def test_kilometres_from_vehicles() -> None:
    """The way back is the same."""
    (found,) = expected(KM, held(VEHICLES, 1500))

    assert found.report.value == pytest.approx(10)


def test_derived_is_as_wide_as_basis_and_relation() -> None:
    """What is derived is as wide as what it is derived from and how the two differ, together."""
    (found,) = expected(KM, held(VEHICLES, 1500))

    basis = math.log(1.2 / 0.8) / (2 * DEVIATIONS)
    assert found.scale == pytest.approx(math.hypot(basis, DENSITY_WIDTH, LEAST_WIDTH[KM]))


def test_derived_is_no_sharper_than_a_direct_word() -> None:
    """However well the two go together, nothing derived is sharper than what was said directly."""
    said = {
        quantity: [
            figure(value, quantity=quantity, identity=f"{quantity} {n}", **at(EVENING - n * HOUR))
            for n in range(60)
        ]
        for quantity, value in ((VEHICLES, 1500), (KM, 10))
    }
    (found,) = expected(VEHICLES, held(KM, 10), said=said)

    spoken = voices(said[VEHICLES], GATE, grid_of(VEHICLES))
    assert found.scale >= min(voice.scale for voice in spoken)


def test_derived_follows_what_was_said_of_this_queue() -> None:
    """Where vehicles and kilometres were told together, the queue's own ratio is taken."""
    said = {
        quantity: [
            figure(
                value, quantity=quantity, identity=f"{quantity} {n}", **at(EVENING - n * 5 * HOUR)
            )
            for n in range(12)
        ]
        for quantity, value in ((VEHICLES, 3000), (KM, 10))
    }

    (found,) = expected(VEHICLES, held(KM, 20), said=said)

    assert found.report.value == pytest.approx(6000)


def test_trucks_are_longer() -> None:
    """A kilometre holds fewer trucks than cars; of people on foot nothing follows."""
    trucks, walkers = (QUEUE._replace(mode=mode) for mode in (Mode.TRUCK, Mode.FOOT))

    (found,) = expected(VEHICLES, held(KM, 10), queue=trucks)
    assert found.report.value == pytest.approx(10 * VEHICLES_PER_KM[Mode.TRUCK])
    assert expected(VEHICLES, held(KM, 10), queue=walkers) == []


def test_wait_from_queue_and_throughput() -> None:
    """Behind 3,000 vehicles where 1,500 pass a day one waits two days; without counts, unknown."""
    (of_vehicles,) = expected(WAIT, held(VEHICLES, 3000), held(KM, 25), per_day=1500)
    (of_length,) = expected(WAIT, held(KM, 20), per_day=1500)

    assert of_vehicles.report.value == pytest.approx(2880)
    assert of_length.report.value == pytest.approx(2880)
    assert of_length.scale > of_vehicles.scale > PACE_WIDTH
    assert expected(WAIT, held(VEHICLES, 3000)) == []


def test_no_line_from_a_wait() -> None:
    """A wait tells too little of a line to let expect one."""
    assert expected(VEHICLES, held(WAIT, 2880), per_day=1500) == []


@pytest.mark.parametrize(
    "basis",
    [
        Estimate(quantity=KM, subject=Subject.VEHICLES),
        held(KM, 0),
        held(KM, 10, Method.DERIVED),
    ],
    ids=["no number", "no line", "itself derived"],
)
def test_nothing_follows(basis: Estimate) -> None:
    """Nothing follows from no number, from no line, or from what was derived itself."""
    assert expected(VEHICLES, basis) == []


def test_derived_stays_plausible() -> None:
    """What would follow beyond all reason is cut off there."""
    (found,) = expected(VEHICLES, held(KM, 290))
    (long,) = expected(WAIT, held(VEHICLES, 90_000), per_day=1)

    assert found.report.value == pytest.approx(43_500)
    assert long.report.value == 86_400


def test_throughput() -> None:
    """What gets through is the middle of the counts of two weeks."""
    counts = [crossed(value, **day(n)) for n, value in enumerate((1000, 1200, 5000))]

    assert throughput(QUEUE, counts, EVENING) == pytest.approx(1200)
    assert throughput(QUEUE, counts[:2], EVENING) == pytest.approx((1000 * 1200) ** 0.5)
    assert throughput(QUEUE, [], EVENING) is None


def day(back: int) -> dict[str, Any]:
    """Give the interval of so many days before Monday."""
    start = MONDAY - back * DAY
    return {"observed_from": start, "observed_to": start + DAY}


def test_throughput_per_day() -> None:
    """Counts over half a day to eight days are brought to a day, rates taken as they are."""
    half = {"observed_from": MONDAY + 12 * HOUR}
    week = {"observed_from": EVENING - 7 * DAY, "precision": Precision.WEEK}

    assert throughput(QUEUE, [crossed(500, **half)], EVENING) == pytest.approx(1000)
    assert throughput(QUEUE, [crossed(7000, **week)], EVENING) == pytest.approx(1000)
    assert throughput(QUEUE, [crossed(1000, **week, per=Per.DAY)], EVENING) == pytest.approx(1000)
    ranged = between(500, 2000, quantity=Quantity.CROSSINGS_VEHICLES, per=Per.WINDOW)
    assert throughput(QUEUE, [ranged], EVENING) == pytest.approx(1000)


@pytest.mark.parametrize(
    "other",
    [
        crossed(1000, mode=Mode.TRUCK),
        crossed(1000, direction="GE-RU"),
        crossed(1000, place="ge"),
        crossed(0),
        crossed(1000, bound=Bound.AT_LEAST),
        crossed(1000, bound=Bound.AT_MOST),
        crossed(1000, observed_from=EVENING - 12 * HOUR + TICK),
        crossed(1000, observed_from=EVENING - 9 * DAY),
        crossed(1000, quantity=Quantity.CROSSINGS_PEOPLE),
    ],
)
def test_counts_that_say_nothing(other: Report) -> None:
    """Other queues, zeros, bounds, too short and too long counts, and people say nothing of it."""
    assert throughput(QUEUE, [other], EVENING) is None


def test_throughput_of_both() -> None:
    """What both directions pass together is never split."""
    both = QUEUE._replace(direction="both")

    assert throughput(both, [crossed(1000, direction="both")], EVENING) is None


def test_throughput_ages() -> None:
    """A count stands for what gets through now for two weeks."""
    told = [crossed(1000)]

    assert throughput(QUEUE, told, EVENING + 14 * DAY) == pytest.approx(1000)
    assert throughput(QUEUE, told, EVENING + 14 * DAY + TICK) is None


def test_derived_is_marked() -> None:
    """Where nobody said it, a number is derived and says so, with a wide interval."""
    found = numbers(VEHICLES, figure(10, quantity=KM))

    assert found.method is Method.DERIVED
    assert found.mid == pytest.approx(1500, rel=0.1)
    assert found.low is not None
    assert found.high is not None
    assert found.high > 2.5 * found.low


def test_derived_never_outweighs() -> None:
    """However far off, what is derived hardly moves what is said directly, and is not counted."""
    direct = numbers(VEHICLES, figure(3000))
    with_km = numbers(VEHICLES, figure(3000), figure(100, quantity=KM))

    assert direct.mid is not None
    assert with_km.mid == pytest.approx(direct.mid, rel=0.1)
    assert (with_km.method, with_km.origins) == (Method.OFFICIAL, 1)


def test_wait_is_derived_from_the_archive_of_counts() -> None:
    """A queue and what gets through it give a wait where nobody told one."""
    found = numbers(WAIT, figure(3000), crossed(1500))

    assert found.method is Method.DERIVED
    assert found.mid == pytest.approx(2880, rel=0.15)


def test_area_bounds() -> None:
    """An area's count says of one of its posts at most as much, in its direction and mode."""
    told = [
        figure(7000, place="ge"),
        between(3000, 5000, place="ge"),
        figure(500, place="ge", bound=Bound.AT_LEAST),
        figure(7000, place="ge", mode=Mode.TRUCK),
        figure(7000, place="ge", direction="GE-RU"),
        figure(7000),
    ]
    found = area_bounds(VEHICLES, QUEUE, told)

    assert [(each.bound, each.low, each.value, each.high) for each in found] == [
        (Bound.AT_MOST, None, None, 7000),
        (Bound.AT_MOST, None, None, 5000),
    ]
    assert {(each.place, each.origin, each.method) for each in found} == {
        ("gate", "whole of ge", Method.DERIVED)
    }


@pytest.mark.parametrize("quantity", [WAIT, KM])
def test_no_area_bounds(quantity: Quantity) -> None:
    """An area's wait or kilometres say nothing of a post."""
    assert area_bounds(quantity, QUEUE, [figure(50, quantity=quantity, place="ge")]) == []


def test_an_area_never_gives_a_number() -> None:
    """An area's count bounds a post's own number; alone it gives the post none."""
    area = figure(1000, place="ge", origin="government")
    alone = assess(QUEUE, evidence(area), EVENING).estimates

    assert VEHICLES not in alone or alone[VEHICLES].mid is None
    own, bounded = numbers(VEHICLES, figure(3000)), numbers(VEHICLES, figure(3000), area)
    assert own.mid is not None
    assert bounded.mid is not None
    assert bounded.mid <= own.mid
    assert bounded.origins == 1


def test_area_bound_repeated() -> None:
    """However often an area's count is repeated, a post's number stays near its own."""
    area = [figure(7000 + n, place="ge", origin=f"outlet {n}") for n in range(20)]
    own = [figure(100), figure(110, **PAPER)]

    alone = numbers(VEHICLES, *own).mid
    assert numbers(VEHICLES, *own, *area).mid == pytest.approx(alone, rel=0.02)


def test_copies_are_whole() -> None:
    """What an area's report becomes is held to the same checks as any."""
    (found,) = area_bounds(VEHICLES, QUEUE, [figure(7000, place="ge")])

    assert replace(found, recorded_at=found.recorded_at + timedelta(days=1)).high == 7000
