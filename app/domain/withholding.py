"""Withholding: an operator's order to publish no figure of a queue until a time.

What is withheld is our own conclusion. The reports behind it stay where they are, unless they are
retracted; events and rules stay too, since to hide a hazard would be to call a place safe.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.place import BOTH
from app.domain.report import Queue
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

    def holds(self, at: datetime, knowledge: Knowledge) -> bool:
        """Tell whether it holds at a moment, as known then or as known now."""
        if self.undone_at is None:
            undone = False
        else:
            undone = knowledge is Knowledge.NOW or self.undone_at <= at
        return self.since <= at < self.until and not undone


def in_force(
    orders: Iterable[Withholding], queue: Queue, at: datetime, knowledge: Knowledge
) -> tuple[Withholding, ...]:
    """Give the orders that hold for a queue at a moment, the earliest first."""
    found = (each for each in orders if each.concerns(queue) and each.holds(at, knowledge))
    return tuple(sorted(found, key=lambda each: (each.since, each.id)))


def next_turn(orders: Iterable[Withholding], queue: Queue, at: datetime) -> datetime | None:
    """Give when an order next begins, ends or is undone for a queue; None: never."""
    turns = (
        turn
        for each in orders
        if each.concerns(queue)
        for turn in (each.since, each.until, each.undone_at)
    )
    return min((turn for turn in turns if turn is not None and turn > at), default=None)


def withheld(status: Status, orders: Sequence[Withholding]) -> Status:
    """Give a status without what these orders withhold, and with why: no last figure either."""
    if not orders:
        return status
    every = any(order.quantity is None for order in orders)
    named = {order.quantity for order in orders}
    estimates = {
        quantity: _without(each) if every or quantity in named else each
        for quantity, each in status.estimates.items()
    }
    traffic = tuple(
        _unmeasured(each) if every or each.quantity in named else each for each in status.traffic
    )
    told = tuple(
        Withheld(quantity=order.quantity, until=order.until, reason=order.reason, id=order.id)
        for order in orders
    )
    return replace(
        status,
        access=_silent() if every or Quantity.ACCESS in named else status.access,
        estimates=estimates,
        traffic=traffic,
        withheld=told,
    )


def _without(estimate: Estimate) -> Estimate:
    return Estimate(
        quantity=estimate.quantity, subject=estimate.subject, no_number=NoNumber.WITHHELD
    )


def _unmeasured(measured: Measurement) -> Measurement:
    return replace(measured, low=None, mid=None, high=None, no_number=NoNumber.WITHHELD, last=None)


def _silent() -> Access:
    return Access(because=NoNumber.WITHHELD)
