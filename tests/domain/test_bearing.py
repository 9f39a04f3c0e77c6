"""Bearing: whatever taking a report back changes of what is published is named by a correction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from app.domain.assessment import LOOKBACK, assess
from app.domain.bearing import LETS_EXPECT, bears_on, bears_until
from app.domain.report import Queue, Report, Series, default_subject
from app.domain.status import Status
from app.domain.vocabulary import (
    CROSSINGS,
    QUEUE_QUANTITIES,
    Bound,
    Claim,
    Knowledge,
    Method,
    Mode,
    OriginKind,
    Per,
    Precision,
    Quantity,
    Subject,
)
from tests.domain.made import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    PAPER,
    QUEUE,
    SPOKESMAN,
    TRAVELLER,
    at,
    evidence,
    figure,
    word,
)

AREAS = ("ge", "caucasus")
"""The areas in which the gate lies."""

QUEUES = (
    QUEUE,
    Queue("gate", "GE-RU", Mode.CAR),
    Queue("gate", "RU-GE", Mode.ANY),
    Queue("gate", "RU-GE", Mode.RAIL),
    Queue("gate", "both", Mode.ANY),
)
"""The queues that are looked at."""

CAMERA: dict[str, Any] = {
    "origin": "camera",
    "origin_kind": OriginKind.SENSOR,
    "method": Method.COUNTED,
    "source": "camera",
}
SPEAKERS = (SPOKESMAN, {**SPOKESMAN, "origin": "government"}, PAPER, TRAVELLER, CAMERA)
KINDS = (
    *QUEUE_QUANTITIES,
    Quantity.QUEUE_VEHICLES,
    Quantity.CROSSINGS_VEHICLES,
    Quantity.CROSSINGS_PEOPLE,
    Quantity.ACCESS,
    Quantity.ACCESS,
    Quantity.RULE,
)
WORDS = {Quantity.ACCESS: ("open", "closed", "restricted"), Quantity.RULE: ("forbidden",)}

Told = dict[Quantity, object]
"""What is published of a queue, by quantity."""


def told(status: Status) -> Told:
    """Give each answer of a status that is published, with all that comes with it."""
    return {Quantity.ACCESS: status.access, **status.estimates}


def numbers(status: Status) -> Told:
    """Give the word and the numbers alone, where there are any."""
    found: Told = {
        quantity: (each.low, each.mid, each.high)
        for quantity, each in status.estimates.items()
        if each.mid is not None
    }
    return found | {Quantity.ACCESS: (status.access.state, status.access.because)}


def changed(
    reports: Sequence[Report],
    gone: Report,
    moment: datetime,
    tell: Callable[[Status], Told],
    knowledge: Knowledge = Knowledge.THEN,
) -> Iterator[Series]:
    """Give each series of which something else is told without a report."""
    with_it = evidence(*reports, areas=AREAS, cadences={"camera": timedelta(minutes=7)})
    without = replace(with_it, reports=tuple(each for each in reports if each is not gone))
    for queue in QUEUES:
        before, after = (
            tell(assess(queue, held, moment, knowledge)) for held in (with_it, without)
        )
        for quantity in before | after:
            if before.get(quantity) != after.get(quantity):
                yield Series(queue, quantity, default_subject(quantity))


ALIKE: dict[str, Any] = {
    "place": "gate",
    "direction": "RU-GE",
    "mode": Mode.CAR,
    "bound": Bound.ABOUT,
    "archived": False,
}
"""Of one queue: so that one report meets another."""


def drawn(dice: Random, **fixed: Any) -> Report:  # noqa: ANN401 - any field of a report
    """Draw a report of the days around noon, most often of the cars at the gate."""
    quantity = dice.choice(KINDS)
    begins = NOON + timedelta(minutes=dice.randrange(-4 * 1440, 1440))
    ends = begins + dice.choice([0, 1, 12, 24, 24]) * HOUR
    parts: dict[str, Any] = {
        "quantity": quantity,
        "place": dice.choice(["gate"] * 4 + ["ge", "ge", "caucasus"]),
        "direction": dice.choice(["RU-GE"] * 4 + ["GE-RU", "both"]),
        "mode": dice.choice([Mode.CAR] * 4 + [Mode.ANY, Mode.ANY, Mode.RAIL, Mode.TRUCK]),
        "subject": dice.choice([default_subject(quantity)] * 4 + [Subject.MEN]),
        "observed_from": begins,
        "observed_to": ends,
        "recorded_at": ends + dice.choice([0, 0, 9]) * HOUR,
        "precision": dice.choice([Precision.HOUR, Precision.DAY]),
        "archived": dice.random() < 0.5,
        "bound": dice.choice([Bound.ABOUT, Bound.EXACT, Bound.AT_LEAST, Bound.AT_MOST]),
        **dice.choice(SPEAKERS),
        **fixed,
    }
    if quantity in WORDS:
        return _word(dice, parts)
    per = Per.DAY if quantity in CROSSINGS else None
    return figure(dice.choice([0.0, 3.0, 20.0, 50.0]), **parts | {"per": per})


def _word(dice: Random, parts: dict[str, Any]) -> Report:
    claim = dice.choice([Claim.STATED, Claim.STATED, Claim.DENIED])
    said = {**parts, "bound": None, "claim": claim}
    if dice.randrange(2):
        said["observed_to"] = None
    return word(dice.choice(WORDS[said["quantity"]]), **said)


def world(dice: Random) -> tuple[list[Report], Report]:
    """Draw some reports, and which of them is taken back."""
    fixed = dice.choice([{}, ALIKE])
    reports = [drawn(dice, **fixed) for _ in range(dice.randrange(1, 8))]
    return reports, dice.choice(reports)


@pytest.mark.parametrize("seed", range(4))
def test_what_taking_back_changes_is_named(seed: int) -> None:
    """Whatever else is held, no access and no number of a series changes that is not named."""
    dice = Random(seed)  # noqa: S311 - no secret
    seen = 0
    for _ in range(60):
        reports, gone = world(dice)
        moment = NOON + timedelta(minutes=dice.randrange(-1440, 3 * 1440))

        found = set(changed(reports, gone, moment, told, dice.choice(list(Knowledge))))

        assert all(bears_on(gone, series, AREAS) for series in found), (found, gone)
        seen += bool(found)
    assert seen > 5


def moved(report: Report, later: timedelta) -> Report:
    """Say the same later."""
    ends = None if report.observed_to is None else report.observed_to + later
    return replace(
        report,
        observed_from=report.observed_from + later,
        observed_to=ends,
        recorded_at=report.recorded_at + later,
        known_at=None,
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_long_past_changes_no_number(seed: int) -> None:
    """From its moment on a report changes no word and no number, whatever two say meanwhile.

    Where more speak, the widths of long past ones still bound how sharply a new one counts.
    """
    dice = Random(seed)  # noqa: S311 - no secret
    for _ in range(60):
        reports, gone = world(dice)
        until = bears_until(gone)
        if until is None:
            continue
        for later in (LOOKBACK / 8, LOOKBACK / 3, 0.8 * LOOKBACK, LOOKBACK):
            reports += [moved(each, later) for each in world(dice)[0][:2]]
        two = [each for each in reports if each.origin in {gone.origin, "government"}]
        moment = until + timedelta(minutes=dice.choice([0, dice.randrange(3 * 1440)]))

        found = list(changed(two, gone, moment, numbers, dice.choice(list(Knowledge))))

        assert not found, gone


def both_ways(quantity: Quantity, **parts: Any) -> tuple[Report, ...]:  # noqa: ANN401 - any field
    """Say the same of the gate's cars in both directions."""
    ways = ("RU-GE", "GE-RU")
    return tuple(figure(30.0, quantity=quantity, direction=way, **parts) for way in ways)


