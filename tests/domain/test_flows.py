"""Flows: days, windows and rates kept apart, and nothing ever added."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import DAY, span_of
from app.domain.flow import Basis, Flow
from app.domain.flows import LOOKBACK, flows
from app.domain.report import Report
from app.domain.vocabulary import Agreement, Bound, Mode, Per, Quantity, Subject
from tests.domain.counts import GUARD, HELSINKI, MEDIA, SATURDAY, count, of, window


def test_a_day_is_told_by_its_count() -> None:
    """One exact count of a local day is that day's figure, with its report behind it."""
    report = count(8572)

    (flow,) = of(report)

    assert (flow.day, flow.basis) == (SATURDAY, Basis.CALENDAR_DAY)
    assert (flow.low, flow.value, flow.high) == (8572, 8572, 8572)
    assert (flow.agreement, flow.origins, flow.no_number) == (Agreement.SINGLE, 1, None)
    assert flow.said[0].reports == (report,)


@pytest.mark.parametrize(
    "parts",
    [
        {"subject": Subject.REFUSED},
        {"direction": "FI-RU"},
        {"direction": "both"},
        {"mode": Mode.FOOT},
        {"place": "vaalimaa"},
    ],
    ids=["subject", "direction", "both", "mode", "place"],
)
def test_nothing_is_added(parts: dict[str, Any]) -> None:
    """Figures that differ in any part of their key stand in rows of their own."""
    found = of(count(8572), count(200, **parts))

    assert sorted(flow.value or 0 for flow in found) == [200, 8572]


def test_a_window_of_days_stays_a_window() -> None:
    """A count of two days is not split: it has its own row, and an average we derive."""
    (flow,) = of(count(16886, **window(SATURDAY, 2)))

    assert (flow.day, flow.basis, flow.value) == (None, Basis.WINDOW, 16886)
    assert flow.average == (8443, 8443, 8443)


def test_overlapping_windows_stay_apart() -> None:
    """A day, the weekend and the week around it are three rows, none the sum of others."""
    found = of(
        count(8572),
        count(16886, **window(SATURDAY, 2)),
        count(50655, **window(date(2022, 9, 21), 7)),
    )

    assert [flow.value for flow in found] == [8572, 50655, 16886]


def test_part_of_a_day_is_no_day() -> None:
    """A count until the evening is a window, without an average."""
    start, _ = span_of(SATURDAY, HELSINKI)

    (flow,) = of(count(96, observed_to=start + timedelta(hours=18)))

    assert (flow.day, flow.basis, flow.average) == (None, Basis.WINDOW, None)


def test_a_day_by_the_other_sides_clock() -> None:
    """A calendar day of the other side, an hour off, is still that day."""
    start, end = (moment - timedelta(hours=1) for moment in span_of(SATURDAY, HELSINKI))

    (flow,) = of(count(936, observed_from=start, observed_to=end))

    assert (flow.day, flow.basis) == (SATURDAY, Basis.CALENDAR_DAY)


def test_24_hours_count_for_the_day_most_of_them_lie_in() -> None:
    """A count from ten to ten is its first day's, marked as such and with its own window."""
    start, end = (moment + timedelta(hours=10) for moment in span_of(SATURDAY, HELSINKI))

    (flow,) = of(count(9642, observed_from=start, observed_to=end))

    assert (flow.day, flow.basis) == (SATURDAY, Basis.FULL_DAY)
    assert (flow.start, flow.end) == (start, end)


def test_24_hours_yield_to_a_calendar_day() -> None:
    """Beside a count of the very day, another 24 hours are shown as the window they are."""
    start, end = (moment + timedelta(hours=10) for moment in span_of(SATURDAY, HELSINKI))

    found = of(count(9642, observed_from=start, observed_to=end), count(8572))

    assert [(flow.day, flow.basis, flow.value) for flow in found] == [
        (SATURDAY, Basis.CALENDAR_DAY, 8572),
        (None, Basis.WINDOW, 9642),
    ]


@pytest.mark.parametrize("day", [date(2022, 3, 27), date(2022, 10, 30)], ids=["23 h", "25 h"])
def test_days_of_other_lengths(day: date) -> None:
    """A day on which the clocks change is a day like others."""
    (flow,) = of(count(5000, day))

    assert (flow.day, flow.basis) == (day, Basis.CALENDAR_DAY)


def test_a_rate_stands_for_days_nobody_counted() -> None:
    """A daily rate fills the days of its window, marked, but never one that was counted."""
    found = of(
        count(7000, per=Per.DAY, bound=Bound.AT_LEAST, **window(date(2022, 9, 23), 3)),
        count(8572),
    )

    assert [(flow.day and flow.day.day, flow.basis, flow.value, flow.low) for flow in found] == [
        (23, Basis.DAILY_RATE, None, 7000),
        (24, Basis.CALENDAR_DAY, 8572, 8572),
        (25, Basis.DAILY_RATE, None, 7000),
        (None, Basis.DAILY_RATE, None, 7000),
    ]


