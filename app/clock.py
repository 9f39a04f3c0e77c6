"""The clock: the one place that asks what time it is, and whose time counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

OFF = timedelta(minutes=1)
"""How far this machine's clock may be from the database's before an operator is told."""

log = structlog.get_logger(__name__)


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """The clock that a process lives by: the database's where it has one, else the machine's.

    `told` gives the moment by the database's clock, or None; so processes on several machines agree
    on what is late, and one whose own clock is wrong does no harm.
    """

    told: Callable[[], datetime | None]
    own: Callable[[], datetime] = now
    _off: bool = field(default=False, init=False)

    def now(self) -> datetime:
        """Give the present moment; it is logged once when the machine's clock is off, or right."""
        told, own = self.told(), self.own()
        if told is None:
            return own
        if (abs(own - told) > OFF) is not self._off:
            self._off = not self._off
            ahead = round((own - told).total_seconds())
            if self._off:
                log.warning("this machine's clock is off: the database's counts", ahead_s=ahead)
            else:
                log.info("this machine's clock is right again", ahead_s=ahead)
        return told

    def ahead_s(self) -> float | None:
        """Give by how many seconds the machine's clock is ahead of the database's, if it has one.

        Behind is negative.
        """
        told = self.told()
        return None if told is None else (self.own() - told).total_seconds()

    def notes(self) -> list[str]:
        """Give a sentence on what an operator should mend, though answers are right."""
        ahead = self.ahead_s()
        if ahead is None or abs(ahead) <= OFF.total_seconds():
            return []
        way = "ahead of" if ahead > 0 else "behind"
        told = f"this machine's clock is {abs(ahead):.0f} s {way} the database's, which counts"
        return [f"{told}: set it, or turn on its time synchronisation"]
