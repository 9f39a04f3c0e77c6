"""Withholding: an operator has no figure of a queue published until a time, and says why."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.board.evidence import load
from app.catalog import Catalogue
from app.correcting.acting import Done
from app.correcting.mandate import Mandate
from app.correcting.refusal import Refused
from app.domain.act import Verb
from app.domain.evidence import queues
from app.domain.place import BOTH
from app.domain.report import Queue
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Mode, Quantity
from app.store import acts, withholdings
from app.store.database import ReadSession, WriteSession

LONGEST = timedelta(days=30)
"""How long anything may be withheld by one act."""

WITHHELD = (Quantity.ACCESS, *QUEUE_QUANTITIES, *TRAFFIC)
"""What can be withheld. Events and rules cannot: to hide a hazard would be to call a place safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be withheld, until when: direction `both` means each, mode `any` means each.

    `quantity` None means access and every number.
    """

    queue: Queue
    quantity: Quantity | None
    until: datetime


async def withhold(
    session: WriteSession, at: datetime, *, catalogue: Catalogue, order: Order, mandate: Mandate
) -> Done:
    """Withhold what is ordered, from now on. Raises Refused for what cannot be."""
    _check(order, at)
    await _check_queue(session, catalogue, order.queue, at)
    quantity = None if order.quantity is None else str(order.quantity)
    act = await acts.begin(
        session,
        Verb.WITHHOLD,
        at=at,
        role=mandate.role,
        reason=mandate.reason,
        told={
            "place": order.queue.place,
            "direction": order.queue.direction,
            "mode": str(order.queue.mode),
            "quantity": quantity,
            "until": order.until.astimezone(UTC).isoformat(),
        },
    )
    number = await acts.add(session, act)
    await withholdings.add(session, number, order.queue, order.quantity, order.until)
    return Done(act=act, places=frozenset({order.queue.place}))


def _check(order: Order, at: datetime) -> None:
    if order.quantity is not None and order.quantity not in WITHHELD:
        raise Refused(
            f"{order.quantity} is never withheld: events, rules and the weather stay, since an"
            " empty list would read as safe. `darial retract` takes a wrong one back",
            "quantity",
        )
    if order.until <= at:
        raise Refused("has passed: name a time to come, or +6h", "until")
    if order.until > at + LONGEST:
        raise Refused(
            f"lies more than {LONGEST.days} days ahead: withholding is for the hours until somebody"
            " knows better. What is wrong for good is to be taken back: `darial retract`",
            "until",
        )


async def _check_queue(
    session: ReadSession, catalogue: Catalogue, queue: Queue, at: datetime
) -> None:
    """Raise Refused where an order would concern no queue that is published."""
    place = catalogue.place(queue.place)
    evidence = await load(session, catalogue, [place.id], at, Knowledge.NOW)
    there = queues(evidence[place.id])
    ways = [each for each in there if queue.direction in {each.direction, BOTH}]
    if not ways:
        known = dict.fromkeys([*(each.direction for each in there), BOTH])
        raise Refused(f"is none of {place.id}'s: {', '.join(known)}", "direction")
    if not any(queue.mode in {each.mode, Mode.ANY} for each in ways):
        modes = ", ".join(dict.fromkeys([*(each.mode for each in ways), Mode.ANY]))
        raise Refused(f"is none of those at {place.id}: {modes}", "mode")
