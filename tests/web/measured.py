"""What accuracy is told of, made for tests: beliefs that were published, and what came later."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.domain.history import floored
from app.domain.report import Queue, Report, Series, default_subject
from app.domain.status import METHOD_VERSION
from app.domain.vocabulary import Mode, NoNumber, Quantity
from app.store import published
from app.store.published import Belief, Published
from tests.domain.made import SPOKESMAN, at, figure
from tests.serving import Service

QUEUE = Queue("verkhny-lars", "RU-GE", Mode.TRUCK)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def counted(value: float, ends: datetime, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make an official count of the trucks at Upper Lars, known ten minutes after its moment."""
    fields: dict[str, Any] = {
        "place": QUEUE.place,
        "direction": QUEUE.direction,
        "mode": QUEUE.mode,
        "recorded_at": ends + 10 * MINUTE,
        **at(ends),
        **SPOKESMAN,
    }
    return figure(value, **(fields | parts))


def told(mid: float | None, when: datetime, **parts: Any) -> Published:  # noqa: ANN401 - any field
    """Make a belief about those trucks, published at a moment, half and twice as its ends."""
    belief = Belief(no_number=NoNumber.STALE)
    if mid is not None:
        belief = Belief(low=mid / 2, mid=mid, high=mid * 2)
    quantity = parts.pop("quantity", Quantity.QUEUE_VEHICLES)
    fields: dict[str, Any] = {
        "series": Series(parts.pop("queue", QUEUE), quantity, default_subject(quantity)),
        "belief": belief,
        "version": int(when.timestamp()),
        "published_at": when,
        "method_version": METHOD_VERSION,
        "catalogue_version": "made",
    }
    return Published(**(fields | parts))


async def keep(service: Service, *said: Published) -> None:
    """Keep beliefs as if the board had published them."""
    async with service.parts.database.writing() as session:
        await published.add(session, said)


async def days(
    service: Service, counts: Sequence[float], quantity: Quantity = Quantity.QUEUE_VEHICLES
) -> None:
    """Let there be a count every four hours, the last a full hour ago, and a belief of 100.

    It was published after the first, which only plain answers go by.
    """
    last = floored(service.clock.now(), HOUR) - HOUR
    ends = [last - 4 * HOUR * back for back in reversed(range(len(counts)))]
    said = [
        counted(value, end, quantity=quantity, subject=default_subject(quantity))
        for value, end in zip(counts, ends, strict=True)
    ]
    await service.store(*said)
    await keep(service, told(100, ends[0] + HOUR, quantity=quantity))
