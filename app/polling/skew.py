"""Skew: how far our clock is off, told by the Date of several hosts. One of them alone may lie."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

MOST_OFF = timedelta(seconds=60)
"""Our clock may be off by so much; beyond, the service is not ready."""

FEWEST_HOSTS = 2
LASTS = timedelta(hours=3)
"""How long a host's Date counts after it was heard."""

MOST_HOSTS = 256


class Skew:
    """What hosts said of the time, the last word of each."""

    def __init__(self) -> None:
        """Begin with nobody heard."""
        self._heard: dict[str, tuple[datetime, timedelta]] = {}

    def note(self, host: str, date: datetime, now: datetime) -> None:
        """Note the Date (aware) of a host's answer that came at `now` by our clock."""
        self._heard.pop(host, None)
        self._heard[host] = (now, now - date)
        if len(self._heard) > MOST_HOSTS:
            del self._heard[next(iter(self._heard))]

    def offset(self, now: datetime) -> timedelta | None:
        """Give how far our clock is ahead, by the median host; None where too few are heard."""
        ahead = [offset for at, offset in self._heard.values() if abs(now - at) <= LASTS]
        if len(ahead) < FEWEST_HOSTS:
            return None
        return timedelta(seconds=_median(ahead))

    def trouble(self, now: datetime) -> str | None:
        """Give the sentence for the operator where our clock is too far off."""
        offset = self.offset(now)
        if offset is None or abs(offset) <= MOST_OFF:
            return None
        way = "ahead of" if offset > timedelta(0) else "behind"
        return (
            f"our clock is {abs(offset).total_seconds():.0f} s {way} that of the hosts we ask:"
            " set it (for example with NTP); times we would record are wrong until then"
        )


def _median(offsets: Iterable[timedelta]) -> float:
    # Of two hosts that differ, the one nearer to us counts: one alone must not stop the service.
    seconds = sorted((offset.total_seconds() for offset in offsets), key=abs)
    return seconds[0] if len(seconds) == FEWEST_HOSTS else median(seconds)
