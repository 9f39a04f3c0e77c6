"""v1 only adds: whoever reads the released interface can go on with the present one."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.compatibility import breaks
from tests.web.releasing import present, released, without_examples

Json = dict[str, Any]
RELEASED = released()


def test_the_present_interface_serves_readers_of_the_released_one() -> None:
    """Nothing that was released is gone, narrower, or may be missing."""
    assert breaks(RELEASED, present()) == []


def test_what_was_released_is_whole() -> None:
    """The file holds every path that readers build on, and no examples, which promise nothing."""
    assert {"/v1/status", "/v1/history", "/v1/reports"} <= RELEASED["paths"].keys()
    assert without_examples(RELEASED) == RELEASED


def changed(change: Callable[[Json], object]) -> Json:
    """Give the released document with one change."""
    document = copy.deepcopy(RELEASED)
    change(document)
    return document


def get(document: Json, path: str = "/v1/status") -> Json:
    """Give the operation that reads a path."""
    found: Json = document["paths"][path]["get"]
    return found


def asked(document: Json, name: str, path: str = "/v1/status") -> Json:
    """Give the schema of a parameter of a path."""
    (found,) = [each for each in get(document, path)["parameters"] if each["name"] == name]
    schema: Json = found["schema"]
    return schema


def fields(document: Json, name: str) -> Json:
    """Give the fields of a shape by its name."""
    found: Json = document["components"]["schemas"][name]["properties"]
    return found


def needs(document: Json, name: str) -> list[str]:
    """Give the names of the fields that a shape always has."""
    found: list[str] = document["components"]["schemas"][name]["required"]
    return found


def without_parameter(document: Json, name: str) -> None:
    """Take a parameter of the status away."""
    operation = get(document)
    operation["parameters"] = [each for each in operation["parameters"] if each["name"] != name]


def with_parameter(document: Json, *, required: bool) -> None:
    """Give the status one more parameter."""
    schema = {"type": "string"}
    further = {"in": "query", "name": "further", "required": required, "schema": schema}
    get(document)["parameters"].append(further)


def must_be_given(document: Json, name: str) -> None:
    """Have a parameter of the status always be given."""
    for each in get(document)["parameters"]:
        each["required"] = each["required"] or each["name"] == name


def content(document: Json, path: str = "/v1/status") -> Json:
    """Give the forms in which a path answers."""
    found: Json = get(document, path)["responses"]["200"]["content"]
    return found


BREAKS: dict[str, tuple[Callable[[Json], object], str]] = {
    "a path": (lambda d: d["paths"].pop("/v1/flows"), "/v1/flows is gone"),
    "a method": (lambda d: d["paths"]["/v1/flows"].pop("get"), "GET /v1/flows is gone"),
    "an answer": (
        lambda d: get(d, "/v1/places/{place}")["responses"].pop("308"),
        "/v1/places/{place} does not answer 308 any more",
    ),
    "a media type": (
        lambda d: content(d, "/v1/status.csv").clear(),
        "/v1/status.csv 200 is not given as text/csv; charset=utf-8 any more",
    ),
    "a header": (
        lambda d: get(d)["responses"]["200"]["headers"].pop("ETag"),
        "/v1/status 200 has no ETag any more",
    ),
    "a parameter": (lambda d: without_parameter(d, "as_of"), "/v1/status?as_of is gone"),
    "a parameter of the path": (
        lambda d: get(d, "/v1/places/{place}")["parameters"].pop(),
        "/v1/places/{place}?place is gone",
    ),
    "a new parameter that is needed": (
        lambda d: with_parameter(d, required=True),
        "/v1/status?further is needed now",
    ),
    "a parameter that is needed now": (
        lambda d: must_be_given(d, "place"),
        "/v1/status?place is needed now",
    ),
    "a parameter of another type": (
        lambda d: asked(d, "limit", "/v1/reports").update(type="string"),
        "/v1/reports?limit does not take integer any more",
    ),
    "a word that can be asked for": (
        lambda d: asked(d, "quantity")["items"]["enum"].remove("wait_minutes"),
        "/v1/status?quantity[] does not take 'wait_minutes' any more",
    ),
    "a word that can be asked for, of a list by name": (
        lambda d: d["components"]["schemas"]["Mode"]["enum"].remove("bicycle"),
        "/v1/status?mode[] does not take 'bicycle' any more",
    ),
    "any word that could be asked for": (
        lambda d: asked(d, "place")["items"].update(enum=["verkhny-lars"]),
        "/v1/status?place[] takes some words only now",
    ),
    "fewer values": (
        lambda d: asked(d, "place").update(maxItems=3),
        "/v1/status?place has maxItems 3 now",
    ),
    "a smaller page": (
        lambda d: asked(d, "limit", "/v1/reports").update(maximum=10),
        "/v1/reports?limit has maximum 10 now",
    ),
    "a larger least": (
        lambda d: asked(d, "limit", "/v1/reports").update(minimum=2),
        "/v1/reports?limit has minimum 2 now",
    ),
    "another page where none is asked for": (
        lambda d: asked(d, "limit", "/v1/reports").update(default=10),
        "/v1/reports?limit means 10 where it is left out, not as before",
    ),
    "another pattern": (
        lambda d: asked(d, "country")["items"].update(pattern="^[A-Z]{3}$"),
        "/v1/status?country[] has the pattern ^[A-Z]{3}$ now",
    ),
    "a field": (lambda d: fields(d, "Number").pop("mid"), ".mid is gone"),
    "a field of what all answers have": (
        lambda d: fields(d, "StatusMeta").pop("attribution"),
        "/v1/status 200.meta.attribution is gone",
    ),
    "a field that may be missing": (
        lambda d: needs(d, "Number").remove("mid"),
        ".mid may be missing now",
    ),
    "a field of another type": (
        lambda d: fields(d, "Number").update(origins={"type": "string"}),
        ".origins may be string now",
    ),
    "a field of a wider type": (
        lambda d: fields(d, "Number").update(origins={"type": "number"}),
        ".origins may be number now",
    ),
    "a field that may be null": (
        lambda d: fields(d, "StatusRow").update(
            place={"anyOf": [{"type": "string"}, {"type": "null"}]}
        ),
        "/v1/status 200.data[].place may be null now",
    ),
    "a field that may be anything": (
        lambda d: fields(d, "StatusRow").update(place={}),
        "/v1/status 200.data[].place may be anything now",
    ),
    "a time that is none": (
        lambda d: fields(d, "StatusRow")["heard_at"]["anyOf"][0].pop("format"),
        "/v1/status 200.data[].heard_at has not the format date-time any more",
    ),
    "a list that is none": (
        lambda d: fields(d, "StatusRow").update(events={"type": "object"}),
        "/v1/status 200.data[].events may be object now",
    ),
    "a word that is answered": (
        lambda d: fields(d, "StatusRow")["coverage"]["x-extensible-enum"].remove("none"),
        "/v1/status 200.data[].coverage is never 'none' any more",
    ),
    "another name for a word": (
        lambda d: fields(d, "StatusRow")["coverage"].update(
            {"x-extensible-enum": ["live", "archive", "notice", "area", "nothing"]}
        ),
        "/v1/status 200.data[].coverage is never 'none' any more",
    ),
}
"""Each kind of break: a change, and the end of the sentence that tells of it."""


@pytest.mark.parametrize("change", BREAKS)
def test_each_kind_of_break_is_told(change: str) -> None:
    """Whatever readers would miss is named with its place."""
    make, told = BREAKS[change]

    found = breaks(RELEASED, changed(make))

    assert any(each.endswith(told) for each in found), found


ADDITIONS: dict[str, Callable[[Json], object]] = {
    "a path": lambda d: d["paths"].update({"/v1/new": d["paths"]["/v1/flows"]}),
    "a parameter": lambda d: with_parameter(d, required=False),
    "a value more": lambda d: asked(d, "place").update(maxItems=100),
    "a word to ask for": lambda d: asked(d, "quantity")["items"]["enum"].append("noise"),
    "a field": lambda d: fields(d, "Number").update(further={"type": "string"}),
    "a word to answer": lambda d: fields(d, "StatusRow")["coverage"]["x-extensible-enum"].append(
        "seen"
    ),
    "a narrower type": lambda d: fields(d, "Number").update(low={"type": "integer"}),
    "a field that is always there": lambda d: needs(d, "Number").append("last"),
    "a media type": lambda d: content(d).update({"application/geo+json": {}}),
    "a description": lambda d: get(d).update(description="Told better."),
    "a problem": lambda d: get(d)["responses"].update({"429": {"description": "Slower."}}),
    "a problem less": lambda d: get(d)["responses"].pop("406"),
}
"""What readers who heed the rules are not troubled by."""


@pytest.mark.parametrize("change", ADDITIONS)
def test_additions_break_nobody(change: str) -> None:
    """What is only added is no break."""
    assert breaks(RELEASED, changed(ADDITIONS[change])) == []
