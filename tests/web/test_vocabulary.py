"""The vocabulary is whole: each code that leaves is in it, and each list of codes is open."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

import app
from app.board.feed.making import FeedName
from app.board.view import Form
from app.catalog.labels import GROUPS, group_of
from app.cli.checks.finding import State
from app.domain.channel import ChannelKind
from app.exporting.cells import Type
from app.leading.leader import Stand
from app.reading.signal import Role as SignalRole
from app.reading.token import Kind
from app.settings import Role as ServingRole
from app.simulating.scenario import Scenario
from app.webhooks.settling import Ending
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

INSIDE = {
    ChannelKind: "decides what is kept of a message; no answer tells it",
    FeedName: "ids of feeds, which /v1/feeds lists with their titles",
    Form: "media types of answers, which their headers tell",
    Ending: "how an attempt at a webhook ended, for the operator's log alone",
    Type: "types of columns in the archive's description, as Frictionless names them",
    State: "marks of `darial doctor` on the operator's screen",
    Kind: "what a piece of a text is while it is read",
    Scenario: "kinds of simulated weeks, which nobody is shown",
    Stand: "how a process stands to leading, for its own log and for metrics",
    ServingRole: "what a process is set to do, a setting",
    SignalRole: "what a word of a text is to a figure while it is read",
}
"""Lists of codes that never leave in an answer, each with the reason."""

NAMED_ELSEWHERE = {"change_kind": "names of events in a stream, which has no shape in JSON"}
"""Lists of codes that no field of an answer holds, each with the reason."""


def lists() -> Iterator[type[StrEnum]]:
    """Give every list of codes in the code."""
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if found.name == "app.__main__":
            continue
        module = importlib.import_module(found.name)
        for words in vars(module).values():
            own = getattr(words, "__module__", "") == module.__name__
            if own and isinstance(words, type) and issubclass(words, StrEnum):
                yield words


async def vocabulary(service: Service) -> dict[str, dict[str, dict[str, str]]]:
    """Give the labels of every code, by list and code."""
    data = (await service.client.get("/v1/vocabulary")).json()["data"]
    return {name: {each["code"]: each["labels"] for each in codes} for name, codes in data.items()}


async def shapes(service: Service) -> dict[str, Any]:
    """Give the shapes of the interface's description."""
    document = (await service.client.get("/openapi.json")).json()
    found: dict[str, Any] = document["components"]["schemas"]
    return found


async def test_every_list_is_in_the_vocabulary(service: Service) -> None:
    """Each list of codes is there with each code, in English and Russian, or never leaves."""
    told = await vocabulary(service)

    for words in set(lists()) - INSIDE.keys():
        labels = told[group_of(words)]
        assert list(labels) == [word.value for word in words]
        assert all(spoken["en"] and spoken["ru"] for spoken in labels.values()), words
    assert told.keys() == GROUPS.keys() - {"unit"}


async def test_every_code_of_an_answer_is_in_the_vocabulary(service: Service) -> None:
    """Each field of an answer that holds a code names its lists, which hold today's words.

    Every list stands in a field somewhere, so that none is told without its vocabulary.
    """
    told = await vocabulary(service)
    fields = [each for shape in (await shapes(service)).values() for each in open_in(shape)]

    assert len(fields) > 100
    for field in fields:
        known = {code for name in field["x-vocabulary"] for code in told[name]}
        assert set(field["x-extensible-enum"]) == known
    named = {name for field in fields for name in field["x-vocabulary"]}
    assert named == told.keys() - NAMED_ELSEWHERE.keys()


async def test_no_list_of_an_answer_is_closed(service: Service) -> None:
    """What we send has no closed `enum`: a client must expect words that are not there yet."""
    document = (await service.client.get("/openapi.json")).json()
    sent = [
        response
        for item in document["paths"].values()
        for response in item["get"]["responses"].values()
    ]
    reached = {"sent": sent} | {name: shape(document, name) for name in named_in(sent, document)}

    assert {"StatusRow", "ReportEntry", "Point", "SourceEntry"} <= reached.keys()
    assert [name for name, each in reached.items() if closed_in(each)] == []


async def test_what_is_asked_is_closed(service: Service) -> None:
    """An unknown word in a query is refused, so parameters name all their words."""
    assert (await shapes(service))["Mode"]["enum"]
    assert (await service.client.get("/v1/status?mode=tram")).status_code == 422


def open_in(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Give each part of a schema that holds an open code."""
    if isinstance(schema, dict):
        if "x-extensible-enum" in schema:
            yield schema
        for each in schema.values():
            yield from open_in(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from open_in(each)


def closed_in(schema: Any) -> bool:  # noqa: ANN401 - any JSON
    """Say whether a schema holds a closed list of several words anywhere."""
    if isinstance(schema, dict):
        return len(schema.get("enum", ())) > 1 or any(closed_in(each) for each in schema.values())
    return isinstance(schema, list) and any(closed_in(each) for each in schema)


def shape(document: dict[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON
    """Give a named shape of a description."""
    return document["components"]["schemas"][name]


def named_in(schema: Any, document: dict[str, Any]) -> set[str]:  # noqa: ANN401 - any JSON
    """Give the names of all shapes that a schema leads to."""
    found: set[str] = set()
    ahead = refs_in(schema)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead |= refs_in(shape(document, name))
    return found


def refs_in(schema: Any) -> set[str]:  # noqa: ANN401 - any JSON
    """Give the names of the shapes that a schema itself leads to."""
    if isinstance(schema, dict):
        name = str(schema.get("$ref", ""))
        own = {name.rpartition("/")[2]} if name.startswith("#/components/schemas/") else set()
        return own.union(*map(refs_in, schema.values()))
    return set().union(*map(refs_in, schema)) if isinstance(schema, list) else set()
