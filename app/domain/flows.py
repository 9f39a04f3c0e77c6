"""Flows: crossings by local day and series, told apart from those of longer windows.

A report whose window is a local day (or 24 hours mostly in one) speaks of that day; one of any
other window speaks of that window alone and is never split into days. A rate ("some 10,000 a day
that week") is shown as its window's, and stands, marked, for those days nobody counted. A sensor's
counts of hours are told by the day alone: where they fill one, their sum stands, marked, for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.day_sum import day_sums, is_part, is_sum
from app.domain.days import days_within, main_day, span_of, start_of
from app.domain.disclosure import disclose_report
from app.domain.flow import WEEK, Basis, Flow, flow, growth
from app.domain.report import Report, Series
from app.domain.saying import sayings
from app.domain.vocabulary import CROSSINGS, Bound, Per

SLACK = timedelta(hours=3)
"""How far a window may lie off a local day and still be that day: the two sides' clocks differ."""

DAY_LENGTHS = (timedelta(hours=23), timedelta(hours=25))
"""The shortest and the longest window of one day, by the clock changes."""

LOOKBACK = WEEK + timedelta(days=2)
"""How long before the days asked for reports are needed, to compare with the week before."""


Days = Mapping[tuple[Series, date | None], Flow]
"""What is known of each series and local day."""


class Slot(NamedTuple):
    """What a report can speak of: a day on some basis, or (without a day) a window."""

    series: Series
    basis: Basis
    day: date | None
    start: datetime
    end: datetime


def flows(reports: Iterable[Report], zone: ZoneInfo, start: datetime, end: datetime) -> list[Flow]:
    """Give one place's flows: of its local days that begin in [start, end), of windows touching it.

    Reports of other quantities are passed over; those from LOOKBACK before `start` on serve the
    comparison with the week before. The order of reports is no matter. What may not leave as it
    stands is disclosed first, so that nothing here is made of hidden counts.
    """
    slots: dict[Slot, list[Report]] = defaultdict(list)
    for report in _counts(reports, zone):
        for slot in _slots(report, zone, (start, end)):
            slots[slot].append(report)
    shown = [each for each in _compared(_resolved(slots)) if _asked(each, zone, start, end)]
    return sorted(shown, key=_order)


def _order(one: Flow) -> tuple[Series, bool, datetime, datetime, Basis]:
    return one.series, one.day is None, one.start, one.end, one.basis


def _counts(reports: Iterable[Report], zone: ZoneInfo) -> Iterator[Report]:
    parts: list[Report] = []
    whole: list[Report] = []
    for report in reports:
        if report.quantity in CROSSINGS:
            (parts if is_part(report) else whole).append(report)
    for report in (*whole, *day_sums(parts, zone)):
        disclosed = disclose_report(report)
        if disclosed is not None:
            yield counted_so_far(disclosed)


def counted_so_far(report: Report) -> Report:
    """Give a count made public before its window was over as what it is: a lower bound.

    In the archive a day of publication stands for that day's end, so a count of the very day of
    publication is one of these too. Rates hold before their window ends, so they stay.
    """
    if report.per is Per.DAY or report.bound is Bound.AT_MOST or not _early(report):
        return report
    least = report.value if report.low is None else report.low
    return replace(report, bound=Bound.AT_LEAST, value=None, low=least, high=None)


def _early(report: Report) -> bool:
    if report.published_at is None:
        return False
    latest = report.ends if report.archived else report.ends - timedelta.resolution
    return report.published_at <= latest


def _slots(report: Report, zone: ZoneInfo, within: tuple[datetime, datetime]) -> Iterator[Slot]:
    """Give what a report speaks of; the days of a rate only as far as they lie in `within`."""
    is_rate = report.per is Per.DAY
    day = _one_day(report, zone)
    if day is None:
        basis = Basis.DAILY_RATE if is_rate else Basis.WINDOW
        yield Slot(report.series, basis, None, report.observed_from, report.ends)
        if is_rate:
            yield from _rate_days(report, zone, within)
        return
    begins, ends = span_of(day, zone)
    if is_rate or is_sum(report):
        basis = Basis.DAILY_RATE if is_rate else Basis.HOURS
        yield Slot(report.series, basis, day, begins, ends)
    elif _close(report.observed_from, begins) and _close(report.ends, ends):
        yield Slot(report.series, Basis.CALENDAR_DAY, day, begins, ends)
    else:
        yield Slot(report.series, Basis.FULL_DAY, day, report.observed_from, report.ends)


def _rate_days(report: Report, zone: ZoneInfo, within: tuple[datetime, datetime]) -> Iterator[Slot]:
    start = max(report.observed_from, within[0]) - SLACK
    end = min(report.ends, within[1] + timedelta(days=1)) + SLACK
    for day in days_within(start, end, zone):
        yield Slot(report.series, Basis.DAILY_RATE, day, *span_of(day, zone))


def _one_day(report: Report, zone: ZoneInfo) -> date | None:
    """Give the local day a report speaks of, or None where its window is no day."""
    shortest, longest = DAY_LENGTHS
    if not shortest <= report.ends - report.observed_from <= longest:
        return None
    return main_day(report.observed_from, report.ends, zone)


def _close(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= SLACK


def _resolved(slots: Mapping[Slot, list[Report]]) -> Iterator[Flow]:
    """Give one flow for each day, on the best basis there is, and one for each window.

    Counts of 24 hours that do not serve for their day are shown as the windows they are.
    """
    served: dict[tuple[Series, date], Slot] = {}
    for slot in sorted(slots, key=_preference):
        if slot.day is not None:
            served.setdefault((slot.series, slot.day), slot)
    for slot, reports in slots.items():
        series, basis, day, *window = slot
        if day is not None and served[series, day] != slot:
            if basis is not Basis.FULL_DAY:
                continue
            basis, day = Basis.WINDOW, None
        yield flow(series, basis, day, (window[0], window[1]), sayings(reports))


def _preference(slot: Slot) -> tuple[int, datetime]:
    return list(Basis).index(slot.basis), slot.start


def _compared(every: Iterable[Flow]) -> list[Flow]:
    """Set each day against the same weekday one week before, where both were counted."""
    known = list(every)
    days: Days = {(each.series, each.day): each for each in known if each.day is not None}
    return [_against_week_before(each, days) for each in known]


def _against_week_before(one: Flow, days: Days) -> Flow:
    if one.day is None or one.basis is Basis.DAILY_RATE:
        return one
    earlier = days.get((one.series, one.day - WEEK))
    return one if earlier is None else replace(one, growth=growth(one, earlier))


def _asked(one: Flow, zone: ZoneInfo, start: datetime, end: datetime) -> bool:
    if one.day is None:
        return one.start < end and one.end > start
    return start <= start_of(one.day, zone) < end
