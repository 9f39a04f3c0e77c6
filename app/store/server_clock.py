"""A server's clock, as its answers tell it: all who ask one server agree on the time.

It goes on by our own seconds while the server is away, whatever our own clock says. A little it is
never set back; by more than that it follows the server, since all others do.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

BACK = timedelta(minutes=15)
"""By how much the server's clock may be set back while ours only stands still until it is there."""


class ServerClock:
    """What we know of a server's clock: the span in which its distance from our seconds lies."""

    def __init__(self, ticks: Callable[[], float] = monotonic) -> None:
        """Begin knowing nothing; `ticks` gives seconds from some beginning."""
        self.ticks = ticks
        self._low: float | None = None
        self._high = 0.0
        self._last: datetime | None = None

    def hear(self, said: datetime, asked: float) -> None:
        """Take up what the server just answered to a question of this tick.

        Its answer fell somewhere in between, so each answer narrows the span; one that does not fit
        tells that the server's clock was set, or ours stood still.
        """
        low, high = said.timestamp() - self.ticks(), said.timestamp() - asked
        if self._low is None or high < self._low or low > self._high:
            self._low, self._high = low, high
        else:
            self._low, self._high = max(low, self._low), min(high, self._high)

    def now(self) -> datetime | None:
        """Give the moment by the server's clock; None before it was heard."""
        if self._low is None:
            return None
        moment = datetime.fromtimestamp((self._low + self._high) / 2 + self.ticks(), UTC)
        last = self._last
        if last is None or not last - BACK <= moment < last:
            self._last = moment
        return self._last
