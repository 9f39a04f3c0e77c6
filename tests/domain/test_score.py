"""The score: errors by hand on small evidence, and what the archive has to show."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from app.domain.comparison import CAP, figure_of, figures_of, latest, median24, repeats
from app.domain.estimates import estimates
from app.domain.report import Report
from app.domain.score import SCORED, Tally, by_place, score
from app.domain.vocabulary import Bound, Knowledge, Method, Mode, Quantity
from tests.domain import archive
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
PARTS = {"n", "left_out", "mean", "median", "coverage", "latest", "median24"}
Summary = dict[str, float | int | None]


def scored(
    rows: Sequence[Report],
    others: Sequence[Report] = (),
    knowledge: Knowledge = Knowledge.NOW,
    part: str = "queue_vehicles",
) -> Summary:
    """Score some rows at the gate against themselves and others."""
    held = {"gate": evidence(*rows, *others)}
    return score(rows, held, knowledge)[part]


def told(value: float, moment: datetime = EVENING, **parts: Any) -> Report:  # noqa: ANN401
    """Make a figure of one moment, by an origin of its own."""
    return figure(value, **at(moment) | {"origin": f"origin of {value:g}"} | parts)


def test_error_by_hand() -> None:
    """A row is held against what the others say: its error is |ln(mid / figure)|."""
    found = scored([told(1000)], [told(2500, EVENING - HOUR)])

    assert (found["n"], found["left_out"]) == (1, 0)
    assert found["mean"] == found["median"] == pytest.approx(math.log(2.5), abs=0.05)
    assert found["latest"] == found["median24"] == pytest.approx(math.log(2.5))
    assert found["coverage"] == 0


def test_capped() -> None:
    """A misprint counts for a factor of three, not for ten."""
    found = scored([told(1000)], [told(20_000, EVENING - HOUR)])

    assert found["latest"] == found["median24"] == found["mean"] == CAP == math.log(3)


def test_nothing_else_to_go_by() -> None:
    """A row that nobody else came near is left out, and counted."""
    assert scored([told(1000)])["left_out"] == 1
    assert scored([told(1000)])["n"] == 0


def test_only_later_figures() -> None:
    """Without an earlier figure the baselines have no number, so the row is left out."""
    assert scored([told(1000)], [told(1000, EVENING + HOUR)])["left_out"] == 1


def test_itself_and_repeats_left_out() -> None:
    """Neither the row itself nor who repeats its origin's figure that day helps it."""
    row = told(1000, EVENING - HOUR, origin="ministry")
    repeat = told(1000, EVENING - 9 * HOUR, origin="ministry", source="outlet")
    other = told(2000, EVENING - 5 * HOUR)

    assert scored([row], [repeat])["left_out"] == 1
    assert scored([row], [repeat, other])["mean"] == pytest.approx(math.log(2), abs=0.05)


def test_what_repeats() -> None:
    """Same series, origin, local day and value make a repeat, anything else does not."""
    row = told(1000, MONDAY + HOUR, origin="ministry")

    def is_repeat(value: float = 1000, moment: datetime = MONDAY, **parts: Any) -> bool:  # noqa: ANN401
        return repeats(told(value, moment, **{"origin": "ministry"} | parts), row, GATE)

    assert repeats(row, row, GATE)
    assert is_repeat()
    assert is_repeat(moment=EVENING - TICK, source="outlet")
    assert not is_repeat(moment=MONDAY - TICK)
    assert not is_repeat(moment=EVENING)
    assert not is_repeat(1001)
    assert not is_repeat(origin="customs")
    assert not is_repeat(mode=Mode.ANY)
    assert not is_repeat(direction="GE-RU")


def test_a_sensor_repeats_only_itself() -> None:
    """A reading that is like another of the same day is a new one, unless it is of one interval."""
    sensor = {"origin": "sensor", "method": Method.COUNTED}
    row = told(1000, EVENING - HOUR, **sensor)

    assert not repeats(told(1000, EVENING - 2 * HOUR, **sensor), row, GATE)
    assert repeats(told(1000, EVENING - HOUR, **sensor, source="relay"), row, GATE)


@pytest.mark.parametrize(
    ("row", "figure_scored"),
    [
        (figure(1000), 1000),
        (figure(1000, bound=Bound.ABOUT), 1000),
        (between(1000, 4000), 2000),
        (figure(1000, bound=Bound.AT_LEAST), None),
        (figure(1000, bound=Bound.AT_MOST), None),
        (figure(0), None),
        (between(0, 4000), None),
    ],
)
def test_what_is_scored(row: Report, figure_scored: float | None) -> None:
    """Figures and ranges are scored, ranges by their middle; bounds and zeros are not."""
    found = figure_of(row)

    assert found == (None if figure_scored is None else pytest.approx(figure_scored))
    counted = scored([row], [told(2000, EVENING - HOUR)])
    assert counted["n"] == (0 if figure_scored is None else 1)
    assert counted["left_out"] == 0


def test_other_quantities_are_not_scored() -> None:
    """People, booked vehicles and counts have no score."""
    people = figure(1000, quantity=Quantity.QUEUE_PEOPLE)

    assert scored([people], [people], part="all")["n"] == 0
    assert scored([people], [people], part="all")["left_out"] == 0


def test_latest_is_the_last_that_ended() -> None:
    """The first baseline is the last figure whose window ended by the row's end."""
    row = figure(1000)
    others = [
        told(4000, MONDAY + HOUR),
        figure(2000, observed_to=EVENING - HOUR, **PAPER),
        figure(3000, observed_to=EVENING + HOUR, origin="later"),
    ]

    assert scored([row], others)["latest"] == pytest.approx(math.log(2))


