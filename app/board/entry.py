"""Entries as readers get them: a place with its two sides, and the vocabulary."""

from collections.abc import Iterator, Mapping

from app.board.notation import Fields
from app.catalog import Catalogue
from app.catalog.labels import GROUPS, UNIT
from app.domain.hours import Hours, Interval
from app.domain.place import Place, Side
from app.domain.vocabulary import UNITS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SIDES = tuple(Side)
NAMED_IN = ("en", "ru", "fi", "ka", "kk", "mn")
"""The languages whose names have a column or property of their own, where a form is flat."""

PLACE_COLUMNS = (
    "id", "kind", *(f"name_{language}" for language in NAMED_IN), "foreign_name", "aliases",
    "countries", "directions", "area", "areas", "lat", "lon", "side", "elevation_m", "timezone",
    "modes", "hours_published", "external_ids", "notes",
)  # fmt: skip
"""The columns of places in CSV: one line each; the structured hours are in JSON alone."""

VOCABULARY_COLUMNS = ("list", "code", "language", "label", "unit", "unit_label")
"""The columns of the vocabulary in CSV: one line for each code and language."""


def describe_place(place: Place, catalogue: Catalogue) -> Fields:
    """Give the JSON object of a place: names, aliases, sides with zone and hours, modes."""
    position = place.position
    return {
        "id": place.id,
        "kind": place.kind,
        "names": dict(place.names),
        "foreign_name": place.foreign_name,
        "aliases": list(place.aliases),
        "countries": list(place.countries),
        "directions": list(place.directions),
        "area": place.area,
        "areas": list(catalogue.areas_of(place)),
        "position": {"lat": position.lat, "lon": position.lon, "side": position.side}
        if position
        else None,
        "elevation_m": place.elevation_m,
        "timezone": place.zone.key,
        "modes": list(place.modes),
        "sides": [_side(place, side) for side in SIDES],
        "hours_published": place.hours_published,
        "external_ids": [{"registry": name, "id": each} for name, each in place.external_ids],
        "notes": place.notes,
    }


def names_of(place: Place) -> Fields:
    """Give the names of a place by themselves: `name_en`, `name_ru`; None where it has none."""
    return {f"name_{language}": place.names.get(language) for language in NAMED_IN}


def line_of_place(place: Place, described: Fields) -> Fields:
    """Give a place as a line of CSV; `described` is its JSON object."""
    return (
        described
        | names_of(place)
        | (described["position"] or {})
        | {
            "aliases": "; ".join(place.aliases),
            "external_ids": [":".join(each) for each in place.external_ids],
        }
    )


def _side(place: Place, side: str) -> Fields:
    zone = place.zones.get(side)
    return {
        "side": side,
        "country": place.countries[SIDES.index(side)],
        "timezone": zone.key if zone else None,
        "hours": [_hours(each) for each in place.hours if each.side == side],
    }


def _hours(hours: Hours) -> Fields:
    season = hours.season
    return {
        "modes": list(hours.modes),
        "week": {
            day: [_interval(each) for each in openings]
            for day, openings in zip(DAYS, hours.week, strict=True)
        },
        "breaks": [_interval(each) for each in hours.breaks],
        "season": {"first": _month_day(season.first), "last": _month_day(season.last)}
        if season
        else None,
        "clocks": hours.clocks,
        "valid_from": hours.valid_from.isoformat() if hours.valid_from else None,
        "valid_to": hours.valid_to.isoformat() if hours.valid_to else None,
        "shut_on_holidays": hours.shut_on_holidays,
        "basis": hours.basis,
    }


def _interval(interval: Interval) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in interval)


def _month_day(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"


def describe_vocabulary(catalogue: Catalogue) -> Fields:
    """Give every code by list, each with its label by language and, for figures, its unit."""
    return {
        group: [_code(group, code, catalogue) for code in codes]
        for group, codes in GROUPS.items()
        if group != UNIT
    }


def lines_of_vocabulary(catalogue: Catalogue) -> Iterator[Fields]:
    """Give a line of CSV for each code and each language in which it has a label."""
    for name, codes in describe_vocabulary(catalogue).items():
        for code in codes:
            for language, label in code["labels"].items():
                yield {
                    "list": name,
                    "code": code["code"],
                    "language": language,
                    "label": label,
                    "unit": code.get("unit"),
                    "unit_label": code.get("unit_labels", {}).get(language),
                }


def _code(group: str, code: str, catalogue: Catalogue) -> Fields:
    told: Fields = {"code": code, "labels": _labels(group, code, catalogue.labels)}
    if group == "quantity":
        told["unit"] = UNITS.get(code)  # type: ignore[call-overload]
        told["unit_labels"] = _labels(UNIT, code, catalogue.labels)
    return told


def _labels(
    group: str, code: str, labels: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> dict[str, str]:
    told = {language: spoken.get(group, {}).get(code) for language, spoken in labels.items()}
    return {language: label for language, label in sorted(told.items()) if label}
