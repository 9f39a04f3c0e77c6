"""What only shows when all places lie side by side: areas, names, and hours that overlap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from app.catalog.catalogue import names_of, plain
from app.catalog.mistakes import suggestion
from app.catalog.section import Section
from app.domain.hours import Hours, Season
from app.domain.place import Place
from app.domain.vocabulary import PlaceKind

LEAP_YEAR = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]


class Entry(NamedTuple):
    """A place, and the table it was read from."""

    section: Section
    place: Place


def check_places(entries: Mapping[str, Entry]) -> None:
    """Note what is wrong between the places and within their hours."""
    for section, place in entries.values():
        _check_area(section, place, entries)
        _check_hours(section, place)
    _check_names(entries)


def _check_area(section: Section, place: Place, entries: Mapping[str, Entry]) -> None:
    if place.area is None:
        return
    areas = [each for each, entry in entries.items() if entry.place.kind is PlaceKind.AREA]
    if place.area not in areas:
        fix = suggestion(place.area, areas)
        section.wrong("area", f"unknown area {place.area!r}", fix)
    elif place.id in _above(place, entries):
        section.wrong("area", f"{place.id!r} lies in itself", "name the larger area, or none")


def _above(place: Place, entries: Mapping[str, Entry]) -> list[str]:
    above: list[str] = []
    while place.area is not None and place.area in entries and place.area not in above:
        above.append(place.area)
        place = entries[place.area].place
    return above


def _check_names(entries: Mapping[str, Entry]) -> None:
    called: dict[str, list[str]] = defaultdict(list)
    for place_id, entry in entries.items():
        for name in names_of(entry.place):
            called[name].append(place_id)
    for name, ids in called.items():
        if len(ids) > 1 and not any(name in _shared(entries[each]) for each in ids):
            section = entries[ids[-1]].section
            what = f"{_spelt(entries[ids[-1]].place, name)!r} is also a name of {ids[0]!r}"
            section.wrong("aliases", what, "remove it, or list it in shared_names too")


def _shared(entry: Entry) -> set[str]:
    return set(map(plain, entry.section.table.get("shared_names", ())))


def _spelt(place: Place, name: str) -> str:
    said = (place.id, place.foreign_name, *place.names.values(), *place.aliases)
    return next(spelt for spelt in said if plain(spelt) == name)


def _check_hours(section: Section, place: Place) -> None:
    for (_, first), (number, second) in combinations(enumerate(place.hours), 2):
        if _overlap(first, second):
            what = "seasons overlap: two entries of hours rule the same days"
            fix = "end one the day before the other begins (season, valid_to), or merge them"
            key = "season" if second.season else "valid_from"
            section.within("hours", number).wrong(key, what, fix)


def _overlap(first: Hours, second: Hours) -> bool:
    return (
        first.side == second.side
        and _same_modes(first, second)
        and (first.clocks or second.clocks) == (second.clocks or first.clocks)
        and _first(first) <= _last(second)
        and _first(second) <= _last(first)
        and any(one and other for one, other in zip(first.week, second.week, strict=True))
        and not _year(first.season).isdisjoint(_year(second.season))
    )


def _same_modes(first: Hours, second: Hours) -> bool:
    return first.modes == second.modes or not set(first.modes).isdisjoint(second.modes)


def _first(hours: Hours) -> date:
    return hours.valid_from or date.min


def _last(hours: Hours) -> date:
    return hours.valid_to or date.max


def _year(season: Season | None) -> set[tuple[int, int]]:
    days: Iterable[date] = LEAP_YEAR if season is None else filter(season.holds, LEAP_YEAR)
    return {(day.month, day.day) for day in days}