def test_a_count_published_on_its_day_is_a_lower_bound() -> None:
    """What is told before the day is over counts so far, and the later whole count fits it."""
    _, midnight = span_of(SATURDAY, HELSINKI)
    so_far = count(21, published_at=midnight)
    whole = count(62, published_at=midnight + DAY)

    (alone,) = of(so_far)
    (both,) = of(so_far, whole)

    assert (alone.value, alone.low, alone.high) == (None, 21, None)
    assert (both.value, both.agreement) == (62, Agreement.SINGLE)


@pytest.mark.parametrize("parts", [{"per": Per.DAY}, {"bound": Bound.AT_MOST}])
def test_early_rates_and_upper_bounds_stay(parts: dict[str, Any]) -> None:
    """What holds before the day is over is told as it was said."""
    _, midnight = span_of(SATURDAY, HELSINKI)

    (flow,) = of(count(21, published_at=midnight, **parts))

    assert flow.said[0].bound is not Bound.AT_LEAST
    assert flow.high == 21


def test_a_live_count_may_come_at_its_end() -> None:
    """A live count published at the very end of its window is whole."""
    _, midnight = span_of(SATURDAY, HELSINKI)

    (flow,) = of(count(21, published_at=midnight, archived=False))

    assert flow.value == 21


def test_growth_reaches_back_before_the_days_asked_for() -> None:
    """The week before serves the comparison without being shown."""
    start, end = span_of(SATURDAY, HELSINKI)
    reports = count(8572), count(5286, SATURDAY - 7 * DAY)

    found = flows(reports, HELSINKI, start, end)

    assert [flow.day for flow in found] == [SATURDAY]
    assert found[0].growth is not None
    assert reports[1].observed_from > start - LOOKBACK


def test_only_what_was_asked_for() -> None:
    """Days begin within the range, windows touch it, other quantities are passed over."""
    start, end = span_of(SATURDAY, HELSINKI)
    reports = [
        count(1, SATURDAY - DAY),
        count(2),
        count(3, SATURDAY + DAY),
        count(4, **window(SATURDAY - 2 * DAY, 2)),
        count(5, **window(SATURDAY - 2 * DAY, 3)),
        count(6, quantity=Quantity.QUEUE_PEOPLE, subject=Subject.ALL_PEOPLE, per=None),
    ]

    found = flows(reports, HELSINKI, start, end)

    assert [flow.value for flow in found] == [2, 5]


@st.composite
def counts(draw: st.DrawFn) -> Report:
    """Make any count: any bound, origin, day or window, rate or not."""
    start = draw(st.integers(0, 20))
    figure = draw(st.integers(0, 30))
    bound = draw(st.sampled_from([Bound.EXACT, Bound.ABOUT, Bound.AT_LEAST, Bound.AT_MOST]))
    hours = draw(st.sampled_from([0, 6, 23, 24, 25, 48, 168]))
    begins = span_of(SATURDAY + start * DAY, HELSINKI)[0]
    return count(
        figure,
        bound=bound,
        observed_from=begins,
        observed_to=begins + timedelta(hours=hours),
        published_at=draw(st.sampled_from([None, begins, begins + timedelta(days=9)])),
        per=draw(st.sampled_from(Per)),
        subject=draw(st.sampled_from([Subject.RUSSIAN_CITIZENS, Subject.ASYLUM_SEEKERS])),
        **draw(st.sampled_from([GUARD, MEDIA])),
    )


@given(reports=st.lists(counts(), max_size=12), data=st.data())
def test_any_counts_in_any_order(reports: Sequence[Report], data: st.DataObject) -> None:
    """Whatever is reported, flows are ordered numbers, and the order of reports does not matter."""
    found = of(*reports)
    shuffled = data.draw(st.permutations(reports))

    assert of(*shuffled) == found
    for flow in found:
        ordered = [n for n in (flow.low, flow.value, flow.high) if n is not None]
        assert ordered == sorted(ordered)
        assert flow.value is None or flow.no_number is None
        assert len({(s.reports[0].series, s.reports[0].per) for s in flow.said}) == 1


@given(reports=st.lists(counts(), max_size=12))
def test_a_repeat_changes_no_number(reports: Sequence[Report]) -> None:
    """The same origin's claim told once more changes no figure."""
    again = [replace(report, identity=f"{report.identity} again") for report in reports]

    repeated = of(*reports, *again)

    assert [_numbers(flow) for flow in repeated] == [_numbers(flow) for flow in of(*reports)]


def _numbers(flow: Flow) -> tuple[object, ...]:
    return flow.day, flow.start, flow.low, flow.value, flow.high, flow.agreement, flow.origins
