"""Words for a page: figures, times and ages as a person says them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.place import BOTH, Place
from app.domain.status import Estimate, LastFigure
from app.domain.vocabulary import UNITS, Quantity

COUNTRIES = {
    "FI": "Finland",
    "GE": "Georgia",
    "KZ": "Kazakhstan",
    "MN": "Mongolia",
    "RU": "Russia",
}
"""Countries by name; one that an operator's own places add is told by its code."""

IN_HOURS_FROM = 120
"""From this many minutes on a wait is told in hours."""

WHOLE_FROM = 10
"""From this many hours on, or kilometres, a decimal tells nothing."""

COUNTS = frozenset({Quantity.QUEUE_VEHICLES, Quantity.QUEUE_PEOPLE, Quantity.BOOKED_VEHICLES})
"""Quantities whose name says what is counted."""

SIGNS = {Quantity.TEMPERATURE_C: "°C"}
"""Units that people write otherwise than programs do."""

AGES = (
    (timedelta(minutes=90), timedelta(minutes=1), "min"),
    (timedelta(hours=48), timedelta(hours=1), "h"),
    (timedelta(days=60), timedelta(days=1), "days"),
    (timedelta(days=730), timedelta(days=30.44), "months"),
    (timedelta.max, timedelta(days=365.25), "years"),
)
"""Up to what age an age is told in which unit."""

IN_MINUTES_FROM = timedelta(minutes=2)
"""From here on the length of a time is told without its seconds."""


def country(code: str) -> str:
    """Name a country."""
    return COUNTRIES.get(code, code)


def name_of(place: Place) -> str:
    """Give a place's English name, or else the name of the post across the border."""
    return place.names.get("en") or place.foreign_name or place.id


def way(direction: str) -> str:
    """Say a direction of travel: from where to where."""
    if direction == BOTH:
        return "Both directions together"
    left, _, entered = direction.partition("-")
    return f"From {country(left)} to {country(entered)} ({direction})"


def age(then: datetime, at: datetime) -> str:
    """Say how long before `at` a moment lies: `15 h`."""
    return _counted(max(at - then, timedelta(0)))


def length(span: timedelta) -> str:
    """Say how long a time is: `5 s`, `12 min`, `2 h`."""
    if span < IN_MINUTES_FROM:
        return f"{round(span.total_seconds(), 1):g} s"
    return _counted(span)


def _counted(passed: timedelta) -> str:
    unit, name = next((unit, name) for limit, unit, name in AGES if passed < limit)
    return f"{passed // unit} {name}"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Say the local day of a moment: `28 Sep 2022`."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


def last_day(end: datetime, zone: ZoneInfo) -> str:
    """Say the local day in which an interval ends: at midnight it is the day before."""
    return day(end - timedelta(microseconds=1), zone)


def moment_in(moment: datetime, zone: ZoneInfo) -> str:
    """Say a moment by the clock of a place: `28 Sep 2022 15:00`."""
    return f"{day(moment, zone)} {moment.astimezone(zone):%H:%M}"


def clocks(at: datetime, place: Place) -> str:
    """Say a moment by the clocks of both sides, and in UTC; the day once where it is the same."""
    clocks = {
        **{f"in {country(code)}": place.zones[side] for side, code in _sides(place)},
        "UTC": ZoneInfo("UTC"),
    }
    days = {day(at, zone) for zone in clocks.values()}
    if len(days) > 1:
        return ", ".join(f"{moment_in(at, zone)} {where}" for where, zone in clocks.items())
    hours = (f"{at.astimezone(zone):%H:%M} {where}" for where, zone in clocks.items())
    return f"{days.pop()}: {', '.join(hours)}"


def _sides(place: Place) -> list[tuple[str, str]]:
    sides = zip("ab", place.countries, strict=True)
    return [(side, code) for side, code in sides if side in place.zones]


def figure(value: float, quantity: Quantity) -> str:
    """Say one figure: waits from two hours on in hours, counts without their unit."""
    unit = SIGNS.get(quantity) or UNITS[quantity]
    if quantity is Quantity.WAIT_MINUTES and value >= IN_HOURS_FROM:
        value, unit = value / 60, "h"
    return _plain(value) if quantity in COUNTS else f"{_plain(value)} {unit}"


def _plain(value: float) -> str:
    if value >= WHOLE_FROM or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def interval(low: float, high: float, quantity: Quantity) -> str:
    """Say an interval, its unit once where both ends have the same: `23 to 87 h`."""
    least, greatest = figure(low, quantity), figure(high, quantity)
    number, _, unit = least.partition(" ")
    return f"{number if greatest.endswith(f' {unit}') else least} to {greatest}"


def spread(said: Estimate | LastFigure, quantity: Quantity) -> str:
    """Say a figure with its interval in brackets: `45 h (23 to 87 h)`."""
    if said.low is None or said.mid is None or said.high is None:
        return ""
    return f"{figure(said.mid, quantity)} ({interval(said.low, said.high, quantity)})"
