"""Day sums: how many crossed on a local day, from a sensor's counts of its every hour.

The sum is made of what is told of each hour, never of more: an hour told by itself as it was
counted, one that is not (`is_sparse`) as 1 to 9. So a day without such hours has an exact sum, any
other a range, however many they are; and no day says of an hour, beside another day or beside what
the same day was before a count was revised, anything that was not told already.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.domain.days import day_of, span_of
from app.domain.disclosure import PART_OF_A_DAY, SPARSE, disclose_report
from app.domain.likelihood import limits
from app.domain.report import Report, Series
from app.domain.report_check import PLAUSIBLE
from app.domain.vocabulary import CROSSINGS, Bound, Method, Per, Precision

IDENTITY = "sum of a day's hours"
"""The identity of a sum: it is no report of anybody's, and cannot be asked for."""

Counted = tuple[Series, str, str, date]
"""What belongs to one sum: series, source, origin and local day."""


def is_part(report: Report) -> bool:
    """Tell whether a report is a live count of some hours, which is told by the day alone."""
    return (
        report.quantity in CROSSINGS
        and report.method is Method.COUNTED
        and not report.archived
        and report.per is not Per.DAY
        and report.ends - report.observed_from < PART_OF_A_DAY
    )


def is_sum(report: Report) -> bool:
    """Tell whether a report is one of ours: a sum over a day's hours."""
    return report.method is Method.DERIVED and report.identity == IDENTITY


def day_sums(parts: Iterable[Report], zone: ZoneInfo) -> Iterator[Report]:
    """Give a count of each local day that the parts of one source fill, as a report of ours.

    The parts are as they were stored; each is disclosed before it is added. One that ends past
    midnight belongs to no day; bounds and ranges cannot be added. A sum beyond what is plausible
    is none.
    """
    found: dict[Counted, list[Report]] = defaultdict(list)
    for part in parts:
        if part.bound is Bound.EXACT and part.value is not None:
            day = day_of(part.observed_from, zone)
            found[part.series, part.source, part.origin, day].append(part)
    for (*_, day), counted in found.items():
        hours = sorted(counted, key=lambda part: part.observed_from)
        if _fill(hours, day, zone):
            yield from _sum(hours)


def _fill(hours: Sequence[Report], day: date, zone: ZoneInfo) -> bool:
    """Tell whether counts follow each other from the day's first instant to its last."""
    begins, ends = span_of(day, zone)
    return (
        hours[0].observed_from == begins
        and hours[-1].ends == ends
        and all(one.ends == other.observed_from for one, other in pairwise(hours))
    )


def _sum(hours: Sequence[Report]) -> Iterator[Report]:
    first, last = hours[0], hours[-1]
    low, high = (sum(sides) for sides in zip(*map(_told, hours), strict=True))
    if high > PLAUSIBLE[first.quantity].greatest:
        return
    exact = low == high
    yield replace(
        first,
        identity=IDENTITY,
        observed_to=last.ends,
        recorded_at=max(hour.recorded_at for hour in hours),
        published_at=None,
        known_at=max(hour.known for hour in hours),
        precision=Precision.DAY,
        method=Method.DERIVED,
        bound=Bound.EXACT if exact else Bound.BETWEEN,
        low=None if exact else low,
        value=low if exact else None,
        high=None if exact else high,
    )


def _told(hour: Report) -> tuple[float, float]:
    """Give the least and the greatest that is told of an hour's exact count."""
    disclosed = disclose_report(hour)
    low, high = (None, None) if disclosed is None else limits(disclosed)
    return 1.0 if low is None else low, SPARSE - 1.0 if high is None else high
