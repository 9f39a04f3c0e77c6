"""History: what was held of a queue at one moment after another, by the same assessment.

The evidence is held once. Each moment gets the slice that bears on it, and a status stands until a
report begins to count or time alone changes it, so quiet hours cost nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.assessment import LOOKAHEAD, LOOKBACK, Evidence, assess
from app.domain.days import DAY, day_of, start_of
from app.domain.derivation import COUNTED_IN_SUM
from app.domain.evidence import tells_of_a_queue, usual
from app.domain.report import Queue, Report, Series
from app.domain.status import Status
from app.domain.vocabulary import QUEUE_QUANTITIES, Knowledge, Quantity


class Step(StrEnum):
    """How far apart the moments of a history lie; `raw` gives the reports themselves."""

    RAW = "raw"
    QUARTER = "15m"
    HOUR = "1h"
    DAY = "1d"


class KnownBy(StrEnum):
    """Whose knowledge a history shows: what was known then, is known now, or was published."""

    THEN = "then"
    NOW = "now"
    PUBLISHED = "published"


TOLD = frozenset({Quantity.ACCESS, *QUEUE_QUANTITIES, Quantity.CROSSINGS_VEHICLES})
"""What a queue's access and numbers are told from."""

LENGTHS = {Step.QUARTER: timedelta(minutes=15), Step.HOUR: timedelta(hours=1)}
"""Steps of the clock. They begin at full quarters and hours of UTC, days at local midnight."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR = datetime.max.replace(tzinfo=UTC)


class Absence(NamedTuple):
    """From when until when a report was known not to stand; None where it does not to this day."""

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Tell whether the report did not stand at a moment."""
        return self.since <= moment < (self.until or FAR)


Absences = Mapping[str, Sequence[Absence]]
"""When reports, by their ids, were known not to stand. Those that always stood are left out."""


def ends_of_steps(start: datetime, end: datetime, step: Step, zone: ZoneInfo) -> list[datetime]:
    """Give the ends (UTC) of the steps that lie wholly in an interval, in order.

    Days are the zone's, 23 to 25 hours long. Raises KeyError for `raw`, which has no steps.
    """
    if step is Step.DAY:
        return list(_midnights(start, end, zone))
    length = LENGTHS[step]
    first = -((EPOCH - start) // length)  # the first boundary at or after the start
    return [EPOCH + k * length for k in range(first + 1, (end - EPOCH) // length + 1)]


def floored(moment: datetime, length: timedelta) -> datetime:
    """Give the last full step of this length (UTC) at or before a moment."""
    return EPOCH + (moment - EPOCH) // length * length


def _midnights(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    day = day_of(start, zone)
    if start_of(day, zone) < start:
        day += DAY
    while (midnight := start_of(day := day + DAY, zone)) <= end:
        yield midnight


def history(
    queue: Queue,
    evidence: Evidence,
    moments: Iterable[datetime],
    knowledge: Knowledge = Knowledge.THEN,
    withdrawn: Absences = MappingProxyType({}),
) -> list[Status]:
    """Give a queue's access and numbers at each moment (rising), as `assess` gives them.

    Rules, events and weather are left out, so a status changes only where one of those does.

    The evidence must reach from LOOKBACK before the first moment, and before that hold the last
    of each series, to LOOKAHEAD beyond the last moment; where what is the last of one changes
    between the moments, all that were. `withdrawn` tells when which of them did not stand.
    """
    statuses: list[Status] = []
    stands_until: datetime | None = None
    window = _Window(queue, evidence, knowledge, withdrawn)
    for at in moments:
        if not statuses or (stands_until is not None and stands_until <= at):
            status = assess(queue, window.at(at), at, knowledge)
            stands_until = _first(status.changes_at, window.news_after(at))
        statuses.append(status)
    return statuses


def heard_by(queue: Queue, evidence: Evidence, moment: datetime) -> bool:
    """Tell whether there was such a queue by a moment: a usual one, or one heard of by then."""
    place = evidence.place
    return queue in usual(place) or any(
        report.queue == queue and tells_of_a_queue(report, place) and begins(report) <= moment
        for report in evidence.reports
    )


def begins(report: Report) -> datetime:
    """Give when a report began to count, by what was known then."""
    return max(report.known, report.observed_from)


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


class _Window:
    """The evidence that bears on one queue, moved along from moment to moment."""

    def __init__(
        self,
        queue: Queue,
        evidence: Evidence,
        knowledge: Knowledge,
        withdrawn: Absences,
    ) -> None:
        concerned = [report for report in evidence.reports if _bears_on(report, queue)]
        figures = [report for report in concerned if report.quantity is not Quantity.ACCESS]
        unsteady = {report.series for report in figures if report.id in withdrawn}
        steady = [report for report in figures if report.series not in unsteady]
        self._evidence = evidence
        self._knowledge = knowledge
        self._withdrawn = withdrawn
        self._words = [report for report in concerned if report.quantity is Quantity.ACCESS]
        self._unsteady = [report for report in figures if report.series in unsteady]
        self._coming = sorted(steady, key=self._begins, reverse=True)
        self._held: list[Report] = []
        self._news = sorted({turn for report in concerned for turn in self._turns(report)})

    def at(self, moment: datetime) -> Evidence:
        """Give the evidence for a moment, later than those asked for before."""
        while self._coming and self._begins(self._coming[-1]) <= moment:
            self._held.append(self._coming.pop())
        self._held = _recent(self._held, moment - LOOKBACK)
        # Of a series in which any report did not always stand nothing is dropped for good.
        begun = [report for report in self._unsteady if self._begins(report) <= moment]
        standing = _recent(self._standing(begun, moment), moment - LOOKBACK)
        words = self._standing(self._words, moment)
        return replace(self._evidence, reports=(*words, *self._held, *standing))

    def news_after(self, moment: datetime) -> datetime | None:
        """Give when the next report begins to count, or a later one turns into a past one."""
        index = bisect_right(self._news, moment)
        return self._news[index] if index < len(self._news) else None

    def _begins(self, report: Report) -> datetime:
        if self._knowledge is Knowledge.NOW:
            return report.observed_from - LOOKAHEAD
        return begins(report)

    def _turns(self, report: Report) -> Iterator[datetime]:
        yield self._begins(report)
        if self._knowledge is Knowledge.NOW:
            yield report.observed_from
        for absence in self._withdrawn.get(report.id, ()):
            yield absence.since
            if absence.until is not None:
                yield absence.until

    def _standing(self, reports: Iterable[Report], moment: datetime) -> Iterable[Report]:
        if not self._withdrawn:
            return reports
        return [
            report
            for report in reports
            if not any(each.holds(moment) for each in self._withdrawn.get(report.id, ()))
        ]


def _bears_on(report: Report, queue: Queue) -> bool:
    """Tell whether a queue's access and numbers depend on this report of its place or its areas."""
    if report.quantity is Quantity.ACCESS:
        return True
    if report.place == queue.place:
        return report.queue == queue and report.quantity in TOLD
    same_way = (report.direction, report.mode) == (queue.direction, queue.mode)
    return same_way and report.quantity in COUNTED_IN_SUM


def _recent(reports: Iterable[Report], since: datetime) -> list[Report]:
    """Give the reports that reach past a moment, and of each series the last that does not."""
    recent: list[Report] = []
    older: dict[Series, Report] = {}
    for report in reports:
        if report.ends >= since:
            recent.append(report)
        else:
            older[report.series] = max(older.get(report.series, report), report, key=_last)
    return [*older.values(), *recent]


def _last(report: Report) -> tuple[datetime, str]:
    return report.ends, report.id
