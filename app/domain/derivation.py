"""Derivation: what one quantity of a queue lets us expect of another, with honest extra width.

Vehicles and kilometres go together by the length a vehicle takes up in a line; a wait is the queue
divided by what gets through. What is derived is marked so, and weighs less than any direct word.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from app.domain.belief import grid_of, width_of_80
from app.domain.independence import expected
from app.domain.likelihood import limits
from app.domain.place import BOTH
from app.domain.relation import Heard, Relation, learned
from app.domain.report import Queue, Report, content_identity, default_subject
from app.domain.report_check import PLAUSIBLE
from app.domain.status import Estimate
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Per, Precision, Quantity
from app.domain.voice import Voice

SOURCE = "derived"
"""The source id of what we computed ourselves."""

VEHICLES_PER_KM: Mapping[Mode, float] = {Mode.CAR: 150.0, Mode.TRUCK: 45.0, Mode.ANY: 110.0}
"""Vehicles in one kilometre of line: 6 to 7 m a car, 22 m a truck, somewhat more than one lane."""

THROUGHPUT_LOOKBACK = timedelta(days=14)
"""How old a count of crossings may be to stand for what gets through now."""

LONGEST_COUNT = timedelta(days=8)
"""Counts over longer windows say too little about what gets through on a day."""

MINUTES_PER_DAY = 1440.0

DENSITY_WIDTH, PACE_WIDTH = 0.5, 1.0
"""How far, in nats, lines differ in vehicles per kilometre, and a wait from the queue divided by
what is counted to get through, as long as nothing was said of this queue."""

LEAST_WIDTH: Mapping[Quantity, float] = {
    Quantity.QUEUE_VEHICLES: 0.12,
    Quantity.QUEUE_KM: 0.12,
    Quantity.WAIT_MINUTES: 0.15,
}
"""How far off, in nats, what is derived lies however much was said: lanes and pace change."""

EXPECTED_FROM: Mapping[Quantity, tuple[Quantity, ...]] = {
    Quantity.QUEUE_VEHICLES: (Quantity.QUEUE_KM,),
    Quantity.QUEUE_KM: (Quantity.QUEUE_VEHICLES,),
    Quantity.WAIT_MINUTES: (Quantity.QUEUE_VEHICLES, Quantity.QUEUE_KM),
}
"""From which other quantity each is derived: from the first of which there is a figure."""

COUNTED_IN_SUM = frozenset(
    {Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE, Quantity.BOOKED_VEHICLES}
)
"""Quantities of which an area's figure is the sum over its checkpoints."""


class Line(NamedTuple):
    """A queue, and the vehicles that get through it in a day (None: nobody counts)."""

    queue: Queue
    per_day: float | None

    def relation(self, basis: Quantity, quantity: Quantity) -> Relation | None:
        """Give how two quantities go together in lines everywhere; None: nothing is known."""
        of_vehicles = {Quantity.QUEUE_VEHICLES: Relation(0.0, 0.0)}
        if density := VEHICLES_PER_KM.get(self.queue.mode):
            of_vehicles[Quantity.QUEUE_KM] = Relation(-math.log(density), DENSITY_WIDTH)
        if self.per_day:
            pace = math.log(MINUTES_PER_DAY / self.per_day)
            of_vehicles[Quantity.WAIT_MINUTES] = Relation(pace, PACE_WIDTH)
        if basis not in of_vehicles or quantity not in of_vehicles:
            return None
        one, other = of_vehicles[basis], of_vehicles[quantity]
        return Relation(other.log_factor - one.log_factor, math.hypot(one.width, other.width))


