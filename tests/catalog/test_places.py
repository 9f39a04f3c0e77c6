"""The shipped places: what stands in them, and that nothing of the registry was lost."""

import csv
from pathlib import Path

import pytest

from app.catalog import Catalogue, check, load
from app.domain.place import Place
from app.domain.vocabulary import Mode, PlaceKind

REGISTRY = Path(__file__).parents[3] / "shared" / "data" / "places.csv"
LANGUAGES = {"GE": "ka", "FI": "fi", "KZ": "kk", "MN": "mn"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Load the shipped catalogue."""
    return load()


def as_row(place: Place) -> dict[str, str]:
    """Write a place the way the registry does."""
    position = place.position
    local = LANGUAGES[place.countries[1]]
    sides = {entry.side for entry in place.hours}
    return {
        "id": place.id,
        "kind": place.kind,
        "name_en": place.names["en"],
        "name_ru": place.names["ru"],
        "name_local": place.names.get(local, ""),
        "country_a": place.countries[0],
        "country_b": place.countries[1],
        "foreign_name": place.foreign_name,
        "aliases": ";".join(place.aliases),
        "lat": f"{position.lat:.6f}" if position else "",
        "lon": f"{position.lon:.6f}" if position else "",
        "position_side": position.side if position else "",
        "elevation_m": f"{place.elevation_m:g}" if place.elevation_m is not None else "",
        "timezone_a": place.zones["a"].key if "a" in place.zones else "",
        "timezone_b": place.zones["b"].key,
        "parent_area": place.area or "",
        "hours_published": place.hours_published,
        "hours_side": ";".join(sides),
        "hours_basis": ";".join({entry.basis for entry in place.hours}),
        "modes": ";".join(place.modes),
        "external_ids": ";".join(f"{source}:{code}" for source, code in place.external_ids),
        "notes": place.notes,
    }


def registry() -> list[dict[str, str]]:
    """Read the registry, its positions to six digits."""
    if not REGISTRY.exists():
        pytest.skip("the registry lies in ../shared/data, which is not here")
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for axis in ("lat", "lon"):
            row[axis] = f"{float(row[axis]):.6f}" if row[axis] else ""
    return rows


def test_every_fact_of_the_registry_is_there(catalogue: Catalogue) -> None:
    """All places of the registry are ours, equal in every column, and there is no other."""
    ours = {place_id: as_row(place) for place_id, place in catalogue.places.items()}

    assert ours == {row["id"]: row for row in registry()}


def test_shipped_catalogue_has_no_mistake() -> None:
    """What we ship passes our own check."""
    mistakes = check()

    assert mistakes == []


def test_number_of_places(catalogue: Catalogue) -> None:
    """There are 49 checkpoints and 10 areas on four borders."""
    kinds = [place.kind for place in catalogue.places.values()]
    borders = {place.countries for place in catalogue.places.values()}

    assert (kinds.count(PlaceKind.CHECKPOINT), kinds.count(PlaceKind.AREA)) == (49, 10)
    assert borders == {("RU", "GE"), ("RU", "FI"), ("RU", "KZ"), ("RU", "MN")}


def test_upper_lars_whole(catalogue: Catalogue) -> None:
    """The place we are named for: names in three languages, position, clocks, ids."""
    place = catalogue.place("verkhny-lars")

    assert place.names == {"en": "Verkhny Lars", "ru": "Верхний Ларс", "ka": "დარიალი (ყაზბეგი)"}
    assert place.directions == ("RU-GE", "GE-RU")
    assert place.position is not None
    assert (place.position.lat, place.position.lon, place.position.side) == (
        42.768431,
        44.631185,
        "a",
    )
    assert {side: zone.key for side, zone in place.zones.items()} == {
        "a": "Europe/Moscow",
        "b": "Asia/Tbilisi",
    }
    assert place.external_ids == (("rosgranstroy", "56"), ("fts", "37"))
    assert Mode.FOOT not in place.modes


def test_long_ids_stay_texts(catalogue: Catalogue) -> None:
    """An id of 18 digits keeps each of them."""
    place = catalogue.place("aksai")

    assert dict(place.external_ids)["cargoruqsat"] == "238245356822000000"


def test_each_published_text_has_hours(catalogue: Catalogue) -> None:
    """A place has structured hours exactly where hours were published, all on the Russian side."""
    for place in catalogue.places.values():
        assert bool(place.hours) == bool(place.hours_published), place.id
        assert {entry.side for entry in place.hours} <= {"a"}, place.id


def test_holidays_are_noted(catalogue: Catalogue) -> None:
    """Where the published text shuts a post on holidays, its hours say so."""
    noted = {
        place.id
        for place in catalogue.places.values()
        if any(entry.shut_on_holidays for entry in place.hours)
    }

    assert noted == {"tsagaannuur", "khankh"}