def test_median_of_24_hours() -> None:
    """The second baseline is the median of what ended in the day before, else the last."""
    ended = figures_of(
        [told(500, EVENING - DAY), told(4000, EVENING - 20 * HOUR), told(1000, EVENING - HOUR)]
    )

    assert median24(ended, EVENING) == 2500
    assert latest(ended) == 1000
    assert median24(ended, EVENING - TICK) == 1000
    assert median24(ended, EVENING + 9 * DAY) == 1000


def test_then_or_now() -> None:
    """As known at the time, what was published later takes no part."""
    row = told(1000, published_at=EVENING)
    early = told(3000, EVENING - 2 * HOUR, published_at=EVENING - HOUR)
    late = told(1000.5, EVENING - HOUR, published_at=EVENING + DAY)

    now = scored([row], [early, late])
    then = scored([row], [early, late], Knowledge.THEN)
    assert now["latest"] == pytest.approx(0, abs=0.001)
    assert then["latest"] == pytest.approx(math.log(3))


def highest(other: float) -> float:
    """Give the upper end of what is believed where one origin told a figure an hour ago."""
    held = evidence(told(other, EVENING - HOUR))
    high = estimates(QUEUE, held, EVENING)[Quantity.QUEUE_VEHICLES].estimate.high
    assert high is not None
    return high


@pytest.mark.parametrize(
    ("value", "bound", "covered"),
    [
        (1000, Bound.EXACT, 1),
        (2001, Bound.EXACT, 0),
        (2001, Bound.ABOUT, 1),
        (2000, Bound.EXACT, 1),
        (2300, Bound.ABOUT, 0),
    ],
)
def test_coverage_allows_for_precision(value: float, bound: Bound, covered: int) -> None:
    """An interval that ends 5% below is met by `about` a tenth, and by half of a last digit."""
    other = 1000 * 2000 / 1.05 / highest(1000)
    found = scored([told(value, bound=bound)], [told(other, EVENING - HOUR)])

    assert found["coverage"] == covered


def test_ranges_are_met() -> None:
    """A range is met where the interval reaches into it."""
    other = [told(1000, EVENING - HOUR)]

    assert scored([between(1100, 9000, **at(EVENING))], other)["coverage"] == 1
    assert scored([between(4000, 9000, **at(EVENING))], other)["coverage"] == 0


def test_summary() -> None:
    """Each quantity and all together have the same parts, and `all` is all of them."""
    rows = [told(1000), told(10, quantity=Quantity.QUEUE_KM)]
    others = [told(1100, EVENING - HOUR), told(12, EVENING - HOUR, quantity=Quantity.QUEUE_KM)]
    found = score(rows, {"gate": evidence(*rows, *others)})

    assert list(found) == [*(quantity.value for quantity in SCORED), "all"]
    assert all(set(part) == PARTS for part in found.values())
    assert (found["queue_vehicles"]["n"], found["queue_km"]["n"], found["all"]["n"]) == (1, 1, 2)
    assert found["wait_minutes"] == {
        "n": 0,
        "left_out": 0,
        **dict.fromkeys(PARTS - {"n", "left_out"}),
    }


def test_tallies_add_up() -> None:
    """Means and medians are of all figures, not of means."""
    one = Tally(belief=[0.1], latest=[0.2], median24=[0.3], covered=[True], left_out=1)
    one.add(Tally(belief=[0.2, 0.6], latest=[0, 0], median24=[0, 0.6], covered=[False, True]))

    assert one.summary() == {
        "n": 3,
        "left_out": 1,
        "mean": pytest.approx(0.3),
        "median": 0.2,
        "coverage": pytest.approx(2 / 3),
        "latest": pytest.approx(0.2 / 3),
        "median24": pytest.approx(0.3),
    }


def test_by_place() -> None:
    """Reports are sorted by the place they speak of, in their order."""
    reports = [told(1), told(2, place="ge"), told(3)]

    assert by_place(reports) == {"gate": [reports[0], reports[2]], "ge": [reports[1]]}


def number(summary: Summary, name: str) -> float:
    """Give a part of a summary that has to be there."""
    value = summary[name]
    assert value is not None
    return value


@pytest.fixture(scope="module")
def archived() -> dict[Knowledge, dict[str, Summary]]:
    """Score the archive both ways."""
    rows = archive.reports()
    held = {place: archive.evidence(place) for place in {row.place for row in rows}}
    return {knowledge: score(rows, held, knowledge) for knowledge in Knowledge}


def test_archive_beats_both_baselines(archived: dict[Knowledge, dict[str, Summary]]) -> None:
    """Over all, a tenth better than `latest`, 8% better than `median24`; in no quantity worse."""
    found = archived[Knowledge.NOW]

    assert number(found["all"], "n") > 100
    assert number(found["all"], "mean") <= 0.9 * number(found["all"], "latest")
    assert number(found["all"], "mean") <= 0.92 * number(found["all"], "median24")
    for quantity in SCORED:
        summary = found[quantity]
        assert number(summary, "mean") <= number(summary, "latest")
        assert number(summary, "mean") <= number(summary, "median24")


@pytest.mark.parametrize("knowledge", list(Knowledge))
def test_archive_is_covered(
    archived: dict[Knowledge, dict[str, Summary]], knowledge: Knowledge
) -> None:
    """The 80% interval covers 75 to 92% of figures: it is neither sure nor timid."""
    assert 0.75 <= number(archived[knowledge]["all"], "coverage") <= 0.92


def test_archive_as_known(archived: dict[Knowledge, dict[str, Summary]]) -> None:
    """As known at the time, beliefs are worse than neither baseline."""
    found = archived[Knowledge.THEN]["all"]

    assert number(found, "mean") <= number(found, "latest")
    assert number(found, "mean") <= number(found, "median24")
