"""Spans: the first and last day that a text names with a month, and the parts of its days."""

from collections.abc import Sequence

from app.reading.amount import DASHES
from app.reading.moment import PARTS_OF_DAY
from app.reading.part import Part
from app.reading.token import CLOCK, NUMBER

LINKS = ("range.to", "range.from_after", "range.and")


def days_of(parts: Sequence[Part], at: int) -> tuple[int, int]:
    """Give the first and last day that a month is named with.

    Twice the first where it is named alone (`in September`), and no day (0) where it has but one.
    """
    led = parts[max(0, at - 4) : at]
    counted = any(each.kind is NUMBER for each in led)
    if not counted and at + 1 < len(parts) and parts[at + 1].kind is NUMBER:
        led = parts[at + 1 : at + 4]
    days = [int(each.value or 0) for each in led if each.kind is NUMBER]
    linked = any(each.means(*LINKS) or each.folded in DASHES for each in led)
    if days or (parts[at + 1 : at + 2] and parts[at + 1].kind is NUMBER):
        return (days[0], days[-1]) if linked and len(days) > 1 and days[0] < days[-1] else (0, 0)
    return (1, 1) if _alone(parts[at], led) else (0, 0)


def _alone(month: Part, led: Sequence[Part]) -> bool:
    """Say whether a month is named as a whole, by a preposition or by its ending."""
    if month.means("window.over_after"):
        return True
    alone = bool(led) and led[-1].means("window.over", "small.preposition")
    return alone and not led[-1].means("time.since", "time.until")


def of_days(parts: Sequence[Part]) -> set[str]:
    """Give the senses of a stretch, without the part of a day that only tells a clock time."""
    return {
        sense
        for at, part in enumerate(parts)
        for sense in part.senses
        if sense not in PARTS_OF_DAY or not _tells_hour(parts, at)
    }


def _tells_hour(parts: Sequence[Part], at: int) -> bool:
    beside = parts[max(0, at - 2) : at]
    if parts[at].means("time.part_before"):
        beside = parts[at + 1 : at + 2]
    return any(part.kind in {NUMBER, CLOCK} for part in beside)
