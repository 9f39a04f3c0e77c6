"""When: which interval a finding speaks of, told from when its text was published."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.vocabulary import CROSSINGS, WORDS
from app.reading.finding import Finding, Scene
from app.reading.moment import (
    NOON,
    PARTS_OF_DAY,
    clock,
    dated,
    day_of_month,
    led_by,
    of_speech,
)
from app.reading.part import Part
from app.reading.span import (
    counted_over,
    last_of,
    months_of_year,
    of_days,
    of_heading,
    own,
    run,
    span,
)
from app.reading.times import DAYS, DAYS_BACK, PERIODS, TIMES, may_tell, on_weekend
from app.reading.token import DATE, WORD

DAY = timedelta(days=1)
WEEK = 7
SATURDAY = 5
BESIDE = 4
"""How many parts from a clock time its day may stand."""


class Interval(NamedTuple):
    """From when to when (aware); `until` None stands open."""

    since: datetime
    until: datetime | None


class Clock:
    """Reads the times of a sentence: published when, at a place with which zone."""

    def __init__(self, published_at: datetime, zone: ZoneInfo) -> None:
        """Take the moment of publication (aware) and the place's zone."""
        self.at = published_at.astimezone(zone)
        self._known: dict[tuple[int, int, str], Interval] = {}
        self._counted: Interval | None = None

    def interval(self, scene: Scene, finding: Finding) -> Interval:
        """Give the interval that a finding speaks of; never beyond publication for figures."""
        kind = "word" if finding.quantity in WORDS else "moment"
        if finding.quantity in CROSSINGS:
            kind = "count"
        # A clause with a day of its own speaks of that, whatever was told before it.
        first = scene.sentence.first if scene.clause.senses.isdisjoint(DAYS) else scene.clause.first
        last = last_of(scene)
        key = (first, last, kind)
        if key not in self._known:
            self._known[key] = self._told(scene, kind, first, last)
        return self._known[key]

    def _told(self, scene: Scene, kind: str, first: int, last: int) -> Interval:
        parts = scene.parts[first : last + 1]
        parts = own(parts) if "small.against" in scene.sentence.senses else parts
        if scene.sentence.senses.isdisjoint(TIMES) and not dated(parts):
            parts = of_heading(scene)
            if not parts:
                return self._untimed(kind)
        if kind == "word":
            return self._days(run(parts, self.at.date())) or self._of_word(parts)
        day = self._day(parts, past=True)
        if kind != "count":
            return self._until_now(self._moment(parts, day))
        told = self._until_now(self._of_count(scene, parts, day))
        self._counted = told if told.until != told.since else self._counted
        return told

    def _untimed(self, kind: str) -> Interval:
        """Give what a sentence without a time speaks of: now, or the period of the count before."""
        if kind == "count" and self._counted is not None:
            return self._counted
        return Interval(self.at, None if kind == "word" else self.at)

    def _until_now(self, interval: Interval) -> Interval:
        since = min(interval.since, self.at)
        return Interval(since, min(interval.until or self.at, self.at))

    def _of_word(self, parts: Sequence[Part]) -> Interval:
        """Give a word's interval: from when it is said to hold, to when it is said to end."""
        since, until = self.at, None
        day = self._day(parts, past=False)
        if day is not None:
            since = self._start(day)
        for moment, led in self._moments(parts, day or self.at.date(), past=False):
            if led in {"until", "through"}:
                until = moment if led == "until" else moment + DAY
            elif led == "since" or since in {self.at, self._start(moment.date())}:
                since = moment
        return self._ended(since, until)

    def _ended(self, since: datetime, until: datetime | None) -> Interval:
        """Give an interval that ends after it began: the hours of a night, or from now on."""
        if until is None or until > since:
            return Interval(since, until)
        if since.date() == until.date() and until.time() != time():
            return Interval(since, until + DAY)  # from 8 p.m. to 6 a.m.
        return Interval(self.at, until if until > self.at else None)  # only its end is told

    def _of_count(self, scene: Scene, parts: Sequence[Part], day: date | None) -> Interval:
        senses = frozenset(of_days(parts))
        if on_weekend(parts):
            return self._weekend()
        days = self._days(span(parts, self.at.date()) or months_of_year(scene, self.at.year))
        if days is not None:
            return days
        since = self._since(parts) or self._of_year(senses)
        if since is None:
            lengths = [PERIODS[sense] for sense in PERIODS if sense in senses]
            over = next(iter([*lengths, *counted_over(scene)]), None) if day is None else None
            since = None if over is None else self.at - over
        if since is not None:
            return Interval(since, self._ends(parts, since) or self.at)
        if day is not None or senses & PARTS_OF_DAY.keys():
            return self._part_of(day or self.at.date(), senses)
        return self._of_period(senses)

    def _ends(self, parts: Sequence[Part], since: datetime) -> datetime | None:
        """Give when a count ends that runs since a day: `from 1 August to 12 November`."""
        for stamp, led in self._moments(parts, self.at.date(), past=True):
            if led in {"until", "through"} and stamp > since:
                return stamp if led == "until" else stamp + DAY
        return None

    def _of_period(self, senses: "frozenset[str]") -> Interval:
        """Give the last day, or else the period of the count before, or the moment."""
        last_day = "period.day" in senses
        if self._counted is not None and ("period.untold" in senses or not last_day):
            return self._counted
        if last_day:
            return self._whole((self.at - timedelta(hours=NOON)).date())
        return Interval(self.at, self.at)

    def _weekend(self) -> Interval:
        """Give the last Saturday and Sunday, or what there has been of them."""
        today = self.at.date()
        saturday = today - ((today.weekday() - SATURDAY) % WEEK) * DAY
        return Interval(self._start(saturday), self._start(saturday + 2 * DAY))

    def _of_year(self, senses: "frozenset[str]") -> datetime | None:
        """Give the beginning of the year where a count runs since then."""
        told = "period.year" in senses
        return self._start(self.at.date().replace(month=1, day=1)) if told else None

    def _moment(self, parts: Sequence[Part], day: date | None) -> Interval:
        """Give the moment of a queue: as of a clock time, else of a part of a day, else now."""
        for stamp, led in self._moments(parts, day or self.at.date(), past=True):
            if led in {"as_of", ""} and stamp <= self.at and stamp != self._start(stamp.date()):
                return Interval(stamp, stamp)
        senses = of_days(parts)
        days = self._still(parts, day) or self._days(span(parts, self.at.date()))
        if days is not None:
            return days
        if day is not None and day != self.at.date():
            return self._part_of(day, senses)
        if senses & PARTS_OF_DAY.keys() and "time.now" not in senses:
            part = self._part_of(day or self.at.date(), senses)
            return part if part.since <= self.at else Interval(self.at, self.at)
        return Interval(self.at, self.at)

    def _still(self, parts: Sequence[Part], day: date | None) -> Interval | None:
        """Give the moment of publication where a day is one since which something is so."""
        since = day is not None and self._since(parts) == self._start(day)
        return Interval(self.at, self.at) if since else None

    def _since(self, parts: Sequence[Part]) -> datetime | None:
        for part in parts:
            if "since_day" in part.senses:
                return self._start(date.fromisoformat(str(int(part.senses["since_day"]))))
        for stamp, led in self._moments(parts, self.at.date(), past=True):
            if led == "since" and stamp < self.at:
                return stamp
        since = next((at for at, part in enumerate(parts) if part.means("time.since")), None)
        day = None if since is None else self._day(parts[since:], past=True)
        return None if day is None else self._start(day)

    def _day(self, parts: Sequence[Part], *, past: bool) -> date | None:
        for at in may_tell(parts):
            day = self._day_told(parts, at, past=past)
            if day is not None:
                return day
        return None

    def _day_told(self, parts: Sequence[Part], at: int, *, past: bool) -> date | None:
        """Give the day at a part, unless it is but that on which somebody spoke."""
        day = self._day_at(parts, at, past=past)
        return None if day is None or of_speech(parts, at) else day

    def _day_at(self, parts: Sequence[Part], at: int, *, past: bool) -> date | None:
        """Give the day that is said at a part."""
        part, today = parts[at], self.at.date()
        back = next((DAYS_BACK[sense] for sense in DAYS_BACK if sense in part.senses), None)
        if back is not None:
            return today - back * DAY
        weekday = part.senses.get("weekday")
        if weekday is not None:
            if (told := self._beside_weekday(parts, at, past=past)) is not None:
                return told
            if not past and any(each.means("state.will_close") for each in parts):
                return today + ((int(weekday) - today.weekday()) % WEEK) * DAY
            return today - ((today.weekday() - int(weekday)) % WEEK) * DAY
        return day_of_month(parts, at, today, past=past)

    def _beside_weekday(self, parts: Sequence[Part], at: int, *, past: bool) -> date | None:
        """Give the day that is told right after its weekday: `on Sunday, June 26`."""
        for near in range(at + 1, min(at + BESIDE, len(parts))):
            if parts[near].kind is DATE or parts[near].means("month"):
                return day_of_month(parts, near, self.at.date(), past=past)
            if parts[near].kind is WORD and not parts[near].means("small.preposition"):
                break
        return None

    def _moments(
        self, parts: Sequence[Part], day: date, *, past: bool
    ) -> Iterator[tuple[datetime, str]]:
        """Give each moment that is said, and what leads it; clock times take the day beside."""
        taken: set[int] = set()
        for at in may_tell(parts):
            told = clock(parts, at)
            if told is not None:
                beside = self._beside(parts, at, past=past)
                taken.add(beside[0])
                yield self._start(beside[1] or day) + told, led_by(parts, at)
                continue
            its_day = self._day_told(parts, at, past=past) if at not in taken else None
            if its_day is not None and not self._has_clock(parts, at):
                yield self._start(its_day), led_by(parts, at)

    def _beside(self, parts: Sequence[Part], at: int, *, past: bool) -> tuple[int, date | None]:
        """Give the day beside a clock time, and where it stands."""
        for near in (*range(at + 1, at + 1 + BESIDE), *range(at - 1, at - 1 - BESIDE, -1)):
            if 0 <= near < len(parts):
                day = self._day_at(parts, near, past=past)
                if day is not None:
                    return near, day
        return -1, None

    def _has_clock(self, parts: Sequence[Part], at: int) -> bool:
        near = range(at + 1, min(at + 1 + BESIDE, len(parts)))
        return any(clock(parts, each) is not None for each in near)

    def _days(self, days: tuple[date, date] | None) -> Interval | None:
        return None if days is None else Interval(self._start(days[0]), self._start(days[1]))

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.at.tzinfo)

    def _whole(self, day: date) -> Interval:
        return Interval(self._start(day), self._start(day + DAY))

    def _part_of(self, day: date, senses: "set[str] | frozenset[str]") -> Interval:
        for sense, (first, last) in PARTS_OF_DAY.items():
            if sense in senses:
                start = self._start(day)
                return Interval(start + timedelta(hours=first), start + timedelta(hours=last))
        return self._whole(day)
