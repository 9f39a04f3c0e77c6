"""Places as the catalogue writes them: `places/<country>.toml`, one `[[place]]` each."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from app.catalog.hours import read_hours
from app.catalog.mistakes import suggestion
from app.catalog.section import Section
from app.catalog.world import COUNTRIES, doubt
from app.domain.place import Place, Position
from app.domain.vocabulary import Mode, PlaceKind

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}")
PAIR = 2
SIDES = ("a", "b")


def read_place(section: Section) -> Place:
    """Read one `[[place]]`. It may be used only if nothing was noted meanwhile."""
    kind = section.word("kind", PlaceKind) or PlaceKind.CHECKPOINT
    countries = _countries(section)
    place = Place(
        id=_id(section),
        kind=kind,
        names=_names(section),
        aliases=section.texts("aliases"),
        countries=countries,
        foreign_name=section.text("foreign_name", needed=True),
        area=section.text("area") or None,
        position=_position(section, countries if kind is PlaceKind.CHECKPOINT else None),
        elevation_m=section.number("elevation_m"),
        zones=_zones(section),
        modes=section.words("modes", Mode),
        hours=tuple(map(read_hours, section.sections("hours"))),
        hours_published=section.text("hours_published"),
        external_ids=tuple(section.pairs("external_ids").items()),
        notes=section.text("notes"),
    )
    section.texts("shared_names")
    section.close()
    _check_kind(section, place)
    return place


def _id(section: Section) -> str:
    text = section.text("id", needed=True)
    if text and not ID.fullmatch(text):
        section.wrong("id", f"{text!r} is no id", "use a-z, 0-9 and single hyphens")
    return text


def _names(section: Section) -> dict[str, str]:
    names = section.pairs("names", needed=True)
    for language in names:
        if not LANGUAGE.fullmatch(language):
            fix = "use the code of ISO 639: en, ru, ka"
            section.wrong("names", f"unknown language {language!r}", fix)
    if names and "en" not in names:
        section.wrong("names", "there is no English name", 'add en = "..." to names')
    return names


def _countries(section: Section) -> tuple[str, str]:
    countries = section.texts("countries", needed=True)
    for country in countries:
        if country not in COUNTRIES:
            fix = "use the two capitals of ISO 3166-1: RU, GE"
            section.wrong("countries", f"unknown country {country!r}", fix)
    if len(set(countries)) == PAIR == len(countries):
        return _russia_first(section, countries[0], countries[1])
    if countries:
        section.wrong("countries", "a place lies between two countries", 'write ["RU", "GE"]')
    return "RU", "RU"


def _russia_first(section: Section, left: str, right: str) -> tuple[str, str]:
    if right == "RU":
        fix = f'write countries = ["RU", "{left}"]: side a is the Russian one'
        section.wrong("countries", "Russia stands second", fix)
    return left, right


def _position(section: Section, border: tuple[str, str] | None) -> Position | None:
    position = section.section("position")
    if position is None:
        return None
    lat, lon = position.number("lat", needed=True), position.number("lon", needed=True)
    side = position.text("side", needed=True)
    position.close()
    if side and side not in SIDES:
        position.wrong("side", f"unknown side {side!r}", "write a or b: whose post it is")
    if lat is None or lon is None:
        return None
    if trouble := doubt(border, lat, lon):
        position.wrong("lat", *trouble)
    return Position(lat=lat, lon=lon, side=side)


def _zones(section: Section) -> dict[str, ZoneInfo]:
    zones: dict[str, ZoneInfo] = {}
    for side, name in section.pairs("zones", needed=True).items():
        if side not in SIDES:
            section.wrong("zones", f"unknown side {side!r}", "write zones = { a = ..., b = ... }")
            continue
        try:
            zones[side] = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            fix = suggestion(name, available_timezones(), "use an IANA name: Asia/Tbilisi")
            section.wrong("zones", f"unknown time zone {name!r}", fix)
    return zones


def _check_kind(section: Section, place: Place) -> None:
    if "zones" in section.table and "b" not in section.table["zones"]:
        section.wrong("zones", "the zone of side b is missing", "its clock makes the days: add b")
    for number, entry in enumerate(place.hours):
        if entry.side in SIDES and entry.side not in place.zones:
            hours = section.within("hours", number)
            hours.wrong("side", f"side {entry.side} has no time zone", f"add {entry.side} to zones")
    if place.kind is PlaceKind.CHECKPOINT and not place.modes:
        section.wrong("modes", "a checkpoint needs its modes", 'add modes = ["car", "truck"]')
