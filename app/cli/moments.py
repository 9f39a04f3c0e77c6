"""Moments as an operator says them: a time with its offset, a day, the clock there, or from now on.

`14:00` is the clock of the place, today; `+6h` counts from now.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import typer

from app.cli.amounts import span
from app.cli.fault import UNUSABLE, Fault
from app.web.moments import end_of, read_when, start_of

CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)

PAST = "14:00 by the clock of the place, today; or a time with its offset (2022-09-28T12:00Z)"
COMING = f"+6h from now; or {PAST}"


@dataclass(frozen=True, slots=True)
class Moment:
    """What was said: a moment (in UTC), a local day, a clock's time today, or a time from now."""

    said: datetime | date | time | timedelta

    def past(self, option: str, zone: ZoneInfo, now: datetime) -> datetime:
        """Give the moment (UTC); raises Fault for a day, and for what has not come yet."""
        if isinstance(self.said, date) and not isinstance(self.said, datetime):
            raise Fault(f"{option}: {self.said} is a whole day; write {PAST}.", UNUSABLE)
        moment = self.begins(option, zone, now)
        if moment > now and isinstance(self.said, time):
            before = (now - timedelta(days=1)).astimezone(zone)
            said = datetime.combine(before.date(), self.said, tzinfo=zone)
            raise Fault(
                f"{option}: it is not yet {self.said:%H:%M} there, but"
                f" {now.astimezone(zone):%H:%M}; for yesterday write"
                f" {said.isoformat(timespec='minutes')}.",
                UNUSABLE,
            )
        return moment

    def begins(self, option: str, zone: ZoneInfo, now: datetime) -> datetime:
        """Give the moment (UTC), or where a day begins."""
        if isinstance(self.said, timedelta):
            return now + self.said
        if isinstance(self.said, time):
            return _by_the_clock(self.said, option, zone, now)
        return start_of(self.said, zone)

    def ends(self, option: str, zone: ZoneInfo, now: datetime) -> datetime:
        """Give the moment (UTC), or where a day ends."""
        if isinstance(self.said, date) and not isinstance(self.said, datetime):
            return end_of(self.said, zone)
        return self.begins(option, zone, now)


def moment(text: str) -> Moment:
    """Read a moment; a refusal says how to write it."""
    if text.startswith("+"):
        try:
            return Moment(span(text[1:]))
        except ValueError as error:
            raise typer.BadParameter(f"{text[:40]!r}: write +6h, +90min or +2d") from error
    clock = CLOCK.fullmatch(text)
    if clock:
        return Moment(time(int(clock[1]), int(clock[2])))
    try:
        return Moment(read_when(text))
    except ValueError as error:
        # In an address a + is written %2B; here it is itself.
        raise typer.BadParameter(str(error).replace("%2B", "+")) from error


def _by_the_clock(said: time, option: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give a time of today; raises Fault where the clocks change and it comes twice, or never."""
    local = datetime.combine(now.astimezone(zone).date(), said, tzinfo=zone)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise Fault(
            f"{option}: the clocks change there today, so {said:%H:%M} is no single moment: write"
            " it with its offset from UTC.",
            UNUSABLE,
        )
    return local.astimezone(UTC)
