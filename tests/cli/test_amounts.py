"""Amounts as an operator writes them."""

from datetime import timedelta

import pytest
import typer

from app.cli.amounts import COUNT, KILOMETRES, WAIT, Measure, amount, span
from app.correcting.reporting import Figure
from app.domain.vocabulary import Bound


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("20h", Figure(Bound.EXACT, value=1200)),
        ("90min", Figure(Bound.EXACT, value=90)),
        ("2d", Figure(Bound.EXACT, value=2880)),
        ("1.5h", Figure(Bound.EXACT, value=90)),
        ("1d 2h 30min", Figure(Bound.EXACT, value=1590)),
        ("0min", Figure(Bound.EXACT, value=0)),
        ("18h-24h", Figure(Bound.BETWEEN, low=1080, high=1440)),
        ("18-24h", Figure(Bound.BETWEEN, low=1080, high=1440)),
        ("90min\u20132h", Figure(Bound.BETWEEN, low=90, high=120)),
        (">20h", Figure(Bound.AT_LEAST, low=1200)),
        (">= 20 h", Figure(Bound.AT_LEAST, low=1200)),
        ("<2H", Figure(Bound.AT_MOST, high=120)),
        ("~20h", Figure(Bound.ABOUT, value=1200)),
    ],
)
def test_a_wait_is_read_in_minutes(text: str, figure: Figure) -> None:
    """Exactly, roughly, between two, or as a limit."""
    assert amount(WAIT)(text) == figure


@pytest.mark.parametrize(
    ("measure", "text", "figure"),
    [
        (COUNT, "300", Figure(Bound.EXACT, value=300)),
        (COUNT, "250-300", Figure(Bound.BETWEEN, low=250, high=300)),
        (COUNT, ">3000", Figure(Bound.AT_LEAST, low=3000)),
        (KILOMETRES, "2.5", Figure(Bound.EXACT, value=2.5)),
        (KILOMETRES, "~5 km", Figure(Bound.ABOUT, value=5)),
        (KILOMETRES, "3-5km", Figure(Bound.BETWEEN, low=3, high=5)),
    ],
)
def test_counts_and_lengths_are_read(measure: Measure, text: str, figure: Figure) -> None:
    """The unit of a length may be left out."""
    assert amount(measure)(text) == figure


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (WAIT, each)
        for each in (
            "",
            "20",
            "h",
            "20x",
            "-5h",
            "2h1d",
            "1h1h",
            "1h-",
            "-",
            ">",
            "1e5h",
            "nanh",
            "1-2-3h",
        )
    ]
    + [(COUNT, each) for each in ("3,000", "30.5", "300km", "many", "٣")]
    + [(KILOMETRES, each) for each in ("5m", "2,5")],
)
def test_anything_else_is_refused_with_the_way_to_write_it(measure: Measure, text: str) -> None:
    """A guess would be another figure."""
    with pytest.raises(typer.BadParameter, match=f"is no {measure.name}: write"):
        amount(measure)(text)


def test_a_span_is_read() -> None:
    """As a wait is, without a mark."""
    assert span("1h30min") == timedelta(minutes=90)
    with pytest.raises(ValueError, match="~1h"):
        span("~1h")
