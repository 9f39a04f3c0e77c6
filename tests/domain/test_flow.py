"""One flow: what each origin says of a count, which figure is preferred, doubt and growth."""

from datetime import date

import pytest

from app.domain.days import DAY
from app.domain.report import Report
from app.domain.vocabulary import Agreement, Bound, NoNumber, Per, Subject
from tests.domain.counts import GUARD, MEDIA, SATURDAY, between, count, of, window


def test_zero_is_a_count() -> None:
    """A day on which nobody came is counted as 0, not left out."""
    (flow,) = of(count(0))

    assert (flow.low, flow.value, flow.high) == (0, 0, 0)


def test_repeats_of_one_origin_are_one_saying() -> None:
    """Rough figures and bounds of an origin bear its exact one out and change nothing."""
    found = of(
        count(8600, bound=Bound.ABOUT),
        count(8600, bound=Bound.AT_MOST),
        count(8572),
        count(8500, bound=Bound.AT_LEAST),
    )

    (flow,) = found
    (saying,) = flow.said
    assert (flow.low, flow.value, flow.high) == (8572, 8572, 8572)
    assert (flow.agreement, flow.origins, len(saying.reports)) == (Agreement.SINGLE, 1, 4)


def test_two_figures_of_one_ministry_differ() -> None:
    """Where one origin gives two figures for a day, both are shown and none is chosen."""
    (flow,) = of(count(10400), count(11200), count(11200, bound=Bound.ABOUT))

    assert (flow.low, flow.value, flow.high) == (10400, None, 11200)
    assert (flow.agreement, flow.origins) == (Agreement.DIFFER, 1)
    assert flow.no_number is NoNumber.CONFLICT
    assert [len(saying.reports) for saying in flow.said] == [1, 2]


def test_an_official_count_is_preferred() -> None:
    """A medium's other figure is shown as disagreement, but does not replace the count."""
    (flow,) = of(count(20000, **MEDIA), count(8572))

    assert (flow.low, flow.value, flow.high) == (8572, 8572, 20000)
    assert (flow.agreement, flow.origins) == (Agreement.DIFFER, 2)


def test_two_origins_agree() -> None:
    """A rough figure of another origin bears the count out within its rounding."""
    (flow,) = of(count(8572), count(8600, bound=Bound.ABOUT, **MEDIA))

    assert (flow.agreement, flow.origins, flow.value) == (Agreement.AGREE, 2, 8572)


def test_the_nameless_agree_with_nobody() -> None:
    """Two media reports without a speaker are no second voice for each other."""
    (flow,) = of(count(8572, **MEDIA), count(8600, bound=Bound.ABOUT, **MEDIA))

    assert (flow.agreement, flow.origins) == (Agreement.SINGLE, 1)


def test_a_bound_bears_nothing_out() -> None:
    """A bound of 9,000 does not make a second witness of 8,572."""
    (flow,) = of(count(8572), count(9000, bound=Bound.AT_MOST, **MEDIA))

    assert flow.agreement is Agreement.SINGLE


def test_a_bound_can_contradict() -> None:
    """A bound of 8,000 stands against 8,572, and widens what is shown."""
    (flow,) = of(count(8572), count(8000, bound=Bound.AT_MOST, **MEDIA))

    assert (flow.agreement, flow.low, flow.high) == (Agreement.DIFFER, 8000, 8572)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [(Bound.AT_LEAST, 7000, None), (Bound.AT_MOST, None, 7000)],
)
def test_a_bound_alone_is_no_figure(bound: Bound, low: float | None, high: float | None) -> None:
    """Of a day with a bound only, the other side stays open."""
    (flow,) = of(count(7000, bound=bound))

    assert (flow.low, flow.value, flow.high) == (low, None, high)


def test_rates_that_contradict_each_other() -> None:
    """One ministry's two rates for a day are shown as differing."""
    found = of(
        between(10000, 11000, per=Per.DAY, **window(SATURDAY, 2)),
        between(5000, 6000, per=Per.DAY, **window(SATURDAY, 3)),
    )

    sunday = next(flow for flow in found if flow.day == SATURDAY + DAY)
    assert (sunday.low, sunday.value, sunday.high) == (5000, None, 11000)
    assert (sunday.agreement, sunday.no_number) == (Agreement.DIFFER, NoNumber.CONFLICT)


