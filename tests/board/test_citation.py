"""Citations: a sentence for each kind of figure, with its doubts and nothing that changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from app.board.citation import cite, moment
from app.catalog import Catalogue, load
from app.domain.act import Act, Verb
from app.domain.report import Queue, Series
from app.domain.vocabulary import Agreement, Mode, NoNumber, Quantity, Subject
from app.store.published import Belief, Published

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CARS = Queue("verkhny-lars", "RU-GE", Mode.CAR)
WAIT = Published(
    series=Series(CARS, Quantity.WAIT_MINUTES, Subject.EVERYBODY),
    belief=Belief(
        low=1280,
        mid=2670,
        high=5520,
        observed_to=NOON - timedelta(hours=2),
        agreement=Agreement.DIFFER,
        origins=5,
    ),
    version=17,
    published_at=NOON,
    method_version="1.2",
    catalogue_version="abc",
)


@cache
def catalogue() -> Catalogue:
    """Give the catalogue, read once."""
    return load()


def said(quantity: Quantity, belief: Belief) -> str:
    """Give what the sentence says of a belief, between the queue and the grounds."""
    figure = replace(WAIT, series=WAIT.series._replace(quantity=quantity), belief=belief)
    return cite(figure, catalogue(), ()).partition(": ")[2].partition(" (published")[0]


def test_a_wait_is_told_whole() -> None:
    """The sentence holds figure, interval, doubts, versions and the permanent address."""
    told = cite(WAIT, catalogue(), ())

    assert told.endswith(
        ": wait of who joins now: 44 h 30 min, in four cases of five between 21 h 20 min and 92 h;"
        " observed until 2026-03-01 10:00Z; sources differ (5) (published 2026-03-01 12:00Z as"
        f" version 17, method 1.2, catalogue abc). /v1/published/{WAIT.id}."
    )
    assert told.startswith("Darial, ")
    assert "RU-GE" in told


@pytest.mark.parametrize(
    ("quantity", "belief", "sentence"),
    [
        (
            Quantity.QUEUE_KM,
            Belief(low=5, mid=7.5, high=1200),
            "length of the line: 7.5 km, in four cases of five between 5 km and 1,200 km",
        ),
        (
            Quantity.QUEUE_VEHICLES,
            Belief(low=0, mid=0, high=3),
            "vehicles in line: 0, in four cases of five between 0 and 3",
        ),
        (Quantity.ACCESS, Belief(word="closed"), "access: closed"),
    ],
)
def test_other_figures(quantity: Quantity, belief: Belief, sentence: str) -> None:
    """Each quantity has its name and unit; a zero is a zero."""
    assert said(quantity, belief) == sentence


def test_no_figure_gives_its_reason() -> None:
    """Where there was no number the reason stands there, never a 0."""
    told = said(Quantity.WAIT_MINUTES, Belief(no_number=NoNumber.STALE))

    assert told.startswith("wait of who joins now: no figure, ")
    assert catalogue().label(NoNumber.STALE) in told


def test_a_correction_is_told_with_it() -> None:
    """Whoever cites a figure that was corrected since hears of it in the sentence."""
    act = Act(at=NOON, verb=Verb.RETRACT, role="operator", reason="misread", version=18)

    told = cite(WAIT, catalogue(), [act])

    assert told.endswith(
        f"Reports it may rest on were retracted on 2026-03-01 12:00Z: /v1/corrections/{act.id}."
    )


def test_a_moment_is_read_in_utc() -> None:
    """Moments are told to the minute, with their zone."""
    assert moment("2022-09-27T21:00:00Z") == "2022-09-27 21:00Z"
