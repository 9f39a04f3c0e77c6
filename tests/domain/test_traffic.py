"""Traffic: the newest measurement stands with its interval, ages by its own length, and goes."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.assessment import assess, queues
from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.status import LastMeasurement, Measurement
from app.domain.traffic import limits_of_measurement
from app.domain.vocabulary import (
    Bound,
    Freshness,
    Method,
    Mode,
    NoNumber,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from tests.domain.made import DAY, HOUR, MONDAY, NOON, QUEUE, TICK, at, evidence, figure

MINUTE = timedelta(minutes=1)
CADENCES = {"loops": 5 * MINUTE, "customs": HOUR}
SENSOR: dict[str, Any] = {
    "source": "loops",
    "origin": "road agency",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
}


def hour(value: float, ends: Any = NOON, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make a sensor's count of vehicles in the hour before a moment."""
    fields = {
        "quantity": Quantity.CROSSINGS_VEHICLES,
        "observed_from": ends - HOUR,
        "observed_to": ends,
        "precision": Precision.HOUR,
        "recorded_at": ends + 2 * MINUTE,
        **SENSOR,
        **parts,
    }
    return figure(value, **fields)


def day(value: float, **parts: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Make customs' count of all vehicles on Sunday, the day before."""
    fields: dict[str, Any] = {
        "quantity": Quantity.CROSSINGS_VEHICLES,
        "observed_from": MONDAY - DAY,
        "observed_to": MONDAY,
        "source": "customs",
        "origin": "customs",
        **parts,
    }
    return figure(value, **fields)


def ratio(value: float, moment: Any = NOON, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make a sensor's share of free flow at a moment."""
    fields = {"quantity": Quantity.APPROACH_FLOW_RATIO, **SENSOR, **at(moment), **parts}
    return figure(value, **fields)


def shown(
    *reports: Report,
    at: Any = NOON + 5 * MINUTE,  # noqa: ANN401 - a moment
    down: frozenset[str] = frozenset(),
) -> tuple[Measurement, ...]:
    """Give the traffic of the queue at a moment."""
    return assess(QUEUE, evidence(*reports, cadences=CADENCES, down=down), at).traffic


def test_the_newest_stands_as_it_was_said() -> None:
    """Of each quantity the newest measurement is told, with its interval and who counted."""
    count, flow = shown(hour(31), hour(44, ends=NOON - HOUR), ratio(0.875))

    assert (count.low, count.mid, count.high, count.bound) == (31, 31, 31, Bound.EXACT)
    assert (count.observed_from, count.observed_to) == (NOON - HOUR, NOON)
    assert (count.origin, count.source, count.method) == ("road agency", "loops", Method.COUNTED)
    assert (count.freshness, count.no_number, count.last) == (Freshness.FRESH, None, None)
    assert (flow.quantity, flow.mid) == (Quantity.APPROACH_FLOW_RATIO, 0.875)


def test_zero_is_a_measurement_and_nothing_is_none() -> None:
    """Nobody passed is a zero; nobody counted is no measurement at all."""
    (count,) = shown(hour(0))

    assert (count.low, count.mid, count.high, count.no_number) == (0, 0, 0, None)
    assert shown() == ()


def test_of_this_queue_alone() -> None:
    """Trucks, the other way, both ways and single groups are other counts."""
    others = (
        hour(31, mode=Mode.TRUCK),
        hour(31, direction="GE-RU"),
        hour(31, direction=BOTH),
        hour(31, subject=Subject.RUSSIAN_PLATED),
        hour(31, place="elsewhere"),
    )

    assert shown(*others) == ()


@pytest.mark.parametrize(
    ("report", "late", "stale"),
    [
        (hour(31), 2 * HOUR + 2 * MINUTE, 6 * HOUR),
        (hour(31, source="customs"), 2 * HOUR + 2 * MINUTE, 6 * HOUR),
        (ratio(0.5), 12 * MINUTE, HOUR),
        (day(700, observed_from=NOON - DAY, observed_to=NOON), DAY, 3 * DAY),
        (hour(31, source="a paper"), 6 * HOUR, DAY),
    ],
    ids=["hour", "hour of a slow source", "moment", "day", "not live"],
)
def test_limits(report: Report, late: timedelta, stale: timedelta) -> None:
    """An hour's count outlasts the next hour, however often its source is asked."""
    limits = limits_of_measurement(report, CADENCES)

    assert (limits.late_at, limits.stale_at) == (NOON + late, NOON + stale)


def test_an_hour_is_fresh_until_the_next_may_be_missed() -> None:
    """Two hours after its end an hour's count is late, after six it is withheld."""
    (fresh,) = shown(hour(31), at=NOON + 2 * HOUR + 2 * MINUTE - TICK)
    (late,) = shown(hour(31), at=NOON + 6 * HOUR - TICK)
    (stale,) = shown(hour(31), at=NOON + 6 * HOUR)

    assert (fresh.freshness, fresh.mid) == (Freshness.FRESH, 31)
    assert (late.freshness, late.mid) == (Freshness.LATE, 31)
    assert (stale.freshness, stale.no_number) == (Freshness.STALE, NoNumber.STALE)
    assert (stale.low, stale.mid, stale.high) == (None, None, None)
    assert stale.last == LastMeasurement(
        low=31, mid=31, high=31, observed_from=NOON - HOUR, observed_to=NOON
    )


def test_a_source_that_is_down_is_named_as_the_reason() -> None:
    """A stale measurement says that its source is down, where it is; one that stands, stands."""
    down = frozenset({"loops"})

    (standing,) = shown(hour(31), down=down)
    (stale,) = shown(hour(31), at=NOON + 6 * HOUR, down=down)
    (other,) = shown(hour(31), at=NOON + 6 * HOUR, down=frozenset({"customs"}))

    assert (standing.mid, standing.no_number) == (31, None)
    assert (stale.mid, stale.no_number) == (None, NoNumber.SOURCE_DOWN)
    assert other.no_number is NoNumber.STALE


def test_the_last_is_told_for_two_weeks() -> None:
    """A measurement of long ago is none any more."""
    (last,) = shown(hour(31), at=NOON + 14 * DAY - TICK)

    assert last.last is not None
    assert shown(hour(31), at=NOON + 14 * DAY) == ()


def test_what_stands_goes_before_what_is_stale() -> None:
    """A total of the day before outlasts a sensor that stopped this noon; the sum of both never."""
    (both,) = shown(hour(31), day(700))
    (total,) = shown(hour(31), day(700), at=NOON + 7 * HOUR)

    assert both.mid == 31
    assert (total.mid, total.source, total.no_number) == (700, "customs", None)


def test_a_rate_and_bounds_stay_what_they_are() -> None:
    """A number per day and a bound are told as such; a count of an unfinished day is a bound."""
    (rate,) = shown(day(700, per=Per.DAY))
    (least,) = shown(hour(31, bound=Bound.AT_LEAST))
    so_far = day(90, observed_from=MONDAY, observed_to=MONDAY + DAY, published_at=NOON)
    (begun,) = shown(so_far)

    assert (rate.mid, rate.per) == (700, Per.DAY)
    assert (least.low, least.mid, least.high) == (31, None, None)
    assert (begun.low, begun.mid, begun.bound) == (90, None, Bound.AT_LEAST)


def test_it_says_when_time_changes_it() -> None:
    """The status wakes when a measurement turns late, stale, and when it is told no more."""
    told = evidence(hour(31), cadences=CADENCES)
    moment, turns = NOON + 5 * MINUTE, []
    for _ in range(3):
        turn = assess(QUEUE, told, moment).changes_at
        assert turn is not None
        moment = turn
        turns.append(turn)

    assert turns == [NOON + 2 * HOUR + 2 * MINUTE, NOON + 6 * HOUR, NOON + 14 * DAY]
    assert assess(QUEUE, told, moment).changes_at is None


def test_what_is_not_known_yet_is_not_told() -> None:
    """A count becomes part of a status when it is recorded, not when its hour ends."""
    assert shown(hour(31), at=NOON + MINUTE) == ()


def test_a_queue_of_which_only_traffic_is_heard_has_a_row() -> None:
    """What a sensor counts of all modes together gets a row of its own; the archive's does not."""
    together, moved = hour(31, mode=Mode.ANY), ratio(0.5, mode=Mode.ANY, direction="GE-RU")
    archived = hour(31, mode=Mode.BUS, archived=True)

    rows = queues(evidence(together, moved, archived))

    assert Queue("gate", "RU-GE", Mode.ANY) in rows
    assert Queue("gate", "GE-RU", Mode.ANY) in rows
    assert Queue("gate", "RU-GE", Mode.BUS) not in rows