W, V, K, A = (
    Quantity.WAIT_MINUTES,
    Quantity.QUEUE_VEHICLES,
    Quantity.QUEUE_KM,
    Quantity.ACCESS,
)
CARS, BACK, ANY, RAIL, BOTH = QUEUES
DAILY: dict[str, Any] = {"quantity": Quantity.CROSSINGS_VEHICLES, "per": Per.DAY}
WAITS = both_ways(W)
LINES = {(V, CARS), (K, CARS)}


EVENING = tuple(
    figure(value, quantity=quantity, **at(MONDAY + 13 * HOUR))
    for quantity, value in ((W, 90.0), (V, 30.0))
)
"""What the ministry says later on the day on which it told of a shorter wait."""

NAMELESS = (
    figure(40.0, **at(NOON)),
    figure(60.0, **TRAVELLER, **at(NOON)),
    figure(900.0, quantity=W, **TRAVELLER, **at(NOON)),
)
"""A line as the ministry and as a traveller tells it, and a wait by somebody without a name."""


def closure(**parts: Any) -> Report:  # noqa: ANN401 - any field
    """Close the gate until further notice."""
    return word("closed", observed_to=None, **parts)


@pytest.mark.parametrize(
    ("gone", "others", "expected"),
    [
        (figure(40.0), (), {(V, CARS), (K, CARS)}),
        (figure(4.0, quantity=K), (), {(V, CARS), (K, CARS)}),
        (figure(40.0), both_ways(**DAILY), {(V, CARS), (K, CARS), (W, CARS)}),
        (figure(4.0, quantity=K), both_ways(**DAILY), {(V, CARS), (K, CARS), (W, CARS)}),
        (figure(40.0, **DAILY), both_ways(V), {(W, CARS)}),
        (figure(40.0, quantity=W), both_ways(V), {(W, CARS)}),
        (figure(40.0, quantity=W, **at(MONDAY + 4 * HOUR)), EVENING, {(W, CARS), *LINES}),
        (figure(40.0, **DAILY), NAMELESS, {(W, CARS), *LINES}),
        (closure(), WAITS, {*((A, each) for each in QUEUES), (W, CARS), (W, BACK)}),
        (
            closure(place="caucasus"),
            WAITS,
            {*((A, each) for each in QUEUES if each != RAIL), (W, CARS), (W, BACK)},
        ),
        (figure(20.0, place="ge"), both_ways(V), {(V, CARS)}),
        (figure(20.0, quantity=W, place="ge"), WAITS, set()),
        (figure(20.0, place="ge", **DAILY), both_ways(V), set()),
        (closure(direction="RU-GE"), (), {(A, CARS), (A, ANY), (A, RAIL)}),
        (closure(mode=Mode.RAIL), (), {(A, RAIL)}),
        (figure(40.0, subject=Subject.MEN), (), set()),
    ],
    ids=[
        "length from vehicles",
        "vehicles from length",
        "wait from vehicles",
        "wait from length",
        "wait from crossings",
        "wait alone",
        "the time of day from waits",
        "trust by crossings",
        "access and no wait",
        "an area's word",
        "bound by an area",
        "no wait of an area",
        "no crossings of an area",
        "one way",
        "one mode",
        "of men",
    ],
)
def test_each_way_of_bearing(
    gone: Report, others: Sequence[Report], expected: set[tuple[Quantity, Queue]]
) -> None:
    """Taking one report back changes these answers, each of which is named, and no other."""
    found = set(changed([gone, *others], gone, MONDAY + DAY, numbers))

    assert {(series.quantity, series.queue) for series in found} == expected
    assert all(bears_on(gone, series, AREAS) for series in found)


def test_every_way_is_tried() -> None:
    """What a quantity lets expect of another stands in the table above."""
    pairs = {(basis, other) for basis, others in LETS_EXPECT.items() for other in others}

    related = {(basis, other) for basis in (V, K, W) for other in (V, K, W) if basis is not other}
    assert pairs == {(A, W), *related, *((Quantity.CROSSINGS_VEHICLES, each) for each in (V, K, W))}
