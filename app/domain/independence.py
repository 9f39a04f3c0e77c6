"""Independence: who really speaks, how often, and how much one voice may weigh.

One origin about one interval counts once, however many outlets repeat it; origins without a name
share one voice per kind and hour; no voice counts as sharper than the middle of the others.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median

from app.domain.belief import Grid
from app.domain.consensus import CROWD, outliers_weighed
from app.domain.likelihood import width
from app.domain.place import Place
from app.domain.report import Report
from app.domain.vocabulary import Method, Precision, Quantity
from app.domain.voice import Role, Voice, is_named, origin_key, spoken_until
from app.domain.waiting import joined_at

MOST = 100
"""How many reports of one origin take part in one series at most: the newest."""

STUCK, MOVES = timedelta(hours=3), 50.0
"""After what time, and from how many vehicles or people on, a count that never changes is none."""

OF_OFFICE = frozenset({Method.COUNTED, Method.OFFICIAL})
"""Methods that are a source's own and that no text can claim."""

LINES = frozenset({Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE})
"""What always changes where it is counted to the last one; a list of bookings may rest."""

KNOWN: Mapping[Precision, timedelta] = {
    Precision.HOUR: timedelta(hours=1),
    Precision.PART_OF_DAY: timedelta(hours=6),
    Precision.DAY: timedelta(days=1),
    Precision.DAYS: timedelta(days=1),
    Precision.WEEK: timedelta(days=7),
    Precision.MONTH: timedelta(days=30),
}
"""The shortest interval a statement can be about, by how well its time is known."""


def voices(reports: Iterable[Report], place: Place, grid: Grid) -> list[Voice]:
    """Turn the reports of one series into voices, repeats marked and weights set.

    The result does not depend on the order of the reports.
    """
    firsts, repeats = _repeats(_newest(reports), place)
    shares = _shares(firsts)
    plain = [_voice(report, share) for report, share in zip(firsts, shares, strict=True)]
    return [*outliers_weighed(_sharpness_bounded(plain), grid), *repeats]


def _newest(reports: Iterable[Report]) -> list[Report]:
    """Give at most MOST reports of each origin, those that speak of the latest moments."""
    by_origin: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_origin[origin_key(report)].append(report)
    return [report for said in by_origin.values() for report in _last_of(said)]


def _last_of(said: list[Report]) -> list[Report]:
    if len(said) <= MOST:
        return said
    # Each speaks of its beginning at least and of its end at most, which is known at once.
    surely = heapq.nlargest(MOST, [report.observed_from for report in said])[-1]
    said = [report for report in said if report.ends >= surely]
    # The id decides between equals alone: to make one of each costs more than all the rest.
    moments = [spoken_until(report) for report in said]
    least = heapq.nlargest(MOST, moments)[-1]
    newer = [report for report, until in zip(said, moments, strict=True) if until > least]
    equal = [report for report, until in zip(said, moments, strict=True) if until == least]
    return newer + heapq.nlargest(MOST - len(newer), equal, key=lambda report: report.id)


def _voice(report: Report, share: float) -> Voice:
    return Voice(
        report=report,
        origin=origin_key(report),
        named=is_named(report),
        until=joined_at(report) or spoken_until(report),
        scale=width(report),
        weight=share,
    )


def expected(report: Report) -> Voice:
    """Turn a derived figure into a voice; it bears no other out and stands against none."""
    return replace(_voice(report, 1.0), named=False)


def _figure(report: Report) -> tuple[float | None, ...]:
    return report.value, report.low, report.high


def _repeats(reports: Iterable[Report], place: Place) -> tuple[list[Report], list[Voice]]:
    """Part the reports into first statements and repeats of them."""
    alike: dict[object, list[Report]] = defaultdict(list)
    for report in reports:
        alike[report.origin, _figure(report), _reading(report)].append(report)
    firsts: list[Report] = []
    repeats: list[Voice] = []
    for same in alike.values():
        kept: list[Report] = []
        for report in sorted(same, key=_precedence):
            said = next((first for first in kept if _one_claim(first, report, place)), None)
            if said is None:
                kept.append(report)
            else:
                repeats.append(replace(_voice(report, 0.0), role=Role.REPEAT_OF, repeat_of=said.id))
        firsts += kept
    firsts, stuck = _moving(firsts)
    repeats += stuck
    firsts.sort(key=_precedence)
    repeats.sort(key=lambda voice: _precedence(voice.report))
    return firsts, repeats


