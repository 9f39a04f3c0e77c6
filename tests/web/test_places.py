"""Places and the vocabulary: the catalogue as readers get it."""

from typing import Any

import pytest

from app.domain.vocabulary import EventWord, Quantity
from app.web.schemas.place import PlaceAnswer, PlacesAnswer
from app.web.schemas.vocabulary import VocabularyAnswer
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def places(service: Service, query: str = "") -> list[dict[str, Any]]:
    """Give the places that a query answers."""
    response = await service.client.get(f"/v1/places{query}")
    PlacesAnswer.model_validate_json(response.content)
    data: list[dict[str, Any]] = response.json()["data"]
    return data


async def test_every_place_is_there(service: Service) -> None:
    """Without a filter, the whole catalogue is given, areas included."""
    found = await places(service)

    assert {place["id"] for place in found} == service.parts.catalogue.places.keys()
    assert {place["kind"] for place in found} == {"checkpoint", "area"}


async def test_upper_lars(service: Service) -> None:
    """A place has its names, aliases, both sides with zone and hours, modes and numbers."""
    (lars,) = await places(service, "?q=verkhny-lars")

    assert lars["names"]["ru"] == "Верхний Ларс"
    assert "Dariali" in lars["aliases"]
    assert lars["directions"] == ["RU-GE", "GE-RU"]
    assert [side["timezone"] for side in lars["sides"]] == ["Europe/Moscow", "Asia/Tbilisi"]
    assert lars["timezone"] == "Asia/Tbilisi"
    assert {"registry": "rosgranstroy", "id": "56"} in lars["external_ids"]


@pytest.mark.parametrize(
    ("query", "first"),
    [("?q=Ларс", "verkhny-lars"), ("?q=vaali", "vaalimaa"), ("?q=ზემო", "verkhny-lars")],
)
async def test_search(service: Service, query: str, first: str) -> None:
    """Part of any name in any script finds a place, the best match first."""
    assert (await places(service, query))[0]["id"] == first


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("?country=GE", lambda place: "GE" in place["countries"]),
        ("?kind=area", lambda place: place["kind"] == "area"),
        ("?mode=rail", lambda place: "rail" in place["modes"]),
        ("?bbox=44,42,46,43", lambda place: 44 <= place["position"]["lon"] <= 46),
    ],
)
async def test_filters(service: Service, query: str, holds: Any) -> None:  # noqa: ANN401
    """Each filter leaves the places it names."""
    found = await places(service, query)

    assert found
    assert all(holds(place) for place in found)


async def test_one_place(service: Service) -> None:
    """One place is given with every queue it has."""
    response = await service.client.get("/v1/places/altanbulag")

    PlaceAnswer.model_validate_json(response.content)
    assert {row["place"] for row in response.json()["data"]["status"]} == {"altanbulag"}


@pytest.mark.parametrize("alias", ["Lars", "ВЕРХНИЙ ЛАРС", "ლარსი", "Verkhny-Lars"])
async def test_an_alias_redirects_for_good(service: Service, alias: str) -> None:
    """In a path, a place has one address; its other names lead there."""
    response = await service.client.get(f"/v1/places/{alias}")

    assert response.status_code == 308
    assert response.headers["location"] == "/v1/places/verkhny-lars"


async def test_hours_are_given_by_side_and_day(service: Service) -> None:
    """Opening hours stand under each side, day by day, in that side's local time."""
    found = await places(service)

    hours = [entry for place in found for side in place["sides"] for entry in side["hours"]]
    assert hours
    assert all(set(entry["week"]) == {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
               for entry in hours)  # fmt: skip
    assert ["00:00-24:00"] in [entry["week"]["mon"] for entry in hours]


async def test_every_code_has_its_labels(service: Service) -> None:
    """Each code that an answer can hold is there with a label in all six languages."""
    response = await service.client.get("/v1/vocabulary")

    VocabularyAnswer.model_validate_json(response.content)
    lists = response.json()["data"]
    assert [code["code"] for code in lists["event_word"]] == list(EventWord)
    spoken = {"en", "fi", "ka", "kk", "mn", "ru"}
    for name, codes in lists.items():
        assert all(code["labels"].keys() >= spoken for code in codes), name


async def test_quantities_have_units(service: Service) -> None:
    """A quantity that is a figure names its unit."""
    response = await service.client.get("/v1/vocabulary")

    units = {code["code"]: code["unit"] for code in response.json()["data"]["quantity"]}
    assert units[Quantity.WAIT_MINUTES] == "min"
    assert units[Quantity.ACCESS] is None


async def test_sources_say_their_terms(service: Service) -> None:
    """Each source has licence, attribution and how much it handed us."""
    response = await service.client.get("/v1/sources")

    (archive,) = response.json()["data"]
    assert archive["id"] == "archive"
    assert archive["licence"] == "CC-BY-4.0"
    assert archive["reports"] == 1228
    assert archive["redistribute"] is True
