"""Freshness: until when a word or a figure may stand, at exact instants.

The limits are those of the design's table: they follow what the statement itself promises (its
precision, or its source's cadence), counted from the last moment it can speak of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from app.domain.report import Report
from app.domain.vocabulary import Freshness, Precision
from app.domain.voice import spoken_until

Cadences = Mapping[str, timedelta]
"""How often each live source speaks; sources not named here are not live."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When something turns late, and when stale (None: never by age)."""

    late_at: datetime | None
    stale_at: datetime | None

    def freshness(self, at: datetime) -> Freshness:
        """Tell how fresh it is at an instant: late from `late_at` on, stale from `stale_at` on."""
        if self.stale_at is not None and at >= self.stale_at:
            return Freshness.STALE
        if self.late_at is not None and at >= self.late_at:
            return Freshness.LATE
        return Freshness.FRESH

    def next_change(self, at: datetime) -> datetime | None:
        """Give the next instant after `at` at which the answer changes."""
        coming = [moment for moment in (self.late_at, self.stale_at) if moment and moment > at]
        return min(coming, default=None)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)

STATED_TO_THE_HOUR = (6 * HOUR, 24 * HOUR)
STATED_OF_A_DAY = (24 * HOUR, 72 * HOUR)
STATED_OF_DAYS = (48 * HOUR, 7 * DAY)
ACCESS_SEEN = (48 * HOUR, 7 * DAY)
RULE_WITHOUT_STANDING = (7 * DAY, 30 * DAY)
EVENT_HEARD = (24 * HOUR, 14 * DAY)

BY_PRECISION: Mapping[Precision, tuple[timedelta, timedelta]] = {
    Precision.HOUR: STATED_TO_THE_HOUR,
    Precision.PART_OF_DAY: STATED_OF_A_DAY,
    Precision.DAY: STATED_OF_A_DAY,
    Precision.DAYS: STATED_OF_DAYS,
    Precision.WEEK: STATED_OF_DAYS,
    Precision.MONTH: STATED_OF_DAYS,
}
"""Late and stale after, per precision of a statement about a figure."""

LONGEST_FIGURE = max(stale for _, stale in BY_PRECISION.values())
"""The longest any figure may stand past its interval."""


def limits_of_figure(report: Report, cadences: Cadences) -> Limits:
    """Give when a figure turns late and stale."""
    return after(spoken_until(report), lasting(report, cadences))


def lasting(report: Report, cadences: Cadences) -> tuple[timedelta, timedelta]:
    """Give how long after its last moment a figure turns late, and stale."""
    cadence = cadence_of(report, cadences)
    return live_limits(cadence) if cadence else BY_PRECISION[report.precision]


def cadence_of(report: Report, cadences: Cadences) -> timedelta | None:
    """Give how often a figure is followed by the next one; None for what is said once.

    What was read from a text is a statement, however often we ask for new texts.
    """
    return None if report.fired else cadences.get(report.source)


@lru_cache(maxsize=64)
def live_limits(cadence: timedelta) -> tuple[timedelta, timedelta]:
    """Give late and stale after, for a source that speaks every `cadence`."""
    late = 2 * cadence + timedelta(minutes=2)
    return late, max(late, min(max(6 * cadence, HOUR), DAY))


def after(moment: datetime, limits: tuple[timedelta, timedelta]) -> Limits:
    """Count both limits from a moment."""
    late, stale = limits
    return Limits(moment + late, moment + stale)
