"""Estimates: true whatever is reported, in whatever order, however often, however wildly."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.belief import SPAN, entropy, grid_of
from app.domain.estimate import STEP, Assessed, floor_to_step
from app.domain.independence import expected
from app.domain.report import Report
from app.domain.report_check import PLAUSIBLE
from app.domain.status import Estimate
from app.domain.vocabulary import (
    Agreement,
    Bound,
    Freshness,
    Knowledge,
    Method,
    NoNumber,
    OriginKind,
    Precision,
    Quantity,
)
from app.domain.voice import Role
from tests.domain.made import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    TICK,
    TRAVELLER,
    at,
    between,
    estimated,
    figure,
    report,
)
from tests.long import examples

SENSOR: dict[str, Any] = {
    "origin": "camera",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
    "source": "camera",
}
SPEAKERS = (
    {"origin": "border guard", "origin_kind": OriginKind.AUTHORITY, "method": Method.OFFICIAL},
    {"origin": "customs", "origin_kind": OriginKind.CUSTOMS, "method": Method.OFFICIAL},
    {"origin": "haulier", "origin_kind": OriginKind.BUSINESS, "method": Method.OBSERVED},
    {"origin": "The Post", "origin_kind": OriginKind.REPORTER, "method": Method.OBSERVED},
    PAPER,
    TRAVELLER,
    SENSOR,
)
CADENCES = {"camera": timedelta(minutes=7)}
EVENING = MONDAY + DAY


def assess(reports: Sequence[Report], moment: datetime = EVENING, **parts: Any) -> Assessed:  # noqa: ANN401
    """Assess a series of one quantity, at the end of Monday unless told otherwise."""
    quantity = reports[0].quantity if reports else Quantity.QUEUE_VEHICLES
    return estimated(quantity, reports, moment, **parts)


def published(reports: Sequence[Report], moment: datetime = EVENING) -> Estimate:
    """Give the estimate of a series."""
    return assess(reports, moment).estimate


def middle(reports: Sequence[Report], moment: datetime = EVENING) -> float:
    """Give the published middle, which has to be there."""
    mid = published(reports, moment).mid
    assert mid is not None
    return mid


@st.composite
def said(draw: st.DrawFn, quantity: Quantity) -> dict[str, Any]:
    """Make any figure of a quantity: zeros, huge ones, ranges and one-sided ones."""
    greatest = PLAUSIBLE[quantity].greatest
    values = st.one_of(
        st.sampled_from([0.0, 0.001, greatest]), st.floats(0, greatest), st.floats(0, greatest / 50)
    )
    low, value, high = sorted(draw(st.tuples(values, values, values)))
    bound = draw(st.sampled_from(Bound))
    filled: dict[str, Any] = {
        Bound.BETWEEN: {"low": low, "high": high},
        Bound.AT_LEAST: {"low": low},
        Bound.AT_MOST: {"high": high},
    }.get(bound, {"value": value})
    return {"bound": bound, **filled}


@st.composite
def any_report(draw: st.DrawFn, quantity: Quantity) -> Report:
    """Make any valid report: windows of any length, past and future, known early or late."""
    minutes = st.integers(-20 * 1440, 20 * 1440)
    starts = NOON + timedelta(minutes=draw(minutes))
    length = draw(st.sampled_from([0, 0, 1, 60, 1440, 1440, 10_000, 600_000]))
    ends = starts + timedelta(minutes=length)
    known = draw(st.sampled_from([starts, ends, starts + timedelta(minutes=length // 2)]))
    return report(
        quantity,
        observed_from=starts,
        observed_to=ends,
        published_at=known + draw(st.sampled_from([timedelta(0), 5 * HOUR, -HOUR, 3 * DAY])),
        precision=draw(st.sampled_from(Precision)),
        **draw(st.sampled_from(SPEAKERS)),
        **draw(said(quantity)),
    )


@st.composite
def series(draw: st.DrawFn) -> list[Report]:
    """Make the reports of one series."""
    quantity = draw(st.sampled_from(list(SPAN)))
    return draw(st.lists(any_report(quantity), min_size=1, max_size=9))


moments = st.integers(-25 * 1440, 50 * 1440).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(series(), moments, st.sampled_from(Knowledge))
@settings(max_examples=examples(120))
def test_any_reports(reports: list[Report], moment: datetime, knowledge: Knowledge) -> None:
    """Any valid reports give three rising numbers, or none of them and the reason."""
    found = assess(reports, moment, knowledge=knowledge, cadences=CADENCES).estimate

    if found.low is None:
        assert (found.mid, found.high) == (None, None)
        assert found.no_number in {NoNumber.UNKNOWN, NoNumber.STALE}
        return
    assert found.mid is not None
    assert found.high is not None
    assert 0 <= found.low <= found.mid <= found.high < math.inf
    assert found.no_number is None
    assert found.freshness in {Freshness.FRESH, Freshness.LATE}
    assert found.origins >= 1


@given(series(), moments, st.sampled_from(Knowledge), st.randoms(use_true_random=False))
def test_order(reports: list[Report], moment: datetime, knowledge: Knowledge, dice: Any) -> None:  # noqa: ANN401
    """The order in which reports come makes no difference, to the last bit."""
    other = list(reports)
    dice.shuffle(other)

    one, two = (assess(said, moment, knowledge=knowledge) for said in (reports, other))
    assert one.estimate == two.estimate
    assert one.changes_at == two.changes_at
    assert one.voices == two.voices


@given(series(), moments, st.integers(0, 8), st.integers(1, 5))
def test_repeats(reports: list[Report], moment: datetime, which: int, times: int) -> None:
    """Repeats of what an origin said, by whatever outlets, change nothing, to the last bit."""
    repeated = reports[which % len(reports)]
    repeats = [
        replace(
            repeated, identity=f"repeat {n}", source="wire", publisher=f"outlet {n}", known_at=None,
            published_at=repeated.known + n * HOUR,
        )
        for n in range(times)
    ]  # fmt: skip

    assert published([*reports, *repeats], moment) == published(reports, moment)


@given(series(), st.integers(0, 90 * 24 * 60), st.integers(0, 90 * 24 * 60))
def test_time_alone(reports: list[Report], soon: int, later: int) -> None:
    """Once all is said and over, time never lowers the entropy of what is believed."""
    over = max(max(report.ends, report.known) for report in reports)
    moments = (over + timedelta(minutes=soon), over + timedelta(minutes=soon + later))

    before, after = (assess(reports, moment).held for moment in moments)
    assert before is not None
    assert after is not None
    assert entropy(after.masses) >= entropy(before.masses) - 1e-9


@given(series(), moments)
@settings(max_examples=examples(120))
def test_rests_until_changes_at(reports: list[Report], moment: datetime) -> None:
    """Between a moment and `changes_at`, with what is known at the moment, nothing changes."""
    heard = [report for report in reports if report.known <= moment]
    coming = [report.observed_from for report in heard if report.observed_from > moment]
    found = assess(heard, moment, cadences=CADENCES)

    rests = min([*coming, found.changes_at or moment + 4000 * DAY]) - TICK
    assert assess(heard, rests, cadences=CADENCES).estimate == found.estimate


@pytest.mark.parametrize("quantity", list(SPAN))
@pytest.mark.parametrize("factor", [0.25, 0.5, 0.9, 1.5, 2, 5])
def test_scale(quantity: Quantity, factor: float) -> None:
    """Where all say so many times as much, so does the middle, and short lines are less sure."""
    least, greatest = SPAN[quantity]
    base = math.sqrt(least * greatest)
    speakers = [speaker for speaker in SPEAKERS if speaker["origin"] != "camera"]

    def numbers(scale: float) -> tuple[float, float]:
        reports = [
            figure(base * spread * scale, quantity=quantity, **speaker)
            for spread, speaker in zip((0.96, 0.98, 1.0, 1.02, 1.04), speakers, strict=False)
        ]
        found = published(reports, EVENING + 9 * HOUR)
        return math.log(found.mid or 0.0), math.log((found.high or 0.0) / (found.low or 1.0))

    (middle, width), (scaled, scaled_width) = numbers(1), numbers(factor)
    assert scaled - math.log(factor) == pytest.approx(middle, abs=grid_of(quantity).step)
    assert (scaled_width > width - 1e-3) if factor < 1 else (scaled_width < width + 1e-3)


def test_nothing_heard() -> None:
    """Where nobody said anything, the number is unknown and time changes nothing."""
    found = assess([])

    assert found.estimate.no_number is NoNumber.UNKNOWN
    assert found.estimate.last is None
    assert (found.held, found.changes_at, found.voices) == (None, None, ())


def test_zero_measured() -> None:
    """A measured zero is published as 0, with its method and origin; it is not unknown."""
    found = published([figure(0)])

    assert (found.low, found.mid) == (0, 0)
    assert found.no_number is None
    assert found.method is Method.OFFICIAL


def test_one_figure() -> None:
    """A figure becomes an interval around it, with all that a reader needs to age it."""
    found = published([figure(3600)])

    assert found.low is not None
    assert found.mid is not None
    assert found.high is not None
    assert found.low < 3600 < found.high
    assert found.mid == pytest.approx(3600, rel=0.03)
    assert found.observed_to == EVENING
    assert found.freshness is Freshness.FRESH
    assert (found.late_at, found.stale_at) == (EVENING + DAY, EVENING + 3 * DAY)
    assert (found.agreement, found.origins) == (Agreement.SINGLE, 1)


def test_stale() -> None:
    """At its limit a number is withheld to the tick, and kept as it last stood."""
    reports = [figure(3600)]
    fresh = published(reports)
    limit = EVENING + 3 * DAY

    assert published(reports, limit - TICK).freshness is Freshness.LATE
    withheld = published(reports, limit)
    assert (withheld.low, withheld.mid, withheld.high) == (None, None, None)
    assert withheld.no_number is NoNumber.STALE
    assert withheld.freshness is Freshness.STALE
    assert withheld.last is not None
    assert (withheld.last.mid, withheld.last.observed_to) == (fresh.mid, EVENING)
    assert assess(reports, limit).changes_at is None


def test_last_is_a_figure() -> None:
    """What is kept as last is the last figure, not a bound somebody gave later."""
    reports = [figure(3600), figure(100, bound=Bound.AT_LEAST, **at(EVENING + HOUR), **PAPER)]

    last = published(reports, EVENING + 30 * DAY).last
    assert last is not None
    assert last.observed_to == EVENING
    assert last.mid == pytest.approx(3600, rel=0.05)


def test_widening_in_steps() -> None:
    """A number rests for half an hour, then its interval is wider, and no earlier."""
    reports = [figure(3600)]
    found = assess(reports, EVENING + timedelta(minutes=31))

    assert found.changes_at == EVENING + 2 * STEP
    assert published(reports, EVENING + 2 * STEP - TICK) == found.estimate
    later = published(reports, EVENING + 2 * STEP)
    assert later.low is not None
    assert found.estimate.low is not None
    assert later.low < found.estimate.low


def test_floor_to_step() -> None:
    """Steps are half hours of UTC."""
    assert floor_to_step(NOON) == NOON
    assert floor_to_step(NOON + STEP - TICK) == NOON
    assert floor_to_step(NOON - TICK) == NOON - STEP


def test_known_then_or_now() -> None:
    """`then` takes what was known at the moment, `now` also what became known later."""
    late = figure(3600, published_at=EVENING + 5 * DAY)

    assert published([late]).no_number is NoNumber.UNKNOWN
    assert assess([late], knowledge=Knowledge.NOW).estimate.mid == pytest.approx(3600, rel=0.03)


def test_later_figures_reach_back() -> None:
    """Under `now` a figure of tomorrow draws today's belief towards it; under `then` it cannot."""
    today, tomorrow = figure(1000), figure(2000, **at(EVENING + 12 * HOUR), origin="customs")
    moment = EVENING + 6 * HOUR

    now = assess([today, tomorrow], moment, knowledge=Knowledge.NOW).estimate.mid
    assert now is not None
    assert 1150 < now < 1900
    assert middle([today, tomorrow], moment) == middle([today], moment)


