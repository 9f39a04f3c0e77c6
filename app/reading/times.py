"""Times: the words that tell a day or a time, and where they stand."""

from collections.abc import Sequence
from datetime import timedelta

from app.reading.moment import PARTS_OF_DAY
from app.reading.part import Part
from app.reading.token import CLOCK, DATE, NUMBER

PERIODS = {
    "period.hour": timedelta(hours=1),
    "period.week": timedelta(days=7),
    "period.month": timedelta(days=30),
}
NAMED_DAYS = ("tomorrow", "today", "yesterday", "before_yesterday")
DAYS_BACK = {f"time.{day}": back for back, day in enumerate(NAMED_DAYS, -1)}
DAYS = frozenset({"month", "weekday", "period.weekend", *DAYS_BACK})
DAYS_NAMED = frozenset({"month", "weekday", "since_day", "time.today", "time.yesterday"})
EACH_PERIOD = frozenset({*PERIODS, "period.day", "period.year", "period.weekend"})
TIMES_OF_ITS_OWN = DAYS_NAMED | {"time.now", "period.day", "period.week", "window.over"}
TIMES_NOW = (TIMES_OF_ITS_OWN - {"window.over"}) | {"time.already", "small.but"}
TIMES_AT_HAND = TIMES_NOW - {"small.but"}
TELLING = DAYS | {"number"}
WRITTEN = frozenset({DATE, CLOCK, NUMBER})

TIMES = frozenset(
    {"month", "weekday", "unit.hour", "window.over", "time.since", "time.until", "time.part"}
    | {"window.over_after", "time.since_after", "time.until_after", "time.as_of_after"}
    | {
        *PARTS_OF_DAY,
        *PERIODS,
        *DAYS_BACK,
        *("period.day", "period.weekend", "period.year", "period.untold"),
        "time.zone",
        "time.clock",
        "time.as_of",
        "since_day",
    }
)
"""Without any of these, a date or a clock time a sentence speaks of now."""


def on_weekend(parts: Sequence[Part]) -> bool:
    """Say whether the first day that a stretch tells is a weekend."""
    told = (part for part in parts if not part.senses.keys().isdisjoint(DAYS))
    first = next(told, None)
    return first is not None and first.means("period.weekend")


def may_tell(parts: Sequence[Part]) -> list[int]:
    """Give the parts at which a day or a clock time can stand."""
    return [
        at
        for at, part in enumerate(parts)
        if part.kind in WRITTEN or (part.senses and not TELLING.isdisjoint(part.senses))
    ]
