"""Day sums: how many crossed on a local day, from a sensor's counts of its every hour.

Only a whole day is summed: one without a gap, over by then. So nobody learns from the sum as it
grows what an hour held that is not told by itself. Where a single hour of the day is not, the sum
would tell it all the same: the day is then a range.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.domain.days import day_of, span_of
from app.domain.disclosure import PART_OF_A_DAY, SPARSE, is_sparse
from app.domain.report import Report, Series
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

    The parts are as they were stored, before disclosure. One that ends past midnight belongs to no
    day; bounds and ranges cannot be added.
    """
    found: dict[Counted, list[Report]] = defaultdict(list)
    for part in parts:
        if part.bound is Bound.EXACT and part.value is not None:
            day = day_of(part.observed_from, zone)
            found[part.series, part.source, part.origin, day].append(part)
    for (*_, day), counted in found.items():
        hours = sorted(counted, key=lambda part: part.observed_from)
        if _fill(hours, day, zone):
            yield _sum(hours)


def _fill(hours: Sequence[Report], day: date, zone: ZoneInfo) -> bool:
    """Tell whether counts follow each other from the day's first instant to its last."""
    begins, ends = span_of(day, zone)
    return (
        hours[0].observed_from == begins
        and hours[-1].ends == ends
        and all(one.ends == other.observed_from for one, other in pairwise(hours))
    )


def _sum(hours: Sequence[Report]) -> Report:
    first, last = hours[0], hours[-1]
    total = sum(hour.value or 0 for hour in hours)
    hidden = [hour.value or 0 for hour in hours if is_sparse(hour)]
    told = total - sum(hidden)
    single = len(hidden) == 1
    return replace(
        first,
        identity=IDENTITY,
        observed_to=last.ends,
        recorded_at=max(hour.recorded_at for hour in hours),
        published_at=None,
        known_at=max(hour.known for hour in hours),
        precision=Precision.DAY,
        method=Method.DERIVED,
        bound=Bound.BETWEEN if single else Bound.EXACT,
        low=told + 1 if single else None,
        value=None if single else total,
        high=told + SPARSE - 1 if single else None,
    )