def test_agreement() -> None:
    """Origins agree within their precision, or differ; `agree` needs one with a name."""
    paper = figure(3700, **PAPER)
    channel = {"origin": "Some channel", "origin_kind": OriginKind.CHANNEL}

    assert published([figure(3600), paper]).agreement is Agreement.AGREE
    assert published([figure(3600), figure(9000, **PAPER)]).agreement is Agreement.DIFFER
    nameless = [figure(3600, **TRAVELLER), figure(3600, **channel)]
    assert published(nameless).agreement is Agreement.SINGLE
    assert published([figure(3600), figure(3700)]).agreement is Agreement.SINGLE


def test_tenfold_disagreement() -> None:
    """Two sides that differ tenfold give a wide number that says so, not one of the two."""
    found = published([figure(300), figure(3000, origin="customs")])

    assert found.agreement is Agreement.DIFFER
    assert found.origins == 2
    assert found.low is not None
    assert found.high is not None
    assert found.low < 330
    assert found.high > 2700


def test_method_of_the_weightiest() -> None:
    """A number is called by the method that weighs most in it."""
    found = published([figure(3600), figure(3600, bound=Bound.ABOUT, **TRAVELLER)])

    assert found.method is Method.OFFICIAL


def test_derived_stands_alone_only() -> None:
    """What is derived sharpens a direct word a little and is shown only where none stands."""
    said = between(
        2000, 4000, method=Method.DERIVED, origin="derived", origin_kind=OriginKind.SENSOR
    )
    alone = assess([], derived=[expected(said)]).estimate
    direct = assess([figure(3600)], derived=[expected(said)]).estimate

    assert alone.method is Method.DERIVED
    assert alone.mid == pytest.approx(2800, rel=0.1)
    assert (direct.method, direct.origins) == (Method.OFFICIAL, 1)
    assert direct.mid == pytest.approx(3600, rel=0.03)


