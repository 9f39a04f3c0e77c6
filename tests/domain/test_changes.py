"""What the board rests on: a status stays the same, whole, until its `changes_at`."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.assessment import Evidence, assess, queues
from app.domain.hours import Hours, Interval, Season
from app.domain.notice import Notice
from app.domain.report import Queue, Report
from app.domain.status import Status
from app.domain.vocabulary import (
    WORDS,
    Bound,
    Claim,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from tests.domain import archive
from tests.domain.made import (
    DAY,
    GATE,
    HOUR,
    NOON,
    PAPER,
    QUEUE,
    SPOKESMAN,
    TICK,
    TRAVELLER,
    evidence,
    figure,
    report,
    word,
)
from tests.long import examples

LATER = NOON + 365 * DAY
"""A moment at which undated hours count."""
PLACE_WIDE = Queue("gate", "both", Mode.ANY)
NIGHTS = Hours(
    side="b",
    basis="stated",
    week=((Interval(540, 1080),),) * 6 + ((),),
    season=Season((9, 28), (10, 20)),
)
CAMERA: dict[str, Any] = {
    "origin": "camera",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
    "source": "camera",
}
SPEAKERS = (SPOKESMAN, {**SPOKESMAN, "origin": "government"}, PAPER, TRAVELLER, CAMERA)


def content(status: Status) -> Status:
    """Give all of a status that is published."""
    return replace(status, changes_at=None)


def rests(queue: Queue, held: Evidence, moment: datetime, share: float) -> None:
    """Hold that nothing changes between a moment and `changes_at`, at a share of the way too."""
    found = assess(queue, held, moment)
    changes = found.changes_at or moment + 4000 * DAY
    assert changes > moment

    for other in (moment + share * (changes - moment), changes - TICK):
        assert content(assess(queue, held, other)) == content(found), (moment, other)


@st.composite
def times(draw: st.DrawFn) -> dict[str, Any]:
    """Make an interval near the moment, known early, in between or late, to the odd minute."""
    starts = LATER + timedelta(minutes=draw(st.integers(-12 * 1440, 3 * 1440)))
    length = timedelta(minutes=draw(st.sampled_from([0, 7, 61, 1440, 1440, 9000, 60_000])))
    known = draw(st.sampled_from([starts, starts + length / 2, starts + length]))
    return {
        "observed_from": starts,
        "observed_to": starts + length,
        "published_at": known + draw(st.sampled_from([timedelta(0), -DAY, 2 * DAY])),
        "precision": draw(st.sampled_from(Precision)),
        "archived": draw(st.booleans()),
        **draw(st.sampled_from(SPEAKERS)),
    }


@st.composite
def words(draw: st.DrawFn) -> Report:
    """Make any word: decisions, snapshots, rumours, of the gate or of its area."""
    quantity = draw(st.sampled_from(list(WORDS)))
    parts: dict[str, Any] = draw(times()) | {
        "quantity": quantity,
        "claim": draw(st.sampled_from(Claim)),
        "place": draw(st.sampled_from(["gate", "gate", "ge"])),
        "direction": draw(st.sampled_from(["RU-GE", "both"])),
        "mode": draw(st.sampled_from([Mode.ANY, Mode.CAR])),
        "subject": draw(st.sampled_from([Subject.EVERYBODY, Subject.MEN_LIABLE_TO_CALLUP])),
    }
    if quantity is not Quantity.WEATHER and draw(st.booleans()):
        parts["observed_to"] = None
    return word(draw(st.sampled_from(list(WORDS[quantity]))).value, **parts)


@st.composite
def figures(draw: st.DrawFn) -> Report:
    """Make any figure: of the queue, of what gets through it, of the weather."""
    kinds = (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM, Quantity.WAIT_MINUTES)
    quantity = draw(st.sampled_from([*kinds, Quantity.CROSSINGS_VEHICLES, Quantity.TEMPERATURE_C]))
    value = draw(st.sampled_from([0.0, 3.0, 20.0, 50.0]))
    parts = draw(times())
    if quantity is Quantity.TEMPERATURE_C:
        return report(quantity, value=value, bound=Bound.EXACT, direction="both",
                      mode=Mode.ANY, **parts)  # fmt: skip
    if quantity is Quantity.CROSSINGS_VEHICLES:
        return figure(value, quantity=quantity, **parts | {"per": Per.DAY})
    area = draw(st.sampled_from(["gate", "gate", "ge"]))
    return figure(value, quantity=quantity, **parts | {"place": area})


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Make a notice, decided some time and valid from some time."""
    starts = LATER + timedelta(minutes=draw(st.integers(-3 * 1440, 3 * 1440)))
    return Notice(
        id="made",
        place="gate",
        direction="both",
        mode=Mode.ANY,
        quantity=Quantity.ACCESS,
        word=draw(st.sampled_from(["open", "closed"])),
        subject=Subject.EVERYBODY,
        valid_from=starts,
        valid_to=draw(st.sampled_from([None, starts + DAY])),
        review_at=starts + 3 * DAY,
        published_at=starts + timedelta(minutes=draw(st.integers(-2000, 2000))),
        authority="government",
        authority_kind=OriginKind.AUTHORITY,
        url="https://x.example",
    )


