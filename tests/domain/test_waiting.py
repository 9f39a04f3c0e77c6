"""Waiting: whoever tells of a wait over the time that it took joined the line as it began."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.belief import grid_of, quantile, unknown, updated
from app.domain.estimates import estimates
from app.domain.evidence import Evidence
from app.domain.likelihood import log_likelihood, width
from app.domain.report import Report
from app.domain.vocabulary import Bound, Method, Precision, Quantity
from app.domain.waiting import joined_at
from tests.domain.made import GATE, HOUR, NOON, between, figure

WAIT = Quantity.WAIT_MINUTES
MINUTE = timedelta(minutes=1)


def waited(
    value: float,
    took: float | None = None,
    **changes: Any,  # noqa: ANN401 - any field
) -> Report:
    """Give a wait (minutes) told at noon by who was there, over as many minutes."""
    told = over(value if took is None else took)
    return figure(value, **{"bound": Bound.ABOUT} | told | changes)


def over(minutes: float) -> dict[str, Any]:
    """Give the parts of a wait that is told over so many minutes, until noon."""
    return {
        "quantity": WAIT,
        "method": Method.OBSERVED,
        "precision": Precision.HOUR,
        "observed_from": NOON - minutes * MINUTE,
        "observed_to": NOON,
    }


@pytest.mark.parametrize("bound", [Bound.ABOUT, Bound.AT_LEAST])
def test_told_over_the_time_that_it_took(bound: Bound) -> None:
    """Across after six hours, or standing for as long: he joined six hours ago."""
    assert joined_at(waited(360, bound=bound)) == NOON - 6 * HOUR


@pytest.mark.parametrize("took", [239, 541, 0])
def test_told_of_another_time(took: float) -> None:
    """Six hours told of four hours, of nine or of a moment are those of who joins then."""
    assert joined_at(waited(360, took)) is None


@pytest.mark.parametrize(
    "changes",
    [{"method": Method.OFFICIAL}, {"precision": Precision.DAY}, {"quantity": Quantity.QUEUE_KM}],
    ids=["an authority's", "of a day", "no wait"],
)
def test_told_by_nobody_who_stood(changes: dict[str, Any]) -> None:
    """What an authority says, what is known to the day alone and what is no wait is not such."""
    assert joined_at(waited(180, **changes)) is None


def test_a_range_counts_as_its_middle() -> None:
    """Five to seven hours told over six are a wait from its beginning on."""
    told = between(300, 420, **over(360))

    assert joined_at(told) == NOON - 6 * HOUR


def test_a_whole_wait_is_sharper() -> None:
    """Who stood through all of it tells of no part of the line alone."""
    assert width(waited(360)) < width(waited(360, took=30)) - 0.05


def test_who_stands_tells_little_of_the_rest() -> None:
    """Two hours so far let expect longer than `more than two hours` said of a moment."""
    grid = grid_of(WAIT)

    def middle(report: Report) -> float:
        told = log_likelihood(report, grid, width(report))
        return quantile(updated(unknown(), told), grid, 0.5)

    so_far, said = (waited(120, took, bound=Bound.AT_LEAST) for took in (120, 0))
    assert middle(so_far) > 1.3 * middle(said)


def test_what_was_joined_hours_ago_is_old() -> None:
    """A wait of ten hours, told now, is held wider than one that is told of now."""
    spans = []
    for took in (600, 0):
        evidence = Evidence(place=GATE, areas=(), reports=(waited(600, took),))
        found = estimates(waited(600).queue, evidence, NOON + HOUR)[WAIT].estimate
        assert found.low is not None
        assert found.high is not None
        spans.append(found.high / found.low)
    whole, momentary = spans
    assert whole > momentary