def test_roles() -> None:
    """Each report is told what it did: used, repeat, outlier or too old."""
    reports = [
        figure(3600, identity="used"),
        figure(3600, identity="repeat", published_at=EVENING + HOUR),
        *(figure(3500 + 50 * n, origin=f"honest {n}") for n in range(4)),
        figure(90_000, identity="wild", **PAPER),
        figure(50, identity="old", **at(EVENING - 20 * DAY)),
    ]
    roles = {voice.report.identity: voice.role for voice in assess(reports, EVENING + DAY).voices}

    assert roles["used"] is Role.USED
    assert roles["repeat"] is Role.REPEAT_OF
    assert roles["wild"] is Role.OUTLIER
    assert roles["old"] is Role.TOO_OLD


def test_masses_are_a_distribution() -> None:
    """What is believed sums to one."""
    held = assess([figure(3600)]).held

    assert held is not None
    assert np.isclose(held.masses.sum(), 1)


def test_a_bound_alone() -> None:
    """A lone bound puts the middle on its side; one that leaves everything open gives no number."""
    over, under = figure(3000, bound=Bound.AT_LEAST), figure(5, bound=Bound.AT_MOST)

    assert middle([over]) > 3300
    assert middle([under]) < 4.5
    vague = published([figure(1, bound=Bound.AT_LEAST)])
    assert (vague.low, vague.mid, vague.high) == (None, None, None)
    assert vague.no_number is NoNumber.UNKNOWN


