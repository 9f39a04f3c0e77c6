"""CSV: read by the standard reader, line by line what the JSON says."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

LARS = "place=verkhny-lars&direction=RU-GE&mode=car"
THEN = "as_of=2022-09-28T12:00:00Z"
DAYS = "from=2022-09-26&to=2022-09-28&step=1d"

Line = dict[str, Any]


async def lines(service: Service, path: str) -> list[dict[str, str]]:
    """Give the lines that a path answers, by column."""
    response = await service.client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text, newline=""), strict=True))


async def data(service: Service, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Give what a path answers in JSON."""
    return (await service.client.get(path)).raise_for_status().json()["data"]


def cell(value: object) -> str:
    """Write a value of JSON as a cell, without what keeps a spreadsheet from calculating."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else str(value)


def same(told: Iterable[dict[str, str]], expected: Iterable[Line], *besides: str) -> None:
    """Check that lines hold what is expected, column by column but for those named besides."""
    for line, row in zip(told, expected, strict=True):
        for column in line.keys() - set(besides):
            assert line[column].removeprefix("'") == cell(row.get(column)).removeprefix("'"), column


async def test_places(service: Service) -> None:
    """Each place is a line: its names, where it is, and both lists with their signs between."""
    places = await data(service, "/v1/places")
    expected = [
        place
        | (place["position"] or {})
        | {f"name_{language}": name for language, name in place["names"].items()}
        | {
            "aliases": "; ".join(place["aliases"]),
            "external_ids": [f"{each['registry']}:{each['id']}" for each in place["external_ids"]],
        }
        for place in places
    ]

    same(await lines(service, "/v1/places.csv"), expected)
    assert len(places) > 50


async def test_filters_of_places_hold_for_csv(service: Service) -> None:
    """The same question gives the same places in either form."""
    asked = "country=GE&kind=checkpoint&q=lars"

    assert [line["id"] for line in await lines(service, f"/v1/places.csv?{asked}")] == [
        place["id"] for place in await data(service, f"/v1/places?{asked}")
    ]


async def test_sources(service: Service) -> None:
    """Each source is a line, with all that is told of it but the rows it could not use."""
    told = await lines(service, "/v1/sources.csv")
    sources = await data(service, "/v1/sources")

    same(told, sources)
    assert told[0].keys() == sources[0].keys() - {"refused_rows"}


async def test_vocabulary(service: Service) -> None:
    """Each label is a line of its list, code and language, with the unit of a quantity."""
    lists = await data(service, "/v1/vocabulary")
    expected = [
        {"list": name, "language": language, "label": label, **code}
        | {"unit_label": (code.get("unit_labels") or {}).get(language)}
        for name, codes in lists.items()
        for code in codes
        for language, label in code["labels"].items()
    ]

    same(await lines(service, "/v1/vocabulary.csv"), expected)


@pytest.mark.parametrize("query", [LARS, f"{LARS}&{THEN}", f"{LARS}&{THEN}&quantity=queue_km"])
async def test_explanation(service: Service, query: str) -> None:
    """Each voice behind a number is a line, then each word on access, of whom it was said."""
    explained = await data(service, f"/v1/explain?{query}")
    queue = {name: explained[name] for name in ("place", "kind", "direction", "mode", "at")}
    expected = [line | queue for line in [*voices(explained), *words(explained)]]

    same(await lines(service, f"/v1/explain.csv?{query}"), expected, "unit")
    assert expected


def voices(explained: Line) -> Iterator[Line]:
    """Give what is expected of each voice."""
    for number in explained["numbers"]:
        for voice in number["voices"]:
            alone = {f"alone_{name}": each for name, each in (voice["alone"] or {}).items()}
            yield voice | alone | {name: number[name] for name in ("quantity", "subject")}


def words(explained: Line) -> Iterator[Line]:
    """Give what is expected of each word on access."""
    for word in explained["access"]["words"]:
        said_of = {"": word["place"], "_direction": word["direction"], "_mode": word["mode"]}
        yield word | {"quantity": "access"} | {f"said_of{end}": of for end, of in said_of.items()}


@pytest.mark.parametrize("knowledge", ["then", "now", "published"])
async def test_history_of_a_place(service: Service, knowledge: str) -> None:
    """Each point is a line under its series, for one place as for many."""
    asked = f"direction=RU-GE&mode=car&{DAYS}&knowledge={knowledge}"
    series = await data(service, f"/v1/places/verkhny-lars/history?{asked}")
    told = await lines(service, f"/v1/places/verkhny-lars/history.csv?{asked}")

    same(told, [each | point for each in series for point in each["points"]], "points")
    assert told == await lines(service, f"/v1/history.csv?place=verkhny-lars&{asked}")


async def test_an_alias_leads_to_the_same_form(service: Service) -> None:
    """Another name of a place redirects to its history in the form asked for."""
    response = await service.client.get("/v1/places/Lars/history.csv?step=1d")

    assert response.status_code == 308
    assert response.headers["location"] == "/v1/places/verkhny-lars/history.csv?step=1d"


@pytest.mark.parametrize("resource", ["reports", "events"])
async def test_pages(service: Service, resource: str) -> None:
    """A page is the same in either form, and its Link header leads on as `meta.next` does."""
    asked = f"{LARS}&from=2022-09-26&to=2022-09-28&limit=3"
    page = (await service.client.get(f"/v1/{resource}?{asked}")).json()
    form = await service.client.get(f"/v1/{resource}.csv?{asked}")

    same(await lines(service, f"/v1/{resource}.csv?{asked}"), page["data"])
    assert f"cursor={page['meta']['next']}" in form.headers["link"]
    assert form.headers["link"].startswith(f"</v1/{resource}.csv?")
