"""The simulated world: what must hold of any line in which who comes first is served first."""

import numpy as np
import pytest

from app.simulating.scenario import Lies, Scenario
from app.simulating.world import World, world
from tests.long import long

SEEDS = range(3)
WEEKS = [(scenario, seed) for scenario in Scenario for seed in SEEDS]


@pytest.fixture(scope="module", params=WEEKS, ids=lambda week: f"{week[0]}-{week[1]}")
def made(request: pytest.FixtureRequest) -> World:
    """Give a week."""
    return world(*request.param)


def test_nobody_is_lost(made: World) -> None:
    """Whoever has joined has crossed or waits; nobody crosses before he joins."""
    assert np.array_equal(made.joined - made.across, made.waiting)
    assert (made.waiting >= 0).all()
    assert (np.diff(made.across) >= 0).all()


def test_the_wait_is_that_of_who_joins(made: World) -> None:
    """At the end of a wait all who stood before are across, and a minute earlier they are not."""
    week = made.week
    minutes = [m for m in week[::997] if made.waiting[m] and not np.isnan(made.wait[m])]
    ends = [minute + round(float(made.wait[minute]) - made.passage) for minute in minutes]

    assert (made.across[ends] >= made.joined[minutes]).all()
    assert (made.across[np.array(ends) - 1] < made.joined[minutes]).all()


def test_the_last_wait_is_that_of_who_crosses(made: World) -> None:
    """Who gets across now waited as long as was to be expected when he joined."""
    passing = np.flatnonzero(np.diff(made.across, prepend=0))
    minutes = [m for m in passing[:: len(passing) // 50] if m in made.week]
    joined = [minute - round(float(made.wait_last[minute]) - made.passage) for minute in minutes]

    assert (made.joined[joined] >= made.across[minutes]).all()
    assert (made.joined[np.array(joined) - 1] < made.across[minutes]).all()


def test_the_line_follows_littles_law(made: World) -> None:
    """Mean in line is arrivals a minute times mean minutes in line (J. Little, 1961)."""
    week = slice(made.week.start, made.week.stop)
    joining = np.diff(made.joined, prepend=0)[week]
    waits = made.wait[week] - made.passage
    if np.isnan(waits).any() or made.waiting[week].mean() < 200:
        pytest.skip("too short a line, or one that is not served in time")

    area = float((joining * waits).sum())
    within = float(made.waiting[week].sum())
    ends = float(made.waiting[week.stop] + made.waiting[week.start])

    assert abs(area - within) <= 0.1 * within + ends * float(waits.max())


def test_nothing_passes_while_it_is_closed(made: World) -> None:
    """In a closed minute nobody gets across."""
    passing = np.diff(made.across, prepend=0)

    assert not passing[made.closed].any()
    assert made.closed.any() == (made.course.scenario is Scenario.CLOSURE)


def test_the_same_seed_is_the_same_week() -> None:
    """A week is made again to the byte; another seed makes another."""
    one, same, other = (world(Scenario.SURGE, seed) for seed in (4, 4, 5))

    assert one.waiting.tobytes() == same.waiting.tobytes()
    assert one.wait.tobytes() == same.wait.tobytes()
    assert one.waiting.tobytes() != other.waiting.tobytes()


def test_lies_change_no_truth() -> None:
    """Weeks with and without liars are the same weeks."""
    honest = world(Scenario.LIARS, 4, Lies())
    lied = world(Scenario.LIARS, 4, Lies(share=0.6, together=True))

    assert honest.wait.tobytes() == lied.wait.tobytes()


@long
def test_a_surge_grows_the_line() -> None:
    """Over many weeks the line of a surge is far longer than that of a calm week."""
    longest = {
        scenario: np.median([world(scenario, seed).waiting.max() for seed in range(8)])
        for scenario in (Scenario.CALM, Scenario.SURGE)
    }

    assert longest[Scenario.SURGE] > 3 * longest[Scenario.CALM]


def test_people_and_passages_go_with_the_cars(made: World) -> None:
    """People wait in the cars that wait, and hours of passages add up to all who crossed."""
    last = made.week.stop - 1

    assert made.people == pytest.approx(made.waiting * 2.6)
    assert made.per_hour[last::-60].sum() == made.across[last]
    assert (made.per_hour >= 0).all()


@long
def test_arrivals_follow_hour_and_weekday() -> None:
    """Most join by day and towards the week's end, fewest before dawn."""
    joining = np.sum(
        [np.diff(world(Scenario.CALM, seed).joined, prepend=0) for seed in range(20)], axis=0
    )
    by_hour = joining.reshape(-1, 24, 60).sum(axis=(0, 2))
    by_day = joining.reshape(-1, 1440).sum(axis=1)[:14].reshape(2, 7).sum(axis=0)

    assert by_hour.argmin() in {2, 3}
    assert by_hour.max() > 3.5 * by_hour.min()
    assert by_day[4:6].min() > by_day[:3].max()


@long
def test_nights_and_shifts_are_slow() -> None:
    """Where a line never ends, fewer get through by night and while shifts change."""
    through = np.zeros(24 * 60)
    for seed in range(30):
        made = world(Scenario.SURGE, seed)
        day = slice(made.week.start, made.week.stop)
        passing = np.diff(made.across, prepend=0)[day] * 1.0
        passing[made.waiting[day] < 20] = np.nan
        through += np.nanmean(passing.reshape(7, -1), axis=0) if passing.size else 0
    by_hour = np.nanmean(through.reshape(24, 60), axis=1)

    assert by_hour[[0, 1, 2, 3, 4, 5, 23]].mean() == pytest.approx(
        0.75 * by_hour[[10, 11, 12, 13, 14]].mean(), rel=0.12
    )
    assert np.nanmean(through[480:510]) < 0.55 * by_hour[10]