def test_only_repeats_so_far() -> None:
    """Under `now`, a moment before the first telling of what a long window repeats has an answer.

    The sharper telling comes later, so that all there is by then is a repeat without weight.
    """
    long = {"observed_from": MONDAY, "observed_to": EVENING, "published_at": EVENING}
    sharp = {**at(NOON), "published_at": NOON}
    found = assess(
        [figure(3600, **long), figure(3600, **sharp)], MONDAY + HOUR, knowledge=Knowledge.NOW
    )

    assert found.estimate.mid == pytest.approx(3600, rel=0.1)
    assert found.estimate.origins == 1


def test_only_an_outlier_so_far() -> None:
    """Under `now`, a moment when only an outlier was heard has an answer, whatever came later."""
    later = [figure(1000 + n, **at(NOON + HOUR), origin=f"honest {n}") for n in range(4)]
    wild = figure(90_000, **at(NOON), **PAPER)

    found = assess([wild, *later], NOON, knowledge=Knowledge.NOW)
    assert [voice.role for voice in found.voices if voice.report is wild] == [Role.OUTLIER]
    assert found.estimate.mid == pytest.approx(1000, rel=0.2)
    assert found.estimate.origins == 1


def test_long_repeat_ages_nothing() -> None:
    """A repeat with a longer window does not make what it repeats too old to count."""
    month = {"observed_from": MONDAY, "observed_to": MONDAY + 30 * DAY}
    reports = [figure(3600), figure(3600, **month)]

    found = assess(reports, MONDAY + 31 * DAY)
    assert [voice.role for voice in found.voices] == [Role.USED, Role.REPEAT_OF]


def test_each_voice_ends_in_its_time() -> None:
    """A voice that grows too old within a half hour is told of, and then no longer counted."""
    odd = MONDAY + timedelta(hours=9, minutes=17)
    reports = [figure(3600, **at(odd)), figure(3700, **PAPER)]
    before = odd + DAY - timedelta(minutes=5)

    assert assess(reports, before).changes_at == odd + DAY
    assert published(reports, odd + DAY - TICK).origins == 1 + 1
    assert published(reports, odd + DAY).origins == 1