@given(
    st.lists(st.one_of(words(), figures()), max_size=6),
    st.lists(notices(), max_size=1),
    st.integers(-8 * 1440, 20 * 1440),
    st.floats(0, 0.999),
    st.sampled_from([QUEUE, QUEUE, PLACE_WIDE]),
    st.sampled_from([(), (NIGHTS,)]),
)
@settings(max_examples=examples(150))
def test_rests_until_changes_at(  # noqa: PLR0913, PLR0917 - a whole world
    reports: list[Report],
    decided: list[Notice],
    minutes: int,
    share: float,
    queue: Queue,
    hours: tuple[Hours, ...],
) -> None:
    """Whatever is held, known or not yet, a status stays the same until its `changes_at`."""
    held = evidence(
        *reports,
        place=replace(GATE, hours=hours),
        notices=tuple(decided),
        cadences={"camera": timedelta(minutes=7)},
    )

    rests(queue, held, LATER + timedelta(minutes=minutes), share)


@pytest.mark.parametrize("seed", range(8))
def test_archive_rests_until_changes_at(seed: int) -> None:
    """So it does for places and moments of the archive, the busiest most often."""
    dice = random.Random(seed)  # noqa: S311 - no secret, only the same places each time
    places = sorted({each.place for each in archive.reports()})
    for _ in range(12):
        held = archive.evidence(dice.choice([dice.choice(places), "verkhny-lars", "vaalimaa"]))
        told = dice.choice(held.reports)
        turn = dice.choice([told.observed_from, told.ends, told.known])
        moment = turn + timedelta(minutes=dice.randrange(20 * 1440))

        rests(dice.choice(queues(held)), held, moment, dice.random())


def test_count_that_grows_too_old() -> None:
    """A count that stops telling what gets through does so with the next half hour, no sooner."""
    odd = NOON + timedelta(minutes=17)
    count = {"quantity": Quantity.CROSSINGS_VEHICLES, "per": Per.DAY}
    told = [
        figure(1500, **count, observed_from=odd - DAY, observed_to=odd),
        figure(500, **count, observed_from=odd, observed_to=odd + DAY),
        figure(3000, observed_from=odd + 13 * DAY, observed_to=odd + 13 * DAY + 2 * HOUR),
    ]
    before = odd + 14 * DAY - timedelta(minutes=10)
    found = assess(QUEUE, evidence(*told), before)

    assert found.estimates[Quantity.WAIT_MINUTES].method is Method.DERIVED
    rests(QUEUE, evidence(*told), before, 0.9)
    assert found.changes_at is not None
    after = assess(QUEUE, evidence(*told), found.changes_at)
    assert after.estimates != found.estimates
