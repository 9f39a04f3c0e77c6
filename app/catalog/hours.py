"""Opening hours as the catalogue writes them: `daily = ["09:00-18:00"]`, or a week of days."""

import re
from datetime import date

from app.catalog.section import Section
from app.domain.hours import DAY, ROUND_THE_CLOCK, Clocks, Hours, HoursBasis, Interval, Season
from app.domain.place import Side
from app.domain.vocabulary import Mode

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTERVAL = re.compile(r"(\d\d):([0-5]\d)-(\d\d):([0-5]\d)")
LEAP_YEAR = 2024

Week = tuple[tuple[Interval, ...], ...]


def read_hours(section: Section) -> Hours:
    """Read one entry of `[[place.hours]]`."""
    hours = Hours(
        side=_one_of(section, "side", tuple(Side)),
        basis=_one_of(section, "basis", tuple(HoursBasis)),
        week=_week(section),
        breaks=_intervals(section, "breaks"),
        modes=_modes(section),
        valid_from=section.value("valid_from", date),
        valid_to=section.value("valid_to", date),
        season=_season(section),
        clocks=_one_of(section, "clocks", tuple(Clocks), needed=False) or None,
        shut_on_holidays=section.value("shut_on_holidays", bool) or False,
    )
    if hours.valid_to is not None and hours.valid_to < (hours.valid_from or date.min):
        section.wrong("valid_to", "valid_to is before valid_from", "exchange the two")
    section.close()
    return hours


def _one_of(section: Section, key: str, known: tuple[str, ...], *, needed: bool = True) -> str:
    text = section.text(key, needed=needed)
    if text and text not in known:
        section.wrong(key, f"unknown {key} {text!r}", f"write one of {', '.join(known)}")
    return text


def _modes(section: Section) -> tuple[Mode, ...]:
    modes = section.words("modes", Mode)
    if Mode.ANY in modes:
        section.wrong("modes", "hours for the mode 'any'", "leave modes out: they hold for all")
    return modes


def _week(section: Section) -> Week:
    always = section.value("always", bool)
    week = section.section("week")
    given = [key for key in ("always", "daily", "week") if key in section.table]
    if len(given) != 1:
        fix = 'give one of always = true, daily = ["09:00-18:00"], week = { mon-fri = [...] }'
        section.wrong(given[-1] if given else "week", "hours need one kind of openings", fix)
    if week is not None:
        return _days(week)
    if always:
        return ROUND_THE_CLOCK
    return (_intervals(section, "daily"),) * 7


def _days(week: Section) -> Week:
    openings: dict[int, tuple[Interval, ...]] = {}
    for name in week.table:
        days = _span(name)
        if not days:
            week.wrong(name, f"unknown day {name!r}", "write days as mon, mon-fri, sat-sun")
        intervals = _intervals(week, name)
        for day in days:
            if day in openings:
                week.wrong(name, f"{DAYS[day]} is there twice", "name each day once")
            openings[day] = intervals
    return tuple(openings.get(day, ()) for day in range(7))


def _span(name: str) -> range:
    """Give the days that `mon` or `mon-fri` names; none where it names none."""
    first, _, last = name.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        return range(0)
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _intervals(section: Section, key: str) -> tuple[Interval, ...]:
    found = [_interval(section, key, text) for text in section.texts(key)]
    return tuple(sorted(interval for interval in found if interval is not None))


def _interval(section: Section, key: str, text: str) -> Interval | None:
    match = INTERVAL.fullmatch(text)
    if match is None:
        section.wrong(key, f"{text!r} are no hours", 'write hours as "09:00-18:00"')
        return None
    hour, minute, last_hour, last_minute = map(int, match.groups())
    interval = Interval(hour * 60 + minute, last_hour * 60 + last_minute)
    if interval.shuts <= interval.opens:
        later = f"{match[1]}:{match[2]}-{last_hour + 24:02}:{match[4]}"
        fix = f'write "{later}" if they run past midnight, or exchange the two'
        section.wrong(key, f"hours {text!r} end before they start", fix)
        return None
    if interval.opens >= DAY or interval.shuts > interval.opens + DAY:
        fix = "start before 24:00 and last at most 24 hours"
        section.wrong(key, f"hours {text!r} are longer than a day", fix)
        return None
    return interval


def _season(section: Section) -> Season | None:
    season = section.section("season")
    if season is None:
        return None
    first, last = _month_day(season, "first"), _month_day(season, "last")
    season.close()
    return Season(first, last)


def _month_day(season: Section, key: str) -> tuple[int, int]:
    text = season.text(key, needed=True)
    try:
        day = date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        season.wrong(key, f"{text!r} is no day of the year", 'write month and day: "10-01"')
        return 1, 1
    return day.month, day.day
