"""An hour: how each queue of a place stood at its end, as it is kept."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.board.notation import encode
from app.board.stand import Stand
from app.domain.report import Queue
from app.domain.vocabulary import Mode

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """How the queues of a place stood at the end of an hour.

    `heard` are those that there were by then: the usual ones, and of which anything was heard.
    """

    stands: Mapping[Queue, Stand]
    heard: frozenset[Queue]


def packed(hour: Hour) -> bytes:
    """Give the bytes that an hour is kept as: JSON, deflated (RFC 1950)."""
    told = [
        {
            "direction": queue.direction,
            "mode": queue.mode,
            "heard": queue in hour.heard,
            "numbers": stand.numbers,
            "word": stand.word,
            "sources": sorted(stand.sources),
        }
        for queue, stand in hour.stands.items()
    ]
    return zlib.compress(encode(told))


def unpacked(place: str, kept: bytes) -> Hour:
    """Give the hour of a place that was kept as these bytes, which `packed` made."""
    told = json.loads(zlib.decompress(kept))
    queues = [Queue(place, each["direction"], Mode(each["mode"])) for each in told]
    return Hour(
        stands={
            queue: Stand(
                numbers=each["numbers"], word=each["word"], sources=frozenset(each["sources"])
            )
            for queue, each in zip(queues, told, strict=True)
        },
        heard=frozenset(queue for queue, each in zip(queues, told, strict=True) if each["heard"]),
    )
