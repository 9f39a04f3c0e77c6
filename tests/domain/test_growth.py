"""Growth: ratios of answers with their doubt, and when it is a surge, worked out by hand."""

import math
from typing import NamedTuple

import pytest

from app.domain.belief import DEVIATIONS
from app.domain.growth import LEAST_DOUBT, Growth, growth, surges
from app.domain.vocabulary import Quantity

LINE, LENGTH, WAIT = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES


class Said(NamedTuple):
    """An answer."""

    low: float | None
    mid: float | None
    high: float | None


def around(mid: float, factor: float = 1.0) -> Said:
    """Give an answer with its ends a factor away."""
    return Said(mid / factor, mid, mid * factor)


NOTHING = Said(None, None, None)


def told(mid: float, low: float | None = None) -> Growth:
    """Give a growth in a day."""
    least = mid if low is None else low
    return Growth(low=least, mid=mid, high=mid * mid / least, hours=24)


def test_growth_is_the_ratio_of_two_answers() -> None:
    """From 100 to 300 sharply told is three times, as surely as a ratio can be."""
    found = growth({LINE: around(300)}, {LINE: around(100)}, 24)

    assert found is not None
    assert found.mid == pytest.approx(3)
    assert math.log(found.high / found.mid) == pytest.approx(DEVIATIONS * LEAST_DOUBT)
    assert found.low * found.high == pytest.approx(9)


def test_the_doubt_of_both_answers_counts() -> None:
    """Ends a factor e and a factor e away: the square root of two, and the least doubt besides."""
    found = growth({LINE: around(300, math.e)}, {LINE: around(100, math.e)}, 24)

    assert found is not None
    own = math.sqrt(2 / DEVIATIONS**2 + LEAST_DOUBT**2)
    assert math.log(found.high / found.mid) == pytest.approx(DEVIATIONS * own)


def test_quantities_are_weighed_by_how_sharp_they_are() -> None:
    """The sharper ratio draws the mean, and all together are no sharper than it."""
    now = {LINE: around(400, 1.1), WAIT: around(300, 3)}
    before = {LINE: around(100, 1.1), WAIT: around(300, 3)}

    both, line = growth(now, before, 24), growth({LINE: now[LINE]}, {LINE: before[LINE]}, 24)

    assert both is not None
    assert line is not None
    assert 3.5 < both.mid < 4
    assert both.high / both.mid == pytest.approx(line.high / line.mid)


@pytest.mark.parametrize(
    ("now", "before"),
    [({}, {}), ({LINE: NOTHING}, {LINE: around(9)}), ({LINE: around(9)}, {LENGTH: around(9)})],
)
def test_without_two_figures_nothing_is_told(
    now: dict[Quantity, Said], before: dict[Quantity, Said]
) -> None:
    """No growth is not a growth of nothing."""
    found = growth(now, before, 24)

    assert found is None


def test_few_are_all_alike() -> None:
    """From two cars to twenty nothing has grown that matters to anybody."""
    found = growth({LINE: around(20)}, {LINE: around(2)}, 24)

    assert found is not None
    assert found.mid == pytest.approx(1)


def test_doubling_time_is_that_of_this_pace() -> None:
    """Four times in a day is doubling twice; what does not grow never doubles."""
    quick, steady = told(4), told(1)

    assert quick.doubling_hours == pytest.approx(12)
    assert steady.doubling_hours is None


@pytest.mark.parametrize(
    ("grown", "line", "already", "surging"),
    [
        (told(2.0, 1.2), 300, False, True),
        (told(1.7, 1.2), 300, False, False),
        (told(2.0, 1.0), 300, False, False),
        (told(2.0, 1.2), 90, False, False),
        (told(1.3, 0.5), 300, True, True),
        (told(1.1, 1.0), 300, True, False),
        (None, 300, True, True),
        (None, 300, False, False),
    ],
)
def test_a_surge_begins_surely_and_lasts_while_the_line_grows(
    grown: Growth | None,
    line: float,
    already: bool,  # noqa: FBT001 - a parametrized case
    surging: bool,  # noqa: FBT001 - a parametrized case
) -> None:
    """It needs a long line, a great growth and little doubt to begin, less to go on."""
    found = surges({LINE: around(line)}, grown, already=already)

    assert found is surging
