"""Traffic: what passes a queue and how the road to it flows, as it was last measured.

A count over an interval and a share of free flow are no beliefs: nothing carries them forward. The
newest measurement stands, with its interval, as long as the next one may still be awaited; after
that only the last one is told, and after two weeks nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.disclosure import PART_OF_A_DAY, is_sparse
from app.domain.flows import counted_so_far
from app.domain.freshness import (
    STATED_OF_A_DAY,
    Cadences,
    Limits,
    after,
    cadence_of,
    limits_of_figure,
)
from app.domain.likelihood import limits
from app.domain.report import Report, default_subject
from app.domain.status import LastMeasurement, Measurement
from app.domain.vocabulary import (
    CROSSINGS,
    Freshness,
    NoNumber,
    Precision,
    Quantity,
)
from app.domain.voice import spoken_until

TRAFFIC = (
    Quantity.CROSSINGS_VEHICLES,
    Quantity.CROSSINGS_PEOPLE,
    Quantity.APPROACH_FLOW_RATIO,
)
"""The quantities of which the newest measurement stands in a status, in the order shown."""

REMEMBERED = timedelta(days=14)
"""How long after its interval a measurement is told as the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The newest measurement of each quantity, and the instant at which time alone changes it."""

    measurements: tuple[Measurement, ...]
    changes_at: datetime | None


def traffic(
    reports: Iterable[Report], at: datetime, cadences: Cadences, down: Collection[str] = ()
) -> Traffic:
    """Give the traffic of one queue from its own known reports; others must not be among them.

    Only what counts everybody (or every vehicle) takes part, and no hour in which few were counted.
    A measurement that still stands goes before a newer one that does not: a day's total outlasts an
    hour's count. `down` are the live sources that cannot be heard just now.
    """
    heard: dict[Quantity, list[Report]] = defaultdict(list)
    for report in reports:
        if report.observed_from <= at and _told(report, at):
            heard[report.quantity].append(report)
    chosen = [_chosen(heard[each], at, cadences) for each in TRAFFIC if each in heard]
    turns = [turn for report in chosen for turn in _turns(report, at, cadences)]
    return Traffic(
        measurements=tuple(_measured(report, at, cadences, down) for report in chosen),
        changes_at=min(turns, default=None),
    )


def limits_of_measurement(report: Report, cadences: Cadences) -> Limits:
    """Give when a measurement turns late and stale.

    A live source's count of an hour is followed by the next only an hour later, however often it
    is asked; its total of a day stands as long as anybody's.
    """
    own = limits_of_figure(report, cadences)
    if cadence_of(report, cadences) is None:
        return own
    least = after(spoken_until(report), _least(report))
    return Limits(_later(own.late_at, least.late_at), _later(own.stale_at, least.stale_at))


def _least(report: Report) -> tuple[timedelta, timedelta]:
    length = report.ends - report.observed_from
    if report.precision is Precision.DAY or length >= PART_OF_A_DAY:
        return STATED_OF_A_DAY
    return 2 * length + timedelta(minutes=2), 6 * length


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _told(report: Report, at: datetime) -> bool:
    return (
        report.quantity in TRAFFIC
        and not is_sparse(report)
        and report.subject is default_subject(report.quantity)
        and at < spoken_until(report) + REMEMBERED
    )


def _chosen(heard: Sequence[Report], at: datetime, cadences: Cadences) -> Report:
    newest = max(heard, key=_rank)
    if _stands(newest, at, cadences):
        return newest
    standing = [report for report in heard if _stands(report, at, cadences)]
    return max(standing, key=_rank, default=newest)


def _rank(report: Report) -> tuple[datetime, datetime, datetime, str]:
    return spoken_until(report), report.observed_from, report.known, report.id


def _stands(report: Report, at: datetime, cadences: Cadences) -> bool:
    return limits_of_measurement(report, cadences).freshness(at) is not Freshness.STALE


def _measured(
    report: Report, at: datetime, cadences: Cadences, down: Collection[str]
) -> Measurement:
    said = counted_so_far(report) if report.quantity in CROSSINGS else report
    low, high = limits(said)
    lasts = limits_of_measurement(report, cadences)
    measured = Measurement(
        quantity=report.quantity,
        subject=report.subject,
        low=low,
        mid=said.value,
        high=high,
        bound=said.bound,
        per=report.per,
        method=report.method,
        observed_from=report.observed_from,
        observed_to=spoken_until(report),
        freshness=lasts.freshness(at),
        late_at=lasts.late_at,
        stale_at=lasts.stale_at,
        origin=report.origin,
        url=report.url,
        source=report.source,
    )
    if measured.freshness is not Freshness.STALE:
        return measured
    return _withheld(measured, NoNumber.SOURCE_DOWN if report.source in down else NoNumber.STALE)


def _withheld(measured: Measurement, why: NoNumber) -> Measurement:
    """Withhold a figure too old to stand, and keep it as the last one."""
    last = LastMeasurement(
        low=measured.low,
        mid=measured.mid,
        high=measured.high,
        observed_from=measured.observed_from,
        observed_to=measured.observed_to,
    )
    return replace(measured, low=None, mid=None, high=None, no_number=why, last=last)


def _turns(chosen: Report, at: datetime, cadences: Cadences) -> list[datetime]:
    """Give the coming instants at which a measurement turns late, or stale, or is told no more."""
    turn = limits_of_measurement(chosen, cadences).next_change(at)
    return [spoken_until(chosen) + REMEMBERED, *([turn] if turn else [])]
