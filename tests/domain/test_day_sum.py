"""Day sums: a sensor's hours are told by the day, and the day tells no hour that is withheld."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.days import DAY
from app.domain.disclosure import disclose_report
from app.domain.flow import Basis, Flow
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, NoNumber, Quantity, Subject
from tests.domain.counts import GUARD, SATURDAY, count, hours, of

CLOCKS_BACK = date(2022, 10, 30)
BUSY = [12.0] * 24


def told(reports: Sequence[Report]) -> list[Report]:
    """Give the hours as they may leave."""
    return [shown for report in reports if (shown := disclose_report(report)) is not None]


def one_day(*reports: Report) -> Flow:
    """Give the only flow that these reports make."""
    (flow,) = of(*reports)
    return flow


def test_a_whole_day_is_summed_and_says_so() -> None:
    """The hours of a day stand for it as a sum of ours; none of them is a window of its own."""
    flow = one_day(*hours([10.0 + number for number in range(24)]))

    assert (flow.day, flow.basis, flow.value) == (SATURDAY, Basis.HOURS, 516)
    assert (flow.method, flow.said[0].origin) == (Method.DERIVED, "road agency")


@pytest.mark.parametrize("missing", [0, 11, 23])
def test_a_day_with_a_gap_is_none(missing: int) -> None:
    """A day of which an hour was not counted has no sum, nor has one that is not over."""
    counted = hours(BUSY)
    del counted[missing]

    assert of(*counted) == []


def test_a_day_of_25_hours() -> None:
    """Where the clocks go back, the day takes the hour that comes twice."""
    assert of(*hours(BUSY, CLOCKS_BACK)) == []
    assert one_day(*hours([12.0] * 25, CLOCKS_BACK)).value == 300


def test_what_differs_is_not_summed() -> None:
    """Hours of two sources, directions or subjects fill no day together."""
    for parts in ({"source": "other"}, {"direction": "FI-RU"}, {"subject": Subject.TRUCKS}):
        assert of(*hours(BUSY)[:12], *hours(BUSY, **parts)[12:]) == []


def test_an_authoritys_own_total_goes_first() -> None:
    """Who publishes the day knows it better than our sum."""
    total = replace(count(300, **GUARD), place="vaalimaa", archived=False)
    total = replace(total, quantity=Quantity.CROSSINGS_VEHICLES, subject=Subject.VEHICLES)

    flow = one_day(*hours(BUSY), total)

    assert (flow.basis, flow.value) == (Basis.CALENDAR_DAY, 300)


def test_zero_all_day_is_a_zero() -> None:
    """A post where nobody passed has a day of zero, and its hours may be told too."""
    counted = hours([0.0] * 24)

    assert one_day(*counted).value == 0
    assert len(told(counted)) == 24


def test_a_week_before_is_compared() -> None:
    """Sums of the same weekday are compared like counts, without reports of anybody's."""
    later, earlier = hours([24.0] * 24), hours(BUSY, SATURDAY - 7 * DAY)

    flow = of(*later, *earlier)[-1]

    assert flow.growth is not None
    assert flow.growth.factor == 2


@pytest.mark.parametrize("few", [[3.0], [1.0, 1.0], [9.0, 9.0], [1.0, 4.0, 9.0]])
def test_hours_of_few_make_the_day_a_range(few: list[float]) -> None:
    """Each hidden hour is in the day's sum as 1 to 9, whatever it holds and however many are."""
    hidden = len(few)
    flow = one_day(*hours([*few, *BUSY[hidden:]]))

    told = 12 * (24 - hidden)
    assert (flow.low, flow.value, flow.high) == (told + hidden, None, told + 9 * hidden)
    assert flow.said[0].bound is Bound.BETWEEN
    assert flow.no_number is NoNumber.WITHHELD


def test_a_revision_tells_no_hour() -> None:
    """Revised from 12 to 7, an hour is not the difference of what the day was and now is."""
    before, after = one_day(*hours(BUSY)), one_day(*hours([7.0, *BUSY[1:]]))
    other = one_day(*hours([2.0, *BUSY[1:]]))

    assert before.value == 288
    assert (after.low, after.high) == (other.low, other.high) == (277, 285)


def test_no_growth_beside_a_range() -> None:
    """A day with hidden hours is compared with no other, nor another with it."""
    few, busy = hours([3.0, *BUSY[1:]]), hours(BUSY, SATURDAY - 7 * DAY)

    assert [flow.growth for flow in of(*few, *busy)] == [None, None]


def test_hours_told_in_bands_are_added_in_bands() -> None:
    """Where a sensor counts vulnerable people, the day's sum is as wide as its hours' bands."""
    people = Quantity.CROSSINGS_PEOPLE
    flow = one_day(*hours(BUSY, quantity=people, subject=Subject.REFUSED))

    assert (flow.low, flow.value, flow.high) == (240, None, 459)


def test_a_sum_beyond_all_likelihood_is_none() -> None:
    """Hours that can be true one by one but not together make no day, and break no answer."""
    assert of(*hours([1_000_000.0] * 24)) == []


@given(st.lists(st.integers(0, 14), min_size=24, max_size=24))
def test_the_day_tells_no_hour(figures: list[int]) -> None:
    """A day's range is what its told hours and 1 to 9 for each other let everybody work out."""
    counted = hours([float(figure) for figure in figures])
    flow = one_day(*counted)
    shown = sum(report.value or 0 for report in told(counted))
    hidden = 24 - len(told(counted))

    assert (flow.low, flow.high) == (shown + hidden, shown + 9 * hidden)
    assert flow.value == (None if hidden else shown)


def test_a_day_that_grows_tells_nothing_before_it_is_over() -> None:
    """Asked after each hour, the sum is not there until the last: no two answers to compare."""
    counted = hours([float(number % 3) for number in range(24)])

    sums = [of(*counted[:number]) for number in range(25)]

    assert [bool(each) for each in sums] == [False] * 24 + [True]
