"""Listening: what was said is weighed once, and asked again it gives what it gave afresh."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessment import assess
from app.domain.belief import grid_of
from app.domain.cycle import STEADY
from app.domain.estimate import estimate, floor_to_step, known, settled, sharpened
from app.domain.estimates import estimates
from app.domain.independence import expected, voices
from app.domain.listening import KEPT, listened
from app.domain.report import Report, default_subject
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Method, Quantity, Subject
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    SPOKESMAN,
    TICK,
    TRAVELLER,
    at,
    evidence,
    figure,
)

VEHICLES, KM, WAIT = Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES
moments = st.integers(-10, 100).map(lambda hours: MONDAY + hours * HOUR)


@st.composite
def told(draw: st.DrawFn) -> Report:
    """Draw something that is said of the queue in four days."""
    quantity = draw(st.sampled_from((VEHICLES, KM, WAIT)))
    parts = at(MONDAY + draw(st.integers(0, 96)) * HOUR)
    if draw(st.booleans()):
        parts |= TRAVELLER
    return figure(float(draw(st.integers(0, 290))), quantity=quantity, **parts)


@given(st.lists(told(), max_size=12), st.lists(moments, min_size=2, max_size=4))
def test_asked_again_it_is_as_if_afresh(said: list[Report], asked: list[datetime]) -> None:
    """Whatever was asked before, an answer is the one that a new process would give."""
    found = evidence(*said)
    for knowledge in Knowledge:
        kept = [assess(QUEUE, found, moment, knowledge) for moment in asked]
        for moment, status in zip(asked, kept, strict=True):
            listened.cache_clear()

            assert assess(QUEUE, found, moment, knowledge) == status


@given(st.lists(told(), min_size=1, max_size=12), moments)
def test_a_shorter_way_leads_to_the_same(said: list[Report], moment: datetime) -> None:
    """From what is held already a number comes out as from all voices together."""
    grid = grid_of(VEHICLES)
    spoken = voices(
        known([each for each in said if each.quantity is VEHICLES], moment, Knowledge.THEN),
        GATE,
        grid,
    )
    step = floor_to_step(moment)
    basis = figure(500, **at(step), method=Method.DERIVED, origin="derived from queue_km")
    further = [replace(expected(basis), until=moment)]
    ask = partial(estimate, VEHICLES, Subject.VEHICLES, spoken, moment)

    short = ask(held=settled(spoken, grid, STEADY))
    assert short.estimate == ask().estimate
    besides = sharpened(short, further)
    if besides is not None:
        whole = ask(derived=further).estimate
        assert besides.estimate.mid == pytest.approx(whole.mid)
        assert replace(besides.estimate, low=0, mid=0, high=0) == replace(
            whole, low=0, mid=0, high=0
        )


def test_time_alone_weighs_nothing_anew() -> None:
    """While nobody says anything new, what was said is weighed once."""
    found = evidence(figure(900, **at(NOON)), figure(6, quantity=KM, **at(NOON)))
    listened.cache_clear()

    for hours in range(5):
        estimates(QUEUE, found, NOON + (1 + hours) * HOUR)

    assert listened.cache_info().misses == 1


@pytest.mark.parametrize("change", ["a new word", "another figure", "a correction"])
def test_what_is_new_is_heard(change: str) -> None:
    """A new report, or another content of the same one, is weighed."""
    first = figure(900, **at(NOON))
    other = {
        "a new word": (first, figure(400, **TRAVELLER, **at(NOON))),
        "another figure": (replace(first, value=400.0),),
        "a correction": (replace(first, value=400.0, revision=1),),
    }[change]

    before, after = (
        estimates(QUEUE, evidence(*said), NOON + HOUR)[VEHICLES].estimate.mid
        for said in ((first,), other)
    )

    assert before != after


def test_only_so_many_are_kept() -> None:
    """However many queues are asked about, a bounded number of them is kept."""
    for number in range(KEPT + 5):
        estimates(QUEUE, evidence(figure(900 + number, **at(NOON))), MONDAY + DAY)

    assert listened.cache_info().currsize == KEPT


@pytest.mark.parametrize("knowledge", list(Knowledge))
def test_of_a_queue_without_figures_nothing_is_listened_to(knowledge: Knowledge) -> None:
    """It is told as of no voices, whatever is said of its area and of other queues."""
    lorries, area = figure(400, mode="truck"), figure(3600, place="ge")
    listened.cache_clear()

    for moment in (NOON - DAY, NOON, NOON + DAY):
        found = estimates(QUEUE, evidence(lorries, area), moment, knowledge)
        assert found == {
            quantity: estimate(quantity, default_subject(quantity), (), moment)
            for quantity in QUEUE_QUANTITIES
        }
    assert listened.cache_info().misses == 0


@pytest.mark.parametrize("counts", ["known later", "begins later"])
def test_what_was_found_once_is_asked_at_each_moment(counts: str) -> None:
    """Evidence that was asked about is like new evidence: a figure counts from its own time on."""
    later = NOON + 2 * HOUR
    begins, known_at = (NOON, later) if counts == "known later" else (later, NOON)
    said = (
        figure(3600, **SPOKESMAN, **at(NOON)),
        figure(3900, **PAPER, **at(begins), known_at=known_at),
    )
    asked = evidence(*said)

    for moment in (later + HOUR, NOON + HOUR, later, later - TICK):
        afresh = estimates(QUEUE, evidence(*said), moment)[VEHICLES]
        found = estimates(QUEUE, asked, moment)[VEHICLES]

        assert found.estimate == afresh.estimate
        assert len(found.voices) == (2 if moment >= later else 1)
