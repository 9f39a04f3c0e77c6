"""Liars and misprints: four honest origins that agree are moved by less than a tenth."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from app.domain.assessment import assess
from app.domain.report import Report
from app.domain.report_check import PLAUSIBLE
from app.domain.status import Status
from app.domain.vocabulary import (
    Bound,
    Claim,
    Method,
    OriginKind,
    Precision,
    Quantity,
)
from tests.domain.made import (
    DAY,
    HOUR,
    MONDAY,
    NOON,
    QUEUE,
    SPOKESMAN,
    TRAVELLER,
    at,
    between,
    estimated,
    evidence,
    figure,
    word,
)

EVENING = MONDAY + DAY
TRUTH = {Quantity.QUEUE_VEHICLES: 3000.0, Quantity.QUEUE_KM: 15.0, Quantity.WAIT_MINUTES: 2000.0}
SPREAD = (0.97, 0.99, 1.01, 1.03)
FACTORS = (0, 0.001, 0.1, 0.3, 0.6, 0.75, 0.85, 0.9, 1.1, 1.2, 1.3, 1.5, 2, 3, 10, 1000)
CLAIMED = (
    (Method.OFFICIAL, Precision.HOUR),
    (Method.OFFICIAL, Precision.DAY),
    (Method.RELAYED, Precision.HOUR),
    (Method.RELAYED, Precision.MONTH),
)
SPEECH: dict[str, dict[str, Any]] = {
    "officials": {"method": Method.OFFICIAL, "bound": Bound.EXACT},
    "papers": {"method": Method.RELAYED, "bound": Bound.ABOUT, "origin_kind": OriginKind.MEDIA},
}

every_quantity = pytest.mark.parametrize("quantity", list(TRUTH))
every_speech = pytest.mark.parametrize("speech", list(SPEECH))


def honest(quantity: Quantity, speech: str = "officials") -> list[Report]:
    """Make what four honest origins say of Monday, a few per cent apart."""
    return [
        figure(TRUTH[quantity] * spread, quantity=quantity, origin=f"o {n}", **SPEECH[speech])
        for n, spread in enumerate(SPREAD)
    ]


def lie(quantity: Quantity, factor: float, bound: Bound, **parts: Any) -> Report:  # noqa: ANN401
    """Make a liar's figure, so many times the truth, as far as it is not refused outright."""
    value = min(TRUTH[quantity] * factor, PLAUSIBLE[quantity].greatest)
    fields = {"quantity": quantity, "origin": "liar", **parts}
    if bound is Bound.BETWEEN:
        return between(value, value, **fields)
    return figure(value, bound=bound, **fields)


def lies(quantity: Quantity) -> Iterator[Report]:
    """Make lies of every size, bound, method and precision."""
    for factor, bound, (method, precision) in product(FACTORS, Bound, CLAIMED):
        yield lie(quantity, factor, bound, method=method, precision=precision)


def middle(reports: Sequence[Report], quantity: Quantity) -> float:
    """Give the middle published soon after Monday's end, of reports on one quantity."""
    moment = EVENING + HOUR
    found = estimated(quantity, reports, moment).estimate
    assert found.mid is not None
    return found.mid


def status(*reports: Report) -> Status:
    """Assess the gate soon after Monday's end."""
    return assess(QUEUE, evidence(*reports), EVENING + HOUR)


@every_speech
@every_quantity
def test_one_liar(quantity: Quantity, speech: str) -> None:
    """Whatever value, bound, precision and method it claims, it moves the middle less than 10%."""
    told = honest(quantity, speech)
    true = middle(told, quantity)

    for liar in lies(quantity):
        assert middle([*told, liar], quantity) == pytest.approx(true, rel=0.1), liar


@every_quantity
@pytest.mark.parametrize("factor", [0.3, 0.8, 1.2, 1.5, 3, 30])
def test_hundred_copies_of_a_liar(quantity: Quantity, factor: float) -> None:
    """A hundred copies under one origin do no more, all alike or each a little other."""
    told = honest(quantity)
    true = middle(told, quantity)

    for alike, bound in product((True, False), (Bound.EXACT, Bound.AT_LEAST)):
        copies = [
            lie(quantity, factor * (1 if alike else 1 + n / 1000), bound, source=f"outlet {n}")
            for n in range(100)
        ]
        assert middle([*told, *copies], quantity) == pytest.approx(true, rel=0.1)


