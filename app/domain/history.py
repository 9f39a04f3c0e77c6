"""History: what was held of a queue at one moment after another, by the same assessment.

The evidence is held once. Each moment gets the slice that bears on it, and a status stands until a
report begins to count or time alone changes it, so quiet hours cost nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
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


def ends_of_steps(start: datetime, end: datetime, step: Step, zone: ZoneInfo) -> list[datetime]:
    """Give the ends (UTC) of the steps that lie wholly in an interval, in order.

    Days are the zone's, 23 to 25 hours long. Raises KeyError for `raw`, which has no steps.
    """
    if step is Step.DAY:
        return list(_midnights(start, end, zone))
    length = LENGTHS[step]
    first = -((EPOCH - start) // length)  # the first boundary at or after the start
    return [EPOCH + k * length for k in range(first + 1, (end - EPOCH) // length + 1)]


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
    withdrawn: Mapping[str, datetime] = MappingProxyType({}),
) -> list[Status]:
    """Give a queue's access and numbers at each moment (rising), as `assess` gives them.

    Rules, events and weather are left out, so a status changes only where one of those does.

    The evidence must reach from LOOKBACK before the first moment, and before that hold the last
    of each series, to LOOKAHEAD beyond the last moment. `withdrawn` tells from when on a report of
    it, by its id, was known not to stand any more.
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
        withdrawn: Mapping[str, datetime],
    ) -> None:
        concerned = [report for report in evidence.reports if _bears_on(report, queue)]
        figures = [report for report in concerned if report.quantity is not Quantity.ACCESS]
        self._evidence = evidence
        self._knowledge = knowledge
        self._withdrawn = withdrawn
        self._words = [report for report in concerned if report.quantity is Quantity.ACCESS]
        self._coming = sorted(figures, key=self._begins, reverse=True)
        self._held: list[Report] = []
        self._news = sorted({turn for report in concerned for turn in self._turns(report)})

    def at(self, moment: datetime) -> Evidence:
        """Give the evidence for a moment, later than those asked for before."""
        while self._coming and self._begins(self._coming[-1]) <= moment:
            self._held.append(self._coming.pop())
        if self._withdrawn:
            self._words = self._standing(self._words, moment)
            self._held = self._standing(self._held, moment)
        self._held = _recent(self._held, moment - LOOKBACK)
        return replace(self._evidence, reports=(*self._words, *self._held))

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
        if self._withdrawn and (ends := self._withdrawn.get(report.id)) is not None:
            yield ends

    def _standing(self, reports: Iterable[Report], moment: datetime) -> list[Report]:
        return [each for each in reports if self._withdrawn.get(each.id, FAR) > moment]


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
