"""Messages: what is sent of a change. Thin: it says where to look, and never what is there.

A message may come days late; what it would have said may have been corrected meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from app.board.notation import Fields, encode
from app.domain.change import Change, ChangeKind

TYPES: Mapping[ChangeKind, str] = {
    ChangeKind.STATUS: "status.changed",
    ChangeKind.EVENT: "event.heard",
    ChangeKind.CORRECTION: "correction.made",
}
"""What each kind of change is called."""

TEST = "darial.test"
"""What a message is called that only tries the way."""

MOST_PLACES = 200
"""How many places of a correction are named: a message stays far below 20 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: its id, the same at every attempt, and its bytes."""

    id: str
    body: bytes


def message_of(change: Change) -> Message:
    """Give the message that tells of a change."""
    return _message(change.id, TYPES[change.kind], change.at, _data(change))


def trial(mark: str, at: datetime) -> Message:
    """Give a message that only tries the way; `mark` tells it from others."""
    return _message(f"test-{mark}", TEST, at, {})


def lane_of(change: Change) -> str:
    """Name the lane in which order is kept: a queue, or the places of a correction."""
    return " ".join((*change.places, change.direction or "", change.mode or "")).strip()


def _message(public: str, kind: str, at: datetime, data: Fields) -> Message:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Message(id=public, body=encode({"type": kind, "timestamp": moment, "data": data}))


def _data(change: Change) -> Fields:
    if change.kind is ChangeKind.CORRECTION:
        return {
            "id": change.key,
            "places": list(change.places[:MOST_PLACES]),
            "version": change.version,
            "url": f"/v1/corrections/{change.key}",
        }
    (place,) = change.places
    return {
        "place": place,
        "direction": change.direction,
        "mode": change.mode,
        "version": change.version,
        "url": _url(change, place),
    }


def _url(change: Change, place: str) -> str:
    if change.kind is ChangeKind.EVENT:
        return "/v1/events?" + urlencode({"place": place, "quantity": "event"})
    queue = {"place": place, "direction": change.direction, "mode": change.mode}
    return "/v1/status?" + urlencode({name: word for name, word in queue.items() if word})
