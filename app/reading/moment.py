"""Moments: the clock times and the days that a text says, part by part."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.reading.part import Part
from app.reading.token import CLOCK, DATE, NUMBER

PARTS_OF_DAY = {
    "time.night": (0, 6),
    "time.morning": (6, 12),
    "time.afternoon": (12, 18),
    "time.evening": (18, 24),
}
"""Hours from and to."""

HALF_YEAR = timedelta(days=183)
HOURS, MINUTES = 24, 60
NOON = 12
FIRST_YEAR, LAST_YEAR = 1850, 2100
TWO_DIGITS = 2
LATE = ("time.afternoon", "time.evening", "time.pm")
SPOKEN = 3
"""How many parts before a day the verb of speech may stand whose day it is."""

LEADS = ("since", "until", "as_of")
BEFORE_HOURS = ("small.at", "time.as_of", "time.since", "time.until", "time.clock")
LED = 2
"""How many parts before a moment the word that leads it may stand."""


def dated(parts: Sequence[Part]) -> bool:
    """Say whether a stretch holds a date or a clock time in digits."""
    return any(part.kind is DATE or part.kind is CLOCK for part in parts)


def of_speech(parts: Sequence[Part], at: int) -> bool:
    """Say whether a day is that on which somebody spoke: `said on Tuesday that`."""
    for part in parts[max(0, at - SPOKEN) : at][::-1]:
        if part.means("small.said"):
            return True
        if part.kind is not NUMBER and not part.means("small.preposition"):
            return False
    return False


def led_by(parts: Sequence[Part], at: int) -> str:
    """Give whether a moment is led by since, until, as of or through (to the end of the day)."""
    led = parts[max(0, at - LED) : at][::-1]
    told = _leads(led, "") or _leads(parts[at : at + 1 + LED], "_after")
    if told or not any(part.means("range.to") for part in led):
        return told
    return (
        "through" if any(part.means("month") for part in parts[max(0, at - LED - 1) : at]) else ""
    )


def _leads(stretch: Sequence[Part], form: str) -> str:
    """Give the word of the first part that leads a moment, before it or (`_after`) after it."""
    told = (word for part in stretch for word in LEADS if part.means(f"time.{word}{form}"))
    return next(told, "")


def clock(parts: Sequence[Part], at: int) -> timedelta | None:
    """Give the time of day at a part: `6:00`, `6 a.m.`, `6 hours of the morning`, `12.30 Uhr`."""
    part = parts[at]
    if part.kind is CLOCK:
        hour, minute = map(int, part.folded.split(":"))
        later = _afternoon(parts, at + 1, hour)
        whole = hour <= HOURS and minute < MINUTES
        return timedelta(hours=hour + later, minutes=minute) if whole else None
    told_hour = _hour(part)
    if told_hour is None:
        return None
    after = at + 1
    if after < len(parts) and parts[after].means("unit.hour"):
        after += 1
    told = after < len(parts) and parts[after].means("time.part", "time.zone", *PARTS_OF_DAY)
    if told and (part.kind is not NUMBER or parts[after].means("unit.day")):
        told = at > 0 and parts[at - 1].means(*BEFORE_HOURS)  # `в 2 дня`, no `2 дня стоим`
    if not told and not _by_hours(parts, at, after):
        return None
    after = at - 1 if at and parts[at - 1].means("time.part_before") else after
    return timedelta(hours=told_hour + _afternoon(parts, after, int(told_hour)))


def _hour(part: Part) -> float | None:
    """Give the hour that a word or digits tell, with minutes after a point (`12.30`), or None."""
    word = part.senses.get("number")
    if word is not None and word == int(word) and 0 < word <= NOON:
        return word
    if part.kind is not NUMBER or part.value is None or not 0 <= part.value <= HOURS:
        return None
    hour, point, minute = part.folded.partition(".")
    if point and len(minute) == TWO_DIGITS and int(minute) < MINUTES:
        return int(hour) + int(minute) / MINUTES
    return part.value


def _by_hours(parts: Sequence[Part], at: int, after: int) -> bool:
    """Say whether hours are a clock time: `since 5 o'clock`, `6 საათზე`, `сағат 6-да`."""
    if at > 0 and parts[at - 1].means("time.clock"):
        return at == 1 or parts[at - 2].kind is not NUMBER
    if after == at + 1:
        return False
    return parts[at + 1].means("time.clock_after") or led_by(parts, at) == "since"


def _afternoon(parts: Sequence[Part], after: int, hour: int) -> int:
    late = after < len(parts) and parts[after].means(*LATE)
    return NOON if late and hour < NOON else 0


def day_of_month(parts: Sequence[Part], at: int, today: date, *, past: bool) -> date | None:
    """Give the day at a part: `24.11.2026`, `2026-11-24`, `24 November`, `November 24`."""
    part = parts[at]
    if part.kind is DATE:
        return _written(part.folded, today, past=past)
    month = part.senses.get("month")
    if month is None:
        return None
    inflected = part.means("time.since_after", "time.until_after", "window.over_after")
    for beside in (at - 1,) if inflected else (at - 1, at + 1, at + 2):
        if 0 <= beside < len(parts) and parts[beside].kind is NUMBER:
            day = number_of_day(parts[beside])
            return _of_year(parts, at, day) or nearest(day, int(month), today, past=past)
    starts = part.means("time.since_after") or (
        at > 0 and parts[at - 1].means("time.start", "time.since")
    )
    return nearest(1, int(month), today, past=past) if starts else None


def _of_year(parts: Sequence[Part], at: int, day: float) -> date | None:
    """Give a day that is told with its year: `24 February 2022`, `February 24, 2022`."""
    for part in parts[at + 1 : at + 4]:
        year = part.value if part.kind is NUMBER else None
        if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
            try:
                return date(int(year), int(parts[at].senses["month"]), int(day))
            except ValueError:
                return None
    return None


def number_of_day(part: Part) -> float:
    """Give the number of a day, also where it is an ordinal (`21-ний өдөр`) that counts nothing."""
    return part.value or (int(part.folded) if part.folded.isdecimal() else 0)


def _written(text: str, today: date, *, past: bool) -> date | None:
    try:
        if "-" in text:
            return date.fromisoformat(text)
        if text.endswith("."):
            day, month = map(int, text[:-1].split("."))
            return nearest(day, month, today, past=past)
        day, month, year = map(int, text.split("."))
        return date(year if year > 99 else 2000 + year, month, day)  # noqa: PLR2004 - two digits
    except ValueError:
        return None


def nearest(day: float, month: int, today: date, *, past: bool) -> date | None:
    """Give the day of a month: the last one for what is past, else the one nearest to today."""
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            told = date(year, month, int(day))
        except ValueError:
            return None
        if (past and told <= today) or (not past and abs(told - today) <= HALF_YEAR):
            return told
    return None
