"""Derivation: what one quantity of a queue lets us expect of another, with honest extra width.

Vehicles and kilometres go together by the length a vehicle takes up in a line; a wait is the queue
divided by what gets through. What is derived is marked so, and weighs less than any direct word.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from app.domain.likelihood import limits
from app.domain.place import BOTH
from app.domain.report import Queue, Report, content_identity, default_subject
from app.domain.report_check import PLAUSIBLE
from app.domain.status import Estimate
from app.domain.vocabulary import Bound, Method, Mode, OriginKind, Per, Precision, Quantity

SOURCE = "derived"
"""The source id of what we computed ourselves."""

VEHICLES_PER_KM: Mapping[Mode, float] = {Mode.CAR: 150.0, Mode.TRUCK: 45.0, Mode.ANY: 110.0}
"""Vehicles in one kilometre of line: 6 to 7 m a car, 22 m a truck, somewhat more than one lane."""

THROUGHPUT_LOOKBACK = timedelta(days=14)
"""How old a count of crossings may be to stand for what gets through now."""

LONGEST_COUNT = timedelta(days=8)
"""Counts over longer windows say too little about what gets through on a day."""

MINUTES_PER_DAY = 1440.0

COUNTED_IN_SUM = frozenset(
    {Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE, Quantity.BOOKED_VEHICLES}
)
"""Quantities of which an area's figure is the sum over its checkpoints."""


def derived(
    quantity: Quantity,
    queue: Queue,
    direct: Mapping[Quantity, Estimate],
    per_day: float | None,
) -> list[Report]:
    """Give what the direct estimates of a queue's other quantities say about `quantity`.

    `per_day` is what gets through: vehicles a day, or None where nobody counts.
    """
    found = []
    for basis, factor in _factors(quantity, queue.mode, per_day).items():
        estimate = direct.get(basis)
        if estimate is not None and estimate.mid and estimate.method is not Method.DERIVED:
            found.append(_report(quantity, queue, estimate, factor))
    return found


def _factors(quantity: Quantity, mode: Mode, per_day: float | None) -> dict[Quantity, float]:
    """Give by what each other quantity is multiplied to give this one."""
    density = VEHICLES_PER_KM.get(mode)
    if quantity is Quantity.QUEUE_VEHICLES and density:
        return {Quantity.QUEUE_KM: density}
    if quantity is Quantity.QUEUE_KM and density:
        return {Quantity.QUEUE_VEHICLES: 1 / density}
    if quantity is Quantity.WAIT_MINUTES and per_day:
        return {Quantity.QUEUE_VEHICLES: MINUTES_PER_DAY / per_day}
    return {}


def _report(quantity: Quantity, queue: Queue, basis: Estimate, factor: float) -> Report:
    assert basis.low is not None  # noqa: S101 - an estimate with a middle has both ends
    assert basis.high is not None  # noqa: S101
    assert basis.observed_to is not None  # noqa: S101
    greatest = PLAUSIBLE[quantity].greatest
    low, high = (min(side * factor, greatest) for side in (basis.low, basis.high))
    said = {"quantity": quantity, "low": low, "high": high, "observed_to": basis.observed_to}
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
        low=low,
        high=high,
        bound=Bound.BETWEEN,
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
