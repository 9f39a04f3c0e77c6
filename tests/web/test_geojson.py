"""GeoJSON: read by an independent library, and held against the rows it is made from."""

from typing import Any

import pytest
from geojson_pydantic import FeatureCollection

from app.board.geojson import CORE, PARTS
from app.web.schemas.geojson import (
    PlaceProperties,
    PlacesCollection,
    QueueProperties,
    StatusCollection,
)
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

THEN = "as_of=2022-09-28T12:00:00Z"
ASKED = (
    "/v1/status.geojson",
    "/v1/status.geojson?place=ge&place=verkhny-lars",
    f"/v1/status.geojson?country=GE&{THEN}",
    "/v1/status.geojson?country=GE&quantity=wait_minutes",
    "/v1/places.geojson",
    "/v1/places.geojson?q=lars",
)


async def asked(service: Service, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Give what a path answers."""
    response = await service.client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def by_id(collection: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """Give the properties of features by id."""
    return {each["id"]: each["properties"] for each in collection["features"]}


@pytest.mark.parametrize("path", ASKED)
async def test_it_is_geojson(service: Service, path: str) -> None:
    """Another's library reads it as RFC 7946 has it; ids are there once, and there is no `crs`."""
    response = await service.client.get(path)
    collection = response.json()
    read: FeatureCollection[Any] = FeatureCollection.model_validate_json(
        response.content, strict=True
    )

    assert response.headers["content-type"] == "application/geo+json"
    assert len(read.features) == len(collection["features"]) > 0
    assert len(by_id(collection)) == len(read.features)
    assert collection.keys() == {"type", "features", "meta"}
    assert "crs" not in response.text


@pytest.mark.parametrize("path", ASKED)
async def test_properties_are_flat_and_described(service: Service, path: str) -> None:
    """No property holds further ones, and each is a field of the shape that is promised."""
    collection = await asked(service, path)
    of_status = path.startswith("/v1/status")
    (StatusCollection if of_status else PlacesCollection).model_validate(collection)
    promised = (QueueProperties if of_status else PlaceProperties).model_fields.keys()

    for properties in by_id(collection).values():
        assert properties.keys() <= promised
        assert not any(isinstance(each, dict | list) for each in properties.values())


async def test_a_feature_for_each_row(service: Service) -> None:
    """The features are the rows of the status, in their order, with the same meta."""
    status = await asked(service, "/v1/status")
    collection = await asked(service, "/v1/status.geojson")

    assert list(by_id(collection)) == [
        f"{row['place']}/{row['direction']}/{row['mode']}" for row in status["data"]
    ]
    assert collection["meta"] == status["meta"]


@pytest.mark.parametrize("query", ["", f"country=GE&country=FI&{THEN}"])
async def test_properties_are_those_of_the_row(service: Service, query: str) -> None:
    """Access and each number say what the row says; what has no value is left out or null."""
    rows = (await asked(service, f"/v1/status?{query}"))["data"]
    features = by_id(await asked(service, f"/v1/status.geojson?{query}"))

    for row in rows:
        told = features[f"{row['place']}/{row['direction']}/{row['mode']}"]
        assert told["access"] == row["access"]["state"]
        assert told.get("access_because") == row["access"]["because"]
        for part, names in PARTS.items():
            number = row[part] or {}
            assert {name: told.get(f"{part}_{name}") for name in names} == {
                name: number.get(name) for name in names
            }
            last = number.get("last") or {}
            assert told.get(f"{part}_last_mid") == last.get("mid")


async def test_a_layer_always_has_the_same_columns(service: Service) -> None:
    """Access and the core of each number are there, null where nobody ever spoke of it."""
    core = {f"{part}_{name}" for part in PARTS for name in CORE} | {"access", "name_en"}

    for told in by_id(await asked(service, "/v1/status.geojson")).values():
        assert told.keys() >= core


async def test_left_out_numbers_are_no_properties(service: Service) -> None:
    """With `quantity`, the other numbers are left out as they are in JSON."""
    features = by_id(await asked(service, "/v1/status.geojson?place=Lars&quantity=wait_minutes"))

    names = {name for told in features.values() for name in told}
    assert "wait_minutes_mid" in names
    assert not {name for name in names if name.startswith(("queue_", "crossings_", "events"))}


async def test_longitude_comes_first(service: Service) -> None:
    """A point is longitude, then latitude; an area has no position, so its geometry is null."""
    places = {each["id"]: each for each in (await asked(service, "/v1/places"))["data"]}

    for each in (await asked(service, "/v1/places.geojson"))["features"]:
        position = places[each["id"]]["position"]
        if position is None:
            assert each["geometry"] is None
        else:
            assert each["geometry"]["coordinates"] == [position["lon"], position["lat"]]


async def test_hazards_are_on_the_map(service: Service) -> None:
    """Events stand in the properties in short, so that a layer does not hide them."""
    queue = f"place=verkhny-lars&direction=RU-GE&mode=car&{THEN}"
    (row,) = (await asked(service, f"/v1/status?{queue}"))["data"]
    (told,) = by_id(await asked(service, f"/v1/status.geojson?{queue}")).values()

    assert row["events"]
    assert len(told["events"].split("; ")) == len(row["events"])
    assert all(event["word"] in told["events"] for event in row["events"])


@pytest.mark.parametrize("query", ["place=Lars", f"place=Lars&{THEN}&knowledge=now"])
async def test_a_feature_leads_to_its_row(service: Service, query: str) -> None:
    """`row` gives the one row the feature is made from, of the same moment."""
    rows = (await asked(service, f"/v1/status?{query}"))["data"]
    features = by_id(await asked(service, f"/v1/status.geojson?{query}"))

    for row, told in zip(rows, features.values(), strict=True):
        assert (await asked(service, told["row"]))["data"] == [row]
        assert told["evidence"] == row["evidence"]


async def test_a_place_leads_to_its_entry(service: Service) -> None:
    """`entry` gives the whole place."""
    (told,) = by_id(await asked(service, "/v1/places.geojson?q=altanbulag")).values()

    assert (await asked(service, told["entry"]))["data"]["id"] == "altanbulag"
    assert told["name_mn"] == "Алтанбулаг"
    assert "RU-MN" in told["directions"].split()
