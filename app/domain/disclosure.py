"""Disclosure: what may leave, whatever is asked and however often.

No path, gap, guide or payment around a checkpoint; small live counts of vulnerable people become a
band unless an authority published them; where few cross, they are counted by the day only; a
traveller's word carries no link and no handle, and its hour is rounded. What is withheld here is
withheld from board, exports, command and page alike.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.report import Report
from app.domain.status import Event, Status
from app.domain.vocabulary import (
    CROSSINGS,
    OFFICIAL_KINDS,
    Bound,
    EventWord,
    OriginKind,
    PlaceKind,
    Quantity,
    Subject,
)

TRAVELLERS = frozenset({OriginKind.EYEWITNESS})
"""Kinds of origin that are persons on their way."""

WITHOUT_NOTE = frozenset(
    {EventWord.ILLEGAL_CROSSING.value, EventWord.BRIBE_PRICE.value, EventWord.RIDE_PRICE.value}
)
"""Events published as a bare word: their details could show a way around, or a price for it."""

AREAS_ONLY = frozenset({EventWord.ILLEGAL_CROSSING.value})
"""Events never published for a single crossing."""

VULNERABLE = frozenset({Subject.ASYLUM_SEEKERS, Subject.REFUSED})
"""Groups of whom a count of 1 to 4 would point at persons."""

SMALL = 5
"""Counts of vulnerable people below this, other than zero, are published as the band 1 to 4."""

SPARSE = 10
"""Live counts below this, other than zero, over less than a day point at persons: at a closed post
they are those who serve there."""

PART_OF_A_DAY = timedelta(hours=20)
"""Windows shorter than this are no days."""


def disclose(status: Status, kind: PlaceKind = PlaceKind.CHECKPOINT) -> Status:
    """Give a status as it may leave."""
    events = tuple(
        _disclosed_event(event)
        for event in status.events
        if kind is PlaceKind.AREA or event.word not in AREAS_ONLY
    )
    return replace(status, events=events)


def _disclosed_event(event: Event) -> Event:
    if event.word in WITHOUT_NOTE:
        event = replace(event, note="")
    if event.origin_kind in TRAVELLERS:
        event = replace(
            event,
            observed_from=to_the_hour(event.observed_from),
            last_heard=to_the_hour(event.last_heard),
        )
    return event


def disclose_report(report: Report, kind: PlaceKind = PlaceKind.CHECKPOINT) -> Report | None:
    """Give a report as it may leave, or None where it may not; one that may as it is, is given."""
    if is_sparse(report) or (report.word in AREAS_ONLY and kind is not PlaceKind.AREA):
        return None
    if report.quantity is Quantity.EVENT and report.word in WITHOUT_NOTE:
        report = replace(report, note="")
    if _is_travellers(report):
        report = _travellers_word(report)
    return _banded(report)


def _travellers_word(report: Report) -> Report:
    """Strip link and handle from what a traveller told us; a published page is no traveller's."""
    told: dict[str, Any] = {
        "permalink": "",
        "url": report.url if report.publisher else "",
        "observed_from": to_the_hour(report.observed_from),
        "observed_to": to_the_hour(report.observed_to) if report.observed_to else None,
        "published_at": told_at(report, report.published_at) if report.published_at else None,
    }
    if all(getattr(report, name) == each for name, each in told.items()):
        return report
    return replace(report, **told)


def told_at(report: Report, moment: datetime) -> datetime:
    """Give one of a report's times as precisely as it may be told: a live traveller's to the hour.

    The archive quotes published pages, whose days are theirs.
    """
    return to_the_hour(moment) if _is_travellers(report) and not report.archived else moment


def _is_travellers(report: Report) -> bool:
    return report.origin_kind in TRAVELLERS


def to_the_hour(moment: datetime) -> datetime:
    """Round a time down to its hour."""
    return moment - timedelta(
        minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def _banded(report: Report) -> Report:
    """Put small figures into the band 1 to 4; what is open on one side, or greater, stays so."""
    if not is_small(report):
        return report
    low, value, high = report.low, report.value, report.high
    if not _small(value):
        return replace(report, low=_widened(low, 1.0), high=_widened(high, SMALL - 1.0))
    return replace(
        report,
        value=None,
        low=_widened(value if low is None else low, 1.0),
        high=_widened(value if high is None else high, SMALL - 1.0),
        bound=Bound.BETWEEN,
    )


def _widened(figure: float | None, edge: float) -> float | None:
    return edge if _small(figure) else figure


def _small(figure: float | None) -> bool:
    return figure is not None and 0 < figure < SMALL


def is_small(report: Report) -> bool:
    """Tell whether a count of vulnerable people is too small to be published as it stands."""
    if report.subject not in VULNERABLE or report.origin_kind in OFFICIAL_KINDS:
        return False
    return any(_small(figure) for figure in (report.value, report.low, report.high))


def is_sparse(report: Report) -> bool:
    """Tell whether a count over less than a day is of so few that only their day may be told.

    A zero points at nobody. The archive quotes what was published at the time; it stays.
    """
    if report.quantity not in CROSSINGS or report.archived:
        return False
    if report.ends - report.observed_from >= PART_OF_A_DAY:
        return False
    figures = [each for each in (report.low, report.value, report.high) if each is not None]
    return 0 < max(figures, default=0) < SPARSE
