"""Disclosure: what may leave, whatever is asked and however often.

No path, gap, guide or payment around a checkpoint; live counts of vulnerable people become bands
unless an authority published them; where few cross, they are counted by the day only; a
traveller's word carries no link and no handle, and its hour is rounded. What is withheld here is
withheld from board, exports, command and page alike.

Whatever we make of counts is made of what this module lets out of each, never of the counts
themselves. So no answer, and no two answers set against each other, tell more of a hidden count
than its band does. The bands are tens, of large counts too, since a total told exactly would tell
its small parts. Beside one total and m other parts that are not zero, at least 9 - m values of a
hidden part stay possible, so up to seven others never pin it. docs/harm.md has the argument, and
says where it ends.
"""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.domain.contact import without_contacts
from app.domain.report import Report
from app.domain.report_check import PLAUSIBLE
from app.domain.status import Event, Status
from app.domain.vocabulary import (
    CROSSINGS,
    OFFICIAL_KINDS,
    UNITS,
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
"""Groups of whom a count of few would point at persons."""

COUNTED_UNITS = frozenset({"people", "vehicles"})
"""Units of which one is a person, or holds one."""

BAND = 10
"""Live counts of vulnerable people are published in bands of this width: 1 to 9, 10 to 19 ..."""

SMALL = 5
"""What the archive quotes of vulnerable people below this, other than zero, is published as the
band 1 to 4; the rest is told as it was published at the time."""

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
    """Strip what leads to a traveller from what one told us; a published page is no traveller's."""
    told: dict[str, Any] = {
        "origin": without_contacts(report.origin),
        "note": without_contacts(report.note),
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
    """Put figures into bands, from the least they may be to the greatest; what is open stays so.

    A note may repeat the figure, so a live one is left out; that of a retraction is its reason.
    """
    if not is_banded(report):
        return report
    low, value, high = report.low, report.value, report.high
    if value is not None and (_small(value) or not report.archived):
        low, high = (value if side is None else side for side in (low, high))
        report = replace(report, value=None, low=low, high=high, bound=Bound.BETWEEN)
    return replace(
        report,
        low=None if low is None else _down(low, report),
        high=None if high is None else _up(high, report),
        note=report.note if report.archived or report.retracts else "",
    )


def _down(figure: float, report: Report) -> float:
    """Give the least of the band that a figure lies in."""
    if figure == 0 or (report.archived and not _small(figure)):
        return figure
    return 1.0 if report.archived else max(1.0, _tens(figure))


def _up(figure: float, report: Report) -> float:
    """Give the greatest of the band that a figure lies in."""
    if figure == 0 or (report.archived and not _small(figure)):
        return figure
    greatest = SMALL - 1.0 if report.archived else _tens(figure) + BAND - 1.0
    return min(greatest, PLAUSIBLE[report.quantity].greatest)


def _tens(figure: float) -> float:
    return float(math.floor(figure / BAND) * BAND)


def _small(figure: float) -> bool:
    return 0 < figure < SMALL


def is_banded(report: Report) -> bool:
    """Tell whether a count of vulnerable people is told as a band; of what was told so too.

    A zero points at nobody. What an authority published is out already.
    """
    if report.subject not in VULNERABLE or report.origin_kind in OFFICIAL_KINDS:
        return False
    if UNITS.get(report.quantity) not in COUNTED_UNITS:
        return False
    figures = [each for each in (report.low, report.value, report.high) if each is not None]
    return any(_small(each) if report.archived else each > 0 for each in figures)


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