def test_bounds_that_contradict_each_other() -> None:
    """More than 9,000 by one, fewer than 7,000 by another: both are shown, in order."""
    (flow,) = of(count(9000, bound=Bound.AT_LEAST), count(7000, bound=Bound.AT_MOST, **MEDIA))

    assert (flow.low, flow.value, flow.high) == (7000, None, 9000)
    assert flow.agreement is Agreement.DIFFER


def test_growth_against_the_same_weekday() -> None:
    """A day is set against the same weekday a week before, with both reports as evidence."""
    new, old = count(8572), count(5286, SATURDAY - 7 * DAY)

    growth = of(old, new)[-1].growth

    assert growth is not None
    assert growth.factor == pytest.approx(1.6216, abs=0.0001)
    assert growth.doubling_days == pytest.approx(10.04, abs=0.01)
    assert (growth.before, growth.origin) == (date(2022, 9, 17), GUARD["origin"])
    assert growth.reports == (new, old)


def test_no_doubling_of_what_shrinks() -> None:
    """A factor of 1 or less has no doubling time."""
    (_, later) = of(count(8572, SATURDAY - 7 * DAY), count(1688))

    assert later.growth is not None
    assert later.growth.doubling_days is None


def test_no_growth_of_rates() -> None:
    """A rate said to hold in two weeks is no count that grew."""
    week = window(SATURDAY - 7 * DAY, 8)

    found = of(count(7000, per=Per.DAY, **week))

    assert len(found) == 9
    assert all(flow.growth is None for flow in found)


def test_no_growth_by_the_nameless() -> None:
    """Two media reports are not one counter that counted twice."""
    found = of(count(8572, **MEDIA), count(5286, SATURDAY - 7 * DAY, **MEDIA))

    assert all(flow.growth is None for flow in found)


@pytest.mark.parametrize(
    "before",
    [
        count(5286, SATURDAY - 6 * DAY),
        count(5286, SATURDAY - 7 * DAY, subject=Subject.ALL_PEOPLE),
        count(5286, SATURDAY - 7 * DAY, origin="Finnish Customs"),
        count(5286, SATURDAY - 7 * DAY, bound=Bound.AT_LEAST),
        count(5286, SATURDAY - 7 * DAY, per=Per.DAY),
        count(0, SATURDAY - 7 * DAY),
    ],
    ids=["other weekday", "other subject", "other origin", "a bound", "a rate", "nobody"],
)
def test_no_growth_without_a_like_figure(before: Report) -> None:
    """Without a figure of the same kind by the same origin there is no comparison."""
    found = of(count(8572), before)

    assert all(flow.growth is None for flow in found)


@pytest.mark.parametrize(
    ("value", "archived", "low", "high"),
    [(3, True, 1, 4), (3, False, 1, 9), (12, False, 10, 19)],
)
def test_counts_of_the_vulnerable_become_a_band(
    value: float, low: float, high: float, *, archived: bool
) -> None:
    """Few people who flee are a band, and live ones however many, in each number and report."""
    asylum = {"subject": Subject.ASYLUM_SEEKERS, "archived": archived, **MEDIA}

    (flow,) = of(count(value, **asylum))

    assert (flow.low, flow.value, flow.high) == (low, None, high)
    assert flow.no_number is NoNumber.WITHHELD
    assert {report.value for saying in flow.said for report in saying.reports} == {None}


def test_nobody_who_flees_is_a_zero() -> None:
    """That nobody came is told, of vulnerable people too."""
    (flow,) = of(count(0, subject=Subject.ASYLUM_SEEKERS, archived=False, **MEDIA))

    assert (flow.value, flow.no_number) == (0, None)


def test_an_authority_may_publish_small_counts() -> None:
    """What an authority published is no secret of ours."""
    (flow,) = of(count(3, subject=Subject.ASYLUM_SEEKERS))

    assert flow.value == 3
