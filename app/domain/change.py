"""Changes: what was told of a version of the board, in the order in which it was told.

They say that something changed, and where; what it is like now stands in the status.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.place import BOTH
from app.domain.report import Queue
from app.domain.vocabulary import Mode


class ChangeKind(StrEnum):
    """What kind of thing changed."""

    STATUS = "status"
    EVENT = "event"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: a queue's status, an event first heard of, or an act that corrects.

    `number` counts on (with gaps), `version` is the board's that told it first, `at` when. `places`
    is one place, or those that an act touched. A correction has no `direction` and `mode`; of an
    event, `mode` is whom it concerns. `key` is empty for a status, the event's word and claim, or
    the id of the act.
    """

    number: int = 0
    version: int
    at: datetime
    kind: ChangeKind
    places: tuple[str, ...] = ()
    direction: str | None = None
    mode: str | None = None
    key: str = ""

    @property
    def queue(self) -> Queue:
        """Give the queue that a change of a status is about."""
        return Queue(self.places[0], self.direction or BOTH, Mode(self.mode or Mode.ANY))

    @property
    def id(self) -> str:
        """Give its stable id: its number, and a hash of what it says.

        A database that was put back may count the same numbers again; the hash tells them apart.
        """
        said = (self.version, self.at.isoformat(), self.kind, self.direction, self.mode, self.key)
        one = self.places if self.kind is not ChangeKind.CORRECTION else ()
        parts = "\x1f".join(map(str, (*said, *one)))
        return f"{self.number}-{hashlib.blake2b(parts.encode(), digest_size=4).hexdigest()}"
