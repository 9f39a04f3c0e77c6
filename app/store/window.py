"""Windows: finding the intervals that meet a window without reading all that ever ended later.

An index can only be entered at one end of an interval. Each report therefore keeps its reach, a
class of how long its interval is: whatever meets a window ends at most that class's length after
the window does. Most reports have the shortest reach, and a year's count costs them nothing.
"""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta

from app.store.columns import MICROSECOND

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

LENGTHS = (HOUR, 26 * HOUR, 8 * DAY, 32 * DAY, 400 * DAY)
"""The longest interval of each reach; the last reach, one more, has no limit.

A day has 25 hours when the clocks go back, so a week is a week and an hour, and so on.
"""

REACHES = range(len(LENGTHS) + 1)
"""Every reach there is, shortest first."""

_LIMITS = tuple(length // MICROSECOND for length in LENGTHS)

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def reach_of(length: int) -> int:
    """Give the reach of an interval of so many microseconds."""
    return bisect_left(_LIMITS, length)


def latest_end(until: datetime, reach: int) -> datetime:
    """Give by when an interval of this reach that begins by `until` has ended."""
    if reach == len(LENGTHS) or until > END_OF_TIME - LENGTHS[reach]:
        return END_OF_TIME
    return until + LENGTHS[reach]
