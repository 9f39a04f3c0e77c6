"""Speech: how a language says numbers, times, ages, names and codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit

from app.catalog.labels import Labels
from app.domain.place import Place
from app.web.page.messages import ENGLISH, translations

HOUR, DAY = 60, 24 * 60
"""In minutes."""

MINUTE = timedelta(minutes=1)
"""What a page tells apart: it is written for the minute that it is."""

IN_HOURS_FROM, IN_DAYS_FROM = 100, 60 * 60
"""From how many minutes on a wait is told in hours, and in days: 90 minutes, 50 hours, 3 days."""

Unit = Literal["year", "month", "week", "day", "hour", "minute"]

UNSPOKEN = ("ka", "kk", "mn")
"""The languages in which common browsers cannot say by themselves how long ago something was."""

UNITS_OF_AGE: Mapping[Unit, timedelta] = {
    "year": timedelta(days=365),
    "month": timedelta(days=30),
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}
"""The units of an age."""

DATES: Mapping[str, tuple[str, str, str]] = {
    "en": ("d MMMM y", "d MMM y", "d MMM"),
    "kk": ("y 'ж'. d MMMM", "y 'ж'. d MMM", "d MMM"),
    "mn": ("y 'оны' MMMM'ын' d", "y 'оны' MMM'ын' d", "MMM'ын' d"),
    "fi": ("d. MMMM y", "d.M.y", "d.M."),
}
"""A day, one in short, and one without the year, in CLDR's letters; others say it as English."""

NAMES: Mapping[str, str] = {
    "en": "English",
    "ru": "Русский",
    "ka": "ქართული",
    "kk": "Қазақша",
    "mn": "Монгол",
    "fi": "Suomi",
}
"""What each language calls itself."""


