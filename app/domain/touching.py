"""Touching: which stretches of what was published an act concerns, for a correction to name them.

A stretch is told by series, from when on, before which version of the board, and until when.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.act import Act, Verb, first_corrected_version
from app.domain.bearing import LETS_EXPECT, bears_on, bears_until
from app.domain.report import Report, Series
from app.domain.vocabulary import Quantity
from app.domain.withholding import Withholding

Areas = Callable[[str], Collection[str]]
"""Gives the ids of the areas a place lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of what was published of a series.

    It reaches from `since` on, below version `before`, until `until` (None: it has no end). With
    `standing`, what stood at `since` is part of it.
    """

    series: Series
    since: datetime
    before: int
    until: datetime | None = None
    standing: bool = False

    def holds(self, published_at: datetime, version: int, stood_until: datetime | None) -> bool:
        """Tell whether a figure of this series is part of it: when it stood, in which version."""
        if version >= self.before or (self.until is not None and published_at >= self.until):
            return False
        if published_at >= self.since:
            return True
        return self.standing and (stood_until is None or stood_until > self.since)


def by_reports(
    act: Act, undone: Act | None, reports: Iterable[Report], known: Collection[Series], areas: Areas
) -> list[Stretch]:
    """Give what an act concerns that took reports back, or put them back (`undone` took them).

    One stretch for each series that any of them may bear on.
    """
    found: dict[Series, Stretch] = {}
    for report in reports:
        for series in known:
            if bears_on(report, series, areas(series.queue.place)):
                new = _of_report(act, undone, report, series)
                found[series] = _wider(found.get(series, new), new)
    return list(found.values())


def _of_report(act: Act, undone: Act | None, report: Report, series: Series) -> Stretch:
    missing = undone is not None and undone.verb is Verb.RETRACT
    return Stretch(
        series=series,
        since=undone.at if undone is not None and missing else report.recorded_at,
        before=first_corrected_version(act),
        until=bears_until(report),
        standing=missing,
    )


def _wider(one: Stretch, other: Stretch) -> Stretch:
    ends = None if one.until is None or other.until is None else max(one.until, other.until)
    return replace(one, since=min(one.since, other.since), until=ends)


def by_order(act: Act, order: Withholding, known: Iterable[Series]) -> list[Stretch]:
    """Give what an order to withhold concerns: what stood when it began, or until it was undone."""
    return [
        Stretch(series=series, since=order.since, before=act.version, standing=True)
        for series in known
        if order.concerns(series.queue) and series.quantity in set(_withheld(order))
    ]


def _withheld(order: Withholding) -> Iterator[Quantity]:
    """Give the quantities an order concerns: its own, and those that are told from it."""
    if order.quantity is None:
        yield from Quantity
    else:
        yield order.quantity
        yield from LETS_EXPECT.get(order.quantity, ())
