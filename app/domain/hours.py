"""Opening hours: when each side of a crossing lets traffic through, by that side's own clock.

Hours hold per side, mode, season and validity. What no hours speak of is not known to be shut:
the answer is then None. Nothing here opens a crossing that an authority has closed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.vocabulary import Mode

DAY = 24 * 60
"""Minutes of a day."""

UNDATED_SINCE = date(2023, 1, 1)
"""Hours without a first day are known as of 2026: before this day they say nothing."""

HORIZON = timedelta(days=14)
"""How far ahead the next change is looked for."""

DAYS_AHEAD = HORIZON.days + 1
"""Local days that the horizon touches, today's with them."""

ACROSS = {"a": "b", "b": "a"}
"""The other side."""


class Interval(NamedTuple):
    """Minutes after the local midnight of its day: from `opens` up to but not at `shuts`.

    What runs past midnight ends after 24 h: 22:00 to 06:00 is `Interval(1320, 1800)`.
    """

    opens: int
    shuts: int


class Season(NamedTuple):
    """A part of each year from its first to its last (month, day); may run over the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Say whether the day lies in the season."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


ROUND_THE_CLOCK = ((Interval(0, DAY),),) * 7
"""Openings of a week that is open for 24 h each day."""


class HoursBasis(StrEnum):
    """Whether the publisher names the local time of hours, or it is taken for that side's."""

    STATED = "stated"
    ASSUMED = "assumed"


class Clocks(StrEnum):
    """The clocks of the side across that hours may be bound to."""

    WINTER = "winter"
    SUMMER = "summer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours of one side, in that side's local time.

    `week` has the openings of Monday to Sunday, `breaks` interrupt them. No modes: they hold for
    all on the road. `valid_from` and `valid_to` are the first and last day, `clocks` (`winter` or
    `summer`) binds them to the clocks of the side across. `basis` tells whether the publisher
    names the local time (`stated`) or it is taken for that side's (`assumed`). Which days are
    holidays is not known here: closures on them come as notices.
    """

    side: str
    basis: str
    week: tuple[tuple[Interval, ...], ...] = ROUND_THE_CLOCK
    breaks: tuple[Interval, ...] = ()
    modes: tuple[Mode, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    season: Season | None = None
    clocks: str | None = None
    shut_on_holidays: bool = False

    @property
    def always(self) -> bool:
        """Say whether it is open for 24 h every day, breaks aside."""
        return self.week == ROUND_THE_CLOCK

    def cover(self, day: date, zones: Mapping[str, ZoneInfo]) -> bool:
        """Say whether they speak of this local day at all."""
        if day < (self.valid_from or UNDATED_SINCE) or day > (self.valid_to or date.max):
            return False
        if self.season is not None and not self.season.holds(day):
            return False
        return self.clocks is None or self.clocks == _clocks(day, zones[ACROSS[self.side]])


def open_at(
    hours: Sequence[Hours], zones: Mapping[str, ZoneInfo], mode: Mode, at: datetime
) -> bool | None:
    """Say whether the hours leave this mode open at that moment; None where they say nothing.

    Shut on either side is shut. `any` follows hours for all modes; hours for one mode replace
    those for all on that side; rail follows only hours that name it.
    """
    sides = [_side_open(said, zones, at) for said in _by_side(hours, mode)]
    if False in sides:
        return False
    return True if True in sides else None


def next_change(
    hours: Sequence[Hours], zones: Mapping[str, ZoneInfo], mode: Mode, at: datetime
) -> datetime | None:
    """Give the next instant within 14 days at which `open_at` answers otherwise than now."""
    present = open_at(hours, zones, mode, at)
    for moment in _turns(hours, zones, mode, at):
        if open_at(hours, zones, mode, moment) is not present:
            return moment
    return None


def _by_side(hours: Sequence[Hours], mode: Mode) -> Iterator[list[Hours]]:
    for side in ACROSS:
        said = [entry for entry in hours if entry.side == side and _concern(entry, mode)]
        if said:
            yield said


def _concern(entry: Hours, mode: Mode) -> bool:
    if entry.modes:
        return mode in entry.modes
    return mode is not Mode.RAIL


def _side_open(said: Sequence[Hours], zones: Mapping[str, ZoneInfo], at: datetime) -> bool | None:
    zone = zones[said[0].side]
    today = at.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        for entry in _ruling(said, day, zones):
            if any(start <= at < end for start, end in _spans(entry, day, zone)):
                return True
    return False if _ruling(said, today, zones) else None


def _ruling(said: Sequence[Hours], day: date, zones: Mapping[str, ZoneInfo]) -> list[Hours]:
    covering = [entry for entry in said if entry.cover(day, zones)]
    return [entry for entry in covering if entry.modes] or covering


def _turns(
    hours: Sequence[Hours], zones: Mapping[str, ZoneInfo], mode: Mode, at: datetime
) -> list[datetime]:
    moments: set[datetime] = set()
    for entry in hours:
        if _concern(entry, mode):
            moments |= _edges(entry, zones, at)
    return sorted(moment for moment in moments if at < moment <= at + HORIZON)


def _edges(entry: Hours, zones: Mapping[str, ZoneInfo], at: datetime) -> set[datetime]:
    """Give where an entry opens, shuts, begins or ceases to speak, from yesterday on.

    Where one opening ends as another begins (at midnight, mostly) nothing changes.
    """
    zone = zones[entry.side]
    day = at.astimezone(zone).date() - timedelta(days=1)
    begins: set[datetime] = set()
    ends: set[datetime] = set()
    turns: set[datetime] = set()
    spoke = entry.cover(day, zones)
    for _ in range(-1, DAYS_AHEAD):
        speaks = entry.cover(day, zones)
        if speaks is not spoke:
            turns.add(_instant(day, 0, zone))
        for start, end in _spans(entry, day, zone) if speaks else ():
            begins.add(start)
            ends.add(end)
        spoke, day = speaks, day + timedelta(days=1)
    return turns | (begins ^ ends)


def _spans(entry: Hours, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    for opening in entry.week[day.weekday()]:
        for part in _without(opening, entry.breaks):
            start, end = _instant(day, part.opens, zone), _instant(day, part.shuts, zone)
            if start < end:  # an opening in the hour that a clock change leaves out has no length
                yield start, end


@lru_cache(maxsize=1024)
def _without(opening: Interval, breaks: tuple[Interval, ...]) -> tuple[Interval, ...]:
    parts = [opening]
    for opens, shuts in breaks:
        for pause in (Interval(opens, shuts), Interval(opens + DAY, shuts + DAY)):
            parts = [left for part in parts for left in _cut(part, pause)]
    return tuple(parts)


def _cut(part: Interval, pause: Interval) -> list[Interval]:
    before = Interval(part.opens, min(part.shuts, pause.opens))
    after = Interval(max(part.opens, pause.shuts), part.shuts)
    return [left for left in (before, after) if left.opens < left.shuts]


@lru_cache(maxsize=16384)
def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Read a local clock; the earlier of the two where the clocks go back."""
    local = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _clocks(day: date, zone: ZoneInfo) -> str:
    return "summer" if datetime.combine(day, time(12), tzinfo=zone).dst() else "winter"