def derived(
    quantity: Quantity,
    line: Line,
    at: datetime,
    told: Mapping[Quantity, Estimate],
    heard: Mapping[Quantity, Heard],
) -> list[Voice]:
    """Give what a queue's other quantities say about `quantity` at `at`: the first that is told.

    From what was `heard` is learned how they go together. A wait tells too little of the line to
    let expect one.
    """
    for basis in EXPECTED_FROM.get(quantity, ()):
        estimate = told.get(basis)
        prior = line.relation(basis, quantity)
        if prior and estimate and estimate.mid and estimate.method is not Method.DERIVED:
            own = heard[quantity]
            relation = learned(prior, LEAST_WIDTH[quantity], heard[basis], own)
            voice = expected(_report(quantity, line.queue, estimate, relation))
            scale = max(_scale(estimate, relation), own.sharpest)
            return [replace(voice, until=max(at, voice.until), scale=scale)]
    return []


def _scale(basis: Estimate, relation: Relation) -> float:
    """Give the width of what is derived, in nats: that of its basis and the relation together."""
    assert basis.low is not None  # noqa: S101 - an estimate with a middle has both ends
    assert basis.high is not None  # noqa: S101
    least = math.exp(grid_of(basis.quantity).logs[0])
    return math.hypot(width_of_80(basis.low, basis.high, least), relation.width)


def _report(quantity: Quantity, queue: Queue, basis: Estimate, relation: Relation) -> Report:
    assert basis.mid is not None  # noqa: S101 - only what has a middle lets expect anything
    assert basis.observed_to is not None  # noqa: S101
    exact = min(basis.mid * math.exp(relation.log_factor), PLAUSIBLE[quantity].greatest)
    value = float(f"{exact:.3g}")
    said = {"quantity": quantity, "value": value, "observed_to": basis.observed_to}
    return Report(
        place=queue.place,
        direction=queue.direction,
        mode=queue.mode,
        quantity=quantity,
        subject=default_subject(quantity),
        observed_from=basis.observed_to,
        observed_to=basis.observed_to,
        recorded_at=basis.observed_to,
        precision=Precision.DAY,
        source=SOURCE,
        identity=content_identity(said),
        origin=f"derived from {basis.quantity}",
        origin_kind=OriginKind.SENSOR,
        method=Method.DERIVED,
        value=value,
        bound=Bound.ABOUT,
    )


def area_bounds(quantity: Quantity, queue: Queue, reports: Iterable[Report]) -> list[Report]:
    """Give what an area's counts say of one of its checkpoints: no more than all of them together.

    `reports` are the known ones of its areas; waits and kilometres of an area say nothing here.
    """
    if quantity not in COUNTED_IN_SUM:
        return []
    return [
        replace(
            report,
            place=queue.place,
            bound=Bound.AT_MOST,
            value=None,
            low=None,
            high=greatest,
            method=Method.DERIVED,
            origin=f"whole of {report.place}",
        )
        for report in reports
        if report.place != queue.place
        and report.quantity is quantity
        and report.subject is default_subject(quantity)
        and (report.direction, report.mode) == (queue.direction, queue.mode)
        and (greatest := limits(report)[1]) is not None
    ]


def throughput(queue: Queue, counts: Iterable[Report], at: datetime) -> float | None:
    """Give the vehicles a day that get through a queue: the middle of its recent counts.

    `counts` are known reports of crossings_vehicles; those of other queues are passed over.
    """
    rates = [
        rate
        for report in counts
        if report.queue == queue
        and report.quantity is Quantity.CROSSINGS_VEHICLES
        and at - THROUGHPUT_LOOKBACK <= report.ends <= at + timedelta(days=1)
        and (rate := _per_day(report))
    ]
    return math.exp(median(math.log(rate) for rate in rates)) if rates else None


def _per_day(report: Report) -> float | None:
    figure = report.value if report.value is not None else _middle(report)
    if not figure or report.direction == BOTH:
        return None
    if report.per is Per.DAY:
        return figure
    length = report.ends - report.observed_from
    if not timedelta(hours=12) <= length <= LONGEST_COUNT:
        return None
    return figure / (length / timedelta(days=1))


def _middle(report: Report) -> float | None:
    if report.low is None or report.high is None or report.low <= 0:
        return None
    return math.sqrt(report.low * report.high)
