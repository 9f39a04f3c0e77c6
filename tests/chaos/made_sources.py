"""The sources that replicas poll in a chaos run: one figure each, a few seconds apart.

Their ids are such that each is asked within seconds of a start (`pace.first` spreads them over a
minute by a hash of the id): a run has no minute to wait for.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Quantity
from app.polling.pace import FIRST_WITHIN, share_of
from app.sources.kit import (
    Parsed,
    Payload,
    Request,
    Scope,
    Source,
    Speaker,
    Unreadable,
    each,
    figure,
    number,
)

EVERY = timedelta(seconds=3)
"""How often each is asked; what it says is late after two of these and two minutes."""

SOONEST = 2 / FIRST_WITHIN.total_seconds()
"""The share of the first minute within which each is asked for the first time."""

QUEUES = (
    Queue("verkhny-lars", "RU-GE", Mode.CAR),
    Queue("vaalimaa", "RU-FI", Mode.CAR),
    Queue("syrym", "RU-KZ", Mode.TRUCK),
    Queue("altanbulag", "RU-MN", Mode.CAR),
)
"""Of which queue each source tells how many vehicles stand there."""


def _early_ids() -> list[str]:
    found: list[str] = []
    number_ = 0
    while len(found) < len(QUEUES):
        number_ += 1
        if share_of(f"made_{number_}") < SOONEST:
            found.append(f"made_{number_}")
    return found


IDS = tuple(_early_ids())


def path_of(source: str) -> str:
    """Give the path at which the publisher answers for a source, as a mirror is asked."""
    return f"/{source.replace('_', '-')}.example/queue.json"


def sources() -> tuple[Source, ...]:
    """Make them."""
    return tuple(_source(*each_) for each_ in zip(IDS, QUEUES, strict=True))


def _source(source: str, queue: Queue) -> Source:
    speaker = Speaker(
        source=source,
        origin=f"Guard of {queue.place}",
        origin_kind=OriginKind.AUTHORITY,
        method=Method.COUNTED,
    )

    def parse(payload: Payload, _scope: Scope) -> Parsed:
        match payload.json():
            case {"rows": list(rows)}:
                return each(rows, lambda row: _report(speaker, queue, row, payload))
            case _:
                raise Unreadable("no list of rows")

    return Source(
        id=source,
        name=f"Made guard of {queue.place}",
        url=f"https:/{path_of(source)}",
        every=EVERY,
        licence="made",
        attribution="made for a chaos run",
        asks=lambda _scope, _now: [Request(url=f"https:/{path_of(source)}")],
        parse=parse,
        pause=timedelta(0),
    )


def _report(speaker: Speaker, queue: Queue, row: Mapping[str, Any], payload: Payload) -> Report:
    return figure(
        speaker,
        queue,
        Quantity.QUEUE_VEHICLES,
        number(row["cars"]),
        observed_from=datetime.fromisoformat(row["at"]),
        recorded_at=payload.fetched_at,
    )