@dataclass(frozen=True)
class Speech:
    """One language: its messages, and the labels of the catalogue in it."""

    language: str
    labels: Mapping[str, Labels]

    @cached_property
    def locale(self) -> Locale:
        """Give what CLDR knows of the language."""
        return Locale.parse(self.language)

    def say(self, message: str) -> str:
        """Give a message, named by its English words."""
        return translations(self.language).gettext(message)

    def count(self, one: str, many: str, number: int) -> str:
        """Give a message in the form that a number takes; `%(number)s` in it is filled in."""
        said = translations(self.language).ngettext(one, many, number)
        return said % {"number": self.number(number)}

    def label(self, group: str, code: str) -> str:
        """Give the label of a code, in English where there is none, and else the code."""
        for language in (self.language, ENGLISH):
            found = self.labels.get(language, {}).get(group, {}).get(code)
            if found:
                return found
        return code

    def country(self, code: str) -> str:
        """Give the name of a country (ISO 3166 alpha-2)."""
        return str(self.locale.territories.get(code, code))

    def leading(self, direction: str) -> str:
        """Give a direction that leads from one country to another: `Russia → Georgia`."""
        return " → ".join(map(self.country, direction.split("-")))

    def name(self, place: Place) -> str:
        """Give what a place is called in the language, or else in English."""
        return place.names.get(self.language) or place.names[ENGLISH]

    def number(self, value: float) -> str:
        """Write a number, whole from ten on."""
        digits = "#,##0" if abs(value) >= 10 or value == round(value) else "#,##0.#"  # noqa: PLR2004 - ten
        return str(format_decimal(value, digits, locale=self.locale))

    def between(self, low: float, high: float) -> str:
        """Write a range of numbers."""
        first, last = self.number(low), self.number(high)
        return first if first == last else f"{first}–{last}"

    def wait(self, low: float, high: float) -> str:
        """Write a wait between two lengths in minutes, both in the unit that the longer one takes.

        Where that makes the shorter one less than one, each has its own.
        """
        unit, size = _unit(high)
        if low and low < size:
            own, own_size = _unit(low)
            return f"{self._measure(low, own, own_size)} – {self._measure(high, unit, size)}"
        first, last = _scaled(low, size), _scaled(high, size)
        if first == last:
            return self._unit_of(last, unit)
        return f"{self.number(first)}–{self._unit_of(last, unit)}"

    def age(self, moment: datetime, now: datetime) -> str:
        """Say how long ago a moment was, a minute at least: `3 hours ago`."""
        return self._from_now(min(moment - now, -MINUTE))

    @cached_property
    def ages(self) -> Mapping[Unit, str]:
        """Give what scripts say ages with where browsers cannot: each unit's words, `{}` in them.

        The number takes the place of `{}`; these languages have one form for all of them.
        """
        if self.language not in UNSPOKEN:
            return {}
        spans = UNITS_OF_AGE.items()
        return {unit: self._from_now(-2 * span, unit).replace("2", "{}") for unit, span in spans}

    def old(self, moment: datetime, then: datetime) -> str:
        """Say how old something was at a moment that is told with it."""
        return self._from_now(min(moment - then, -MINUTE))

    def beside(self, moment: datetime, now: datetime) -> str:
        """Say how long ago a moment was, or in how long it comes, where it stands beside it."""
        if moment > now:
            return self._from_now(max(moment - now, MINUTE))
        return self.age(moment, now)

    def ending(self, _moment: str | None) -> str:
        """Say that what is told counts no more from a moment on; a live page takes it away then."""
        return ""

    def _from_now(self, time: timedelta, finest: Unit = "minute") -> str:
        return str(
            format_timedelta(time, finest, add_direction=True, threshold=1.5, locale=self.locale)
        )

    def moment(self, moment: datetime, zone: tzinfo = UTC) -> str:
        """Write a moment as the clocks of a zone show it, with the day."""
        return str(
            format_datetime(moment, f"{self._dates[1]}, HH:mm", tzinfo=zone, locale=self.locale)
        )

    def clock(self, moment: datetime, zone: tzinfo) -> str:
        """Write what the clocks of a zone show."""
        return str(format_datetime(moment, "HH:mm", tzinfo=zone, locale=self.locale))

    def day(self, moment: datetime, zone: tzinfo = UTC) -> str:
        """Write the day that a moment lies in."""
        return str(format_date(moment.astimezone(zone), self._dates[0], locale=self.locale))

    def dated(self, moment: datetime, zone: tzinfo = UTC) -> str:
        """Write the day that a moment lies in, in short, with the year."""
        return str(format_date(moment.astimezone(zone), self._dates[1], locale=self.locale))

    def short_day(self, moment: datetime, zone: tzinfo = UTC) -> str:
        """Write the day that a moment lies in, without the year."""
        return str(format_date(moment.astimezone(zone), self._dates[2], locale=self.locale))

    @property
    def _dates(self) -> tuple[str, str, str]:
        return DATES.get(self.language, DATES[ENGLISH])

    def _measure(self, minutes: float, unit: str, size: int) -> str:
        return self._unit_of(_scaled(minutes, size), unit)

    def _unit_of(self, value: float, unit: str) -> str:
        digits = "#,##0.#" if value < 10 else "#,##0"  # noqa: PLR2004 - ten
        return str(format_unit(value, unit, "short", format=digits, locale=self.locale))


def _unit(minutes: float) -> tuple[str, int]:
    if minutes >= IN_DAYS_FROM:
        return "duration-day", DAY
    return ("duration-hour", HOUR) if minutes >= IN_HOURS_FROM else ("duration-minute", 1)


def _scaled(minutes: float, size: int) -> float:
    """Give minutes in a unit of so many, to the half where they are few, else whole."""
    value = minutes / size
    return round(value * 2) / 2 if value < 10 and size > 1 else round(value)  # noqa: PLR2004 - ten


def sentence(words: str) -> str:
    """Mark a message that is said later."""
    return words


def sentences(one: str, many: str) -> tuple[str, str]:
    """Mark a message with a number that is counted later: `speech.count(*these, number)`."""
    return one, many


def aware(written: str) -> datetime:
    """Read a moment of our own answers: `2022-09-27T21:00:00Z`."""
    return datetime.fromisoformat(written)


def minute_of(now: datetime) -> datetime:
    """Give the minute that a moment lies in: ages on a page are to the minute."""
    return now - timedelta(seconds=now.second, microseconds=now.microsecond)