@every_quantity
@pytest.mark.parametrize("factor", [0.3, 0.8, 1.2, 1.5, 3, 30])
def test_hundred_nameless_liars_of_one_hour(quantity: Quantity, factor: float) -> None:
    """A hundred travellers of one hour, whatever they claim, are one voice."""
    told = honest(quantity)
    true = middle(told, quantity)

    for precision in (Precision.HOUR, Precision.MONTH):
        crowd = [
            lie(quantity, factor * (1 + n / 1000), Bound.EXACT, **TRAVELLER,
                **at(NOON + n * timedelta(seconds=30)) | {"precision": precision})
            for n in range(100)
        ]  # fmt: skip
        assert middle([*told, *crowd], quantity) == pytest.approx(true, rel=0.1)


@pytest.mark.parametrize("factor", [0.001, 0.3, 3, 20])
def test_lie_about_another_quantity(factor: float) -> None:
    """Who lies about the kilometres moves the vehicles, which are told directly, hardly at all."""
    vehicles = Quantity.QUEUE_VEHICLES
    told = honest(vehicles)
    liar = lie(Quantity.QUEUE_KM, factor, Bound.EXACT)

    moved = status(*told, liar).estimates[vehicles].mid
    assert moved == pytest.approx(middle(told, vehicles), rel=0.05)


def test_the_liar_is_shown() -> None:
    """A lie is not hidden: the origins differ."""
    told = honest(Quantity.QUEUE_VEHICLES)
    shown = status(*told, lie(Quantity.QUEUE_VEHICLES, 10, Bound.EXACT))

    assert status(*told).estimates[Quantity.QUEUE_VEHICLES].agreement == "agree"
    assert shown.estimates[Quantity.QUEUE_VEHICLES].agreement == "differ"


@pytest.mark.parametrize("claim", [Claim.DENIED, Claim.DISPROVED])
@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity.ACCESS, "closed"),
        (Quantity.ACCESS, "open"),
        (Quantity.RULE, "forbidden"),
        (Quantity.EVENT, "queue_seen"),
        (Quantity.EVENT, "draft_summons"),
    ],
)
def test_a_denial(quantity: Quantity, said: str, claim: Claim) -> None:
    """A denial changes no access, no rule, no number and no event of others."""
    events = ("queue_seen", "draft_summons", "closure_rumour")
    told = [
        *honest(Quantity.WAIT_MINUTES),
        word("restricted", observed_to=None),
        word("allowed", quantity=Quantity.RULE, observed_to=None),
        *(word(each, quantity=Quantity.EVENT, **TRAVELLER) for each in events),
    ]
    ministry = {**SPOKESMAN, "origin": "Ministry of Truth"}
    denial = word(said, quantity=quantity, claim=claim, **at(MONDAY + 20 * HOUR) | ministry)
    before, after = status(*told), status(*told, denial)

    assert after.access == before.access
    assert after.rules == before.rules
    assert after.estimates == before.estimates
    others = tuple(event for event in after.events if event.claim is not claim)
    assert others == before.events
    listed = [event.origin for event in after.events if event.claim is claim]
    assert listed == ([ministry["origin"]] if quantity is Quantity.EVENT else [])


def test_a_rumour_decides_nothing() -> None:
    """A rumour of a closing is an event, not a closing; a rumoured rule is no rule."""
    told = [word("open", observed_to=None)]
    rumours = [
        word("closed", claim=Claim.RUMOUR, **at(NOON)),
        word("forbidden", quantity=Quantity.RULE, claim=Claim.RUMOUR, **at(NOON)),
        word("closure_rumour", quantity=Quantity.EVENT, claim=Claim.RUMOUR, **at(NOON)),
    ]
    after = status(*told, *rumours)

    assert after.access == status(*told).access
    assert after.rules == ()
    assert [event.word for event in after.events] == ["closure_rumour"]
