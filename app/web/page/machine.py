"""The time machine: the autumn of 2022 day by day, and any other day that has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.web.moments import When
from app.web.page.speech import Speech
from app.web.page.spot import Spot

FIRST, LAST = date(2022, 9, 20), date(2022, 10, 10)
"""The days that stand side by side: from before the mobilisation until the queues were gone."""

EARLIEST = date(2022, 2, 24)
"""The first day that is offered; before it the archive says nothing of queues."""

NOON = time(12, tzinfo=UTC)
"""When a day is certainly that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the time machine: as a query has it, in words, long and short, and its address."""

    iso: str
    number: str
    said: str
    short: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the time machine offers: its days, those before and after, and the bounds of its field.

    `chosen` is the day that is shown, as a query has it, `said` the same in words; empty for now.
    """

    days: Sequence[Day]
    before: Day | None
    after: Day | None
    chosen: str
    said: str
    earliest: str
    latest: str


def machine(spot: Spot, speech: Speech, past: When | None, present: datetime) -> Machine:
    """Give the time machine of a page about a past moment (None: about the present)."""
    day = past.astimezone(UTC).date() if isinstance(past, datetime) else past
    latest = present.date() - timedelta(days=1)
    span = (LAST - FIRST).days + 1
    return Machine(
        days=[_day(FIRST + timedelta(days=n), spot, speech, day) for n in range(span)],
        before=_beside(day, -1, latest, spot, speech),
        after=_beside(day, 1, latest, spot, speech),
        chosen="" if day is None else day.isoformat(),
        said="" if day is None else speech.day(datetime.combine(day, NOON)),
        earliest=EARLIEST.isoformat(),
        latest=latest.isoformat(),
    )


def _beside(day: date | None, step: int, latest: date, spot: Spot, speech: Speech) -> Day | None:
    """Give the day before or after the one shown, where it is offered."""
    beside = None if day is None else day + timedelta(days=step)
    if beside is None or not EARLIEST <= beside <= latest:
        return None
    return _day(beside, spot, speech, None)


def _day(day: date, spot: Spot, speech: Speech, chosen: date | None) -> Day:
    noon = datetime.combine(day, NOON)
    return Day(
        iso=day.isoformat(),
        number=str(day.day),
        said=speech.day(noon),
        short=speech.short_day(noon),
        address=spot.at(speech.language, day.isoformat()),
        chosen=day == chosen,
    )