def _moving(reports: Sequence[Report]) -> tuple[list[Report], list[Voice]]:
    """Part counted lines that change from those of a sensor that is stuck: they repeat its first.

    A line of MOVES that stays the same to the last one for as long as STUCK is not counted.
    """
    counted = [
        report
        for report in reports
        if report.method is Method.COUNTED
        and report.quantity in LINES
        and (report.value or 0.0) >= MOVES
    ]
    counted.sort(key=lambda report: (report.origin, report.observed_from, report.id))
    stuck: dict[str, str] = {}
    for _, run in groupby(counted, key=lambda report: (report.origin, _figure(report))):
        first, *further = run
        if further and further[-1].observed_from - first.observed_from >= STUCK:
            stuck.update((report.id, first.id) for report in further)
    voices = [
        replace(_voice(report, 0.0), role=Role.REPEAT_OF, repeat_of=stuck[report.id])
        for report in counted
        if report.id in stuck
    ]
    return [report for report in reports if report.id not in stuck], voices


def _reading(report: Report) -> tuple[datetime, datetime] | None:
    """Give a sensor's interval: its readings are new ones however alike, unless of one interval."""
    counted = report.method is Method.COUNTED
    return (report.observed_from, report.ends) if counted else None


def _precedence(report: Report) -> tuple[timedelta, datetime, datetime, str]:
    """Order the sharpest interval first, then the earliest word, then the id."""
    return report.ends - report.observed_from, report.known, report.observed_from, report.id


def _one_claim(first: Report, other: Report, place: Place) -> bool:
    if _overlap(first, other):
        return True
    return day_of(first, place) == day_of(other, place)


def day_of(report: Report, place: Place) -> str:
    """Give the local day (of the place) on which a report's interval begins, as ISO text."""
    return report.observed_from.astimezone(place.zone).date().isoformat()


def _overlap(one: Report, other: Report) -> bool:
    if one.observed_from == other.observed_from:
        return True
    return one.observed_from < other.ends and other.observed_from < one.ends


def _shares(reports: Sequence[Report]) -> list[float]:
    """Share one voice among what one origin said of one interval, or nameless ones of one hour."""
    groups: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        groups[origin_key(report)].append(report)
    counts = {
        id(report): count
        for group in groups.values()
        for report, count in zip(group, _sharing(group), strict=True)
    }
    return [1 / counts[id(report)] for report in reports]


def _sharing(group: Sequence[Report]) -> list[int]:
    """Count for each report of one origin how many, itself included, it shares its voice with."""
    if not is_named(group[0]):
        hours = Counter(_hour(report) for report in group)
        return [hours[_hour(report)] for report in group]
    spans = [_span(report) for report in group]
    starts = sorted(start for start, _ in spans)
    ends = sorted(end for _, end in spans)
    instants = Counter(start for start, end in spans if start == end)
    begun = Counter(starts)
    return [_overlapping(span, starts, ends, begun, instants) for span in spans]


def _span(report: Report) -> tuple[datetime, datetime]:
    """Give the interval a report is about, no shorter than its time is known; a reading's as is."""
    if report.method is Method.COUNTED:
        return report.observed_from, report.ends
    return report.observed_from, max(report.ends, report.observed_from + KNOWN[report.precision])


def _overlapping(
    span: tuple[datetime, datetime],
    starts: Sequence[datetime],
    ends: Sequence[datetime],
    begun: Mapping[datetime, int],
    instants: Mapping[datetime, int],
) -> int:
    """Count the intervals that overlap one of them: all but those wholly after or before it."""
    start, end = span
    after = len(starts) - bisect_left(starts, end) - (begun[start] if end == start else 0)
    before = bisect_right(ends, start) - instants.get(start, 0)
    return len(starts) - after - before


def _hour(report: Report) -> datetime:
    return report.observed_from.replace(minute=0, second=0, microsecond=0)


def _sharpness_bounded(heard: list[Voice]) -> list[Voice]:
    """Let no voice count as sharper than the median of the other origins.

    Who counts and who answers for the border is exempt: their sharpness is not of their saying.
    """
    scales: dict[str, list[float]] = defaultdict(list)
    for voice in heard:
        scales[voice.origin].append(voice.scale)
    usual = {origin: median(each) for origin, each in scales.items()}
    least = {
        origin: _typical([scale for other, scale in usual.items() if other != origin])
        for origin in usual
    }
    return [
        voice
        if voice.report.method in OF_OFFICE
        else replace(voice, scale=max(voice.scale, least[voice.origin]))
        for voice in heard
    ]


def _typical(others: Sequence[float]) -> float:
    return median(others) if len(others) >= CROWD - 1 else 0.0
