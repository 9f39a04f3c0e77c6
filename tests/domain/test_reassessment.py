"""Reassessment: what is kept of a place's statuses is what assessing it anew would give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment import assess_queues, queues
from app.domain.evidence import Evidence
from app.domain.notice import Notice
from app.domain.place import BOTH
from app.domain.reassessment import standing_on
from app.domain.report import Queue, Report
from app.domain.vocabulary import WORDS, AccessWord, Bound, Mode, Quantity
from tests.domain.made import DAY, GATE, HOUR, NOON, QUEUE, evidence, figure, report, word
from tests.domain.test_changes import CAMERA, LATER, PLACE_WIDE, content, figures, notices, words
from tests.long import examples

MINUTE = timedelta(minutes=1)
BUSY = replace(GATE, modes=(Mode.CAR, Mode.TRUCK, Mode.FOOT))
TRUCKS = Queue("gate", "RU-GE", Mode.TRUCK)


def held_of(*reports: Report, **further: Any) -> Evidence:  # noqa: ANN401 - any part of it
    """Make the evidence on a gate where several modes queue."""
    cadences = {"camera": timedelta(minutes=7)}
    return evidence(*reports, place=BUSY, **{"cadences": cadences, **further})


@st.composite
def said(draw: st.DrawFn) -> Report:
    """Make anything that is said of any queue."""
    told = draw(st.one_of(words(), figures(), figures()))
    if told.quantity in WORDS:
        return told
    if told.quantity is Quantity.TEMPERATURE_C:
        return replace(told, direction=draw(st.sampled_from([BOTH, "RU-GE"])))
    return replace(
        told,
        mode=draw(st.sampled_from([Mode.CAR, Mode.CAR, Mode.TRUCK, Mode.ANY])),
        direction=draw(st.sampled_from(["RU-GE", "RU-GE", "GE-RU", BOTH])),
    )


@given(
    st.lists(said(), max_size=6),
    st.lists(said(), max_size=2),
    st.integers(0, 3),
    st.lists(notices(), max_size=1),
    st.integers(-8 * 1440, 20 * 1440),
    st.sampled_from([0, 1, 30, 600, 4000]),
)
@settings(max_examples=examples(150))
def test_what_stands_on_is_the_same(  # noqa: PLR0913, PLR0917 - a whole world
    first: list[Report],
    more: list[Report],
    gone: int,
    decided: list[Notice],
    minutes: int,
    passed: int,
) -> None:
    """Whatever comes, goes or ages, of whichever queue."""
    before = held_of(*first, notices=tuple(decided))
    later = held_of(*first[gone:], *more, notices=tuple(decided))
    moment = LATER + minutes * MINUTE
    now = moment + passed * MINUTE

    kept = standing_on(assess_queues(queues(before), before, moment), before, later, now)

    for anew in assess_queues(queues(later), later, now):
        if anew.queue in kept:
            assert content(kept[anew.queue]) == content(anew)


def kept_of(before: Evidence, later: Evidence, passed: timedelta = MINUTE) -> set[Queue]:
    """Give the queues whose statuses are kept when later evidence comes."""
    found = assess_queues(queues(before), before, NOON)
    return set(standing_on(found, before, later, NOON + passed))


def with_more(before: Evidence, *more: Report) -> Evidence:
    """Make the evidence with what came besides."""
    return replace(before, reports=(*before.reports, *more))


def counted(queue: Queue = QUEUE, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make a count of a queue in the hour before noon."""
    told: dict[str, Any] = {
        "observed_from": NOON - HOUR,
        "observed_to": NOON,
        **queue._asdict(),
        **parts,
    }
    return figure(400, **told)


def test_one_count_leaves_the_other_queues() -> None:
    """Its own queue is made anew, and those that stand for it."""
    before = held_of(counted(), counted(TRUCKS))
    every = set(queues(before))

    assert kept_of(before, before) == every
    assert kept_of(before, with_more(before, counted())) == every - {QUEUE}
    assert kept_of(before, replace(before, reports=before.reports[1:])) == every - {QUEUE}


def test_the_weather_is_the_whole_places() -> None:
    """Whichever way somebody speaks of, it is told in the row for both."""
    parts = {"observed_from": NOON - HOUR, "observed_to": NOON, "mode": Mode.ANY}
    sky = report(Quantity.TEMPERATURE_C, value=3.0, bound=Bound.EXACT, **parts)
    before = held_of(replace(sky, direction=BOTH))

    assert PLACE_WIDE in queues(before)
    assert PLACE_WIDE not in kept_of(before, with_more(before, sky))


def test_a_count_that_was_read_anew_is_another() -> None:
    """Nobody looks whether it says the same."""
    before = held_of(counted())
    again = held_of(*(replace(each) for each in before.reports))

    assert QUEUE not in kept_of(before, again)


def test_what_concerns_everybody_leaves_none() -> None:
    """A word may bear on each queue; so may who is heard, what is decided and what is withheld."""
    before = held_of(counted())
    closing = word(AccessWord.CLOSED.value, quantity=Quantity.ACCESS, observed_from=NOON - HOUR)
    others: Sequence[Evidence] = (
        with_more(before, closing),
        replace(before, down=frozenset({CAMERA["source"]})),
        replace(before, cadences={}),
        replace(before, areas=("elsewhere",)),
    )

    for later in others:
        assert kept_of(before, later) == set()


def test_time_alone_ends_it() -> None:
    """What changes by time is made anew from that moment on."""
    before = held_of(counted())
    (found,) = assess_queues([QUEUE], before, NOON)
    assert found.changes_at is not None
    left = found.changes_at - NOON

    assert QUEUE in kept_of(before, before, left - timedelta(microseconds=1))
    assert QUEUE not in kept_of(before, before, left)
    assert kept_of(before, before, 4000 * DAY) < set(queues(before))
