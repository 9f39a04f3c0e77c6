"""Withholding: an operator's order to publish no figure of a queue until a time.

What is withheld is our own conclusion. The reports behind it stay where they are, unless they are
retracted; events and rules stay too, since to hide a hazard would be to call a place safe.

Nothing that is published may tell what is withheld. So a wait goes with access (who is told a wait
is told that one gets through, and "closed" would stand in its place), and no other figure is worked
out from one that is withheld: whoever knows the factor would have it back.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.status import Access, Estimate, Measurement, Status, Withheld
from app.domain.vocabulary import Knowledge, Mode, NoNumber, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """One order: of which queues (`both`: each direction, `any`: each mode), and of which quantity.

    `quantity` None means access and every number. It holds from `since` to `until`, unless it was
    undone at `undone_at`. `id` is that of the act.
    """

    id: str
    place: str
    direction: str
    mode: Mode
    quantity: Quantity | None
    since: datetime
    until: datetime
    reason: str
    undone_at: datetime | None = None

    def concerns(self, queue: Queue) -> bool:
        """Tell whether a queue is among those it is about."""
        return (
            queue.place == self.place
            and self.direction in {queue.direction, BOTH}
            and self.mode in {queue.mode, Mode.ANY}
        )

    @property
    def ends(self) -> datetime:
        """Give when it ends: at its time, or when it was undone before."""
        return self.until if self.undone_at is None else min(self.until, self.undone_at)

    def holds(self, at: datetime, knowledge: Knowledge) -> bool:
        """Tell whether it holds at a moment, as known then or as known now."""
        undone = knowledge is Knowledge.NOW and self.undone_at is not None
        return self.since <= at < self.ends and not undone


def covers(ordered: Quantity | None, quantity: Quantity) -> bool:
    """Tell whether an order about `ordered` (None: all) withholds a quantity of its queues."""
    with_access = ordered is Quantity.ACCESS and quantity is Quantity.WAIT_MINUTES
    return ordered is None or ordered is quantity or with_access


def in_force(
    orders: Iterable[Withholding], queue: Queue, at: datetime, knowledge: Knowledge
) -> tuple[Withholding, ...]:
    """Give the orders that hold for a queue at a moment, the earliest first."""
    found = (each for each in orders if each.concerns(queue) and each.holds(at, knowledge))
    return tuple(sorted(found, key=lambda each: (each.since, each.id)))


def inherited(
    orders: Iterable[Withholding],
    word: Report | None,
    queue: Queue,
    at: datetime,
    knowledge: Knowledge,
) -> tuple[Withholding, ...]:
    """Give what is withheld of an area's access, where its word decided on this queue of a place.

    To tell it of the place would be to tell it of the area.
    """
    if word is None or word.place == queue.place:
        return ()
    area = queue._replace(place=word.place)
    return tuple(
        replace(order, quantity=Quantity.ACCESS)
        for order in in_force(orders, area, at, knowledge)
        if covers(order.quantity, Quantity.ACCESS)
    )


def next_turn(
    orders: Iterable[Withholding], queues: Collection[Queue], at: datetime
) -> datetime | None:
    """Give when an order next begins or ends for any of these queues; None: never."""
    turns = (
        turn
        for each in orders
        if any(map(each.concerns, queues))
        for turn in (each.since, each.ends)
    )
    return min((turn for turn in turns if turn > at), default=None)


def without_withheld(
    reports: Iterable[Report], orders: Iterable[Withholding], at: datetime, knowledge: Knowledge
) -> list[Report]:
    """Give the reports from which something else may be worked out at a moment."""
    holding = [each for each in orders if each.holds(at, knowledge)]
    if not holding:
        return list(reports)
    return [report for report in reports if not any(_withholds(each, report) for each in holding)]


def _withholds(order: Withholding, report: Report) -> bool:
    return order.concerns(report.queue) and covers(order.quantity, report.quantity)


def withheld(status: Status, orders: Sequence[Withholding]) -> Status:
    """Give a status without what these orders withhold, and with why: no last figure either."""
    if not orders:
        return status
    estimates = {
        quantity: _without(each) if _hidden(quantity, orders) else each
        for quantity, each in status.estimates.items()
    }
    traffic = tuple(
        _unmeasured(each) if _hidden(each.quantity, orders) else each for each in status.traffic
    )
    told = tuple(
        Withheld(quantity=order.quantity, until=order.until, reason=order.reason, id=order.id)
        for order in orders
    )
    return replace(
        status,
        access=_silent() if _hidden(Quantity.ACCESS, orders) else status.access,
        estimates=estimates,
        traffic=traffic,
        withheld=told,
    )


def _hidden(quantity: Quantity, orders: Iterable[Withholding]) -> bool:
    return any(covers(order.quantity, quantity) for order in orders)


def _without(estimate: Estimate) -> Estimate:
    return Estimate(
        quantity=estimate.quantity, subject=estimate.subject, no_number=NoNumber.WITHHELD
    )


def _unmeasured(measured: Measurement) -> Measurement:
    return replace(measured, low=None, mid=None, high=None, no_number=NoNumber.WITHHELD, last=None)


def _silent() -> Access:
    return Access(because=NoNumber.WITHHELD)
