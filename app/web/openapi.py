"""The OpenAPI document: what FastAPI knows of the routes, completed so that it is true.

Every answer's headers, `304`, and each problem a route can meet are added here, by one rule.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, Field

from app.web.problems import KINDS, MEDIA_TYPE, TYPE

Json = dict[str, Any]

EVERYWHERE = (406, 422, 500)
"""Problems that any path can answer with."""

WHEN_NOTHING_IS_HELD = 503


class FaultShape(BaseModel):
    """One parameter that cannot be used."""

    detail: str = Field(description="What is wrong with it and how to mend that, for people.")
    pointer: str = Field(examples=["#/query/as_of"], description="Where it stands.")
    parameter: str = Field(examples=["as_of"], description="Its name.")


class ProblemShape(BaseModel):
    """What went wrong (RFC 9457). Tell problems apart by `type`; `detail` is for people."""

    type: str = Field(examples=[TYPE + "unknown-place"], description="What kind of problem.")
    title: str = Field(description="That kind in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What went wrong and how to mend it, for people.")
    near: list[str] | None = Field(default=None, description="What was probably meant.")
    errors: list[FaultShape] | None = Field(default=None, description="Each bad parameter.")


HEADERS: Mapping[str, str] = {
    "ETag": "A hash of the very bytes; send it back as If-None-Match to get a 304.",
    "Cache-Control": "How long the answer may be used, also while we cannot be reached.",
    "Darial-Version": "The board's version at which this answer last changed; it only rises."
    " Sent back, it keeps every server from giving you an older answer.",
    "Darial-Database": "`away` while the database is gone and the answer comes from memory.",
}
"""What answers carry, and why."""

STREAMED = "text/event-stream"
"""What is never kept: it has no end."""

READ = "/v1/"
"""Where answers are that are kept and asked for again."""


def complete(schema: Json) -> Json:
    """Complete a schema made by FastAPI, in place; safe to repeat."""
    components = schema.setdefault("components", {})
    shapes = components.setdefault("schemas", {})
    shapes["Fault"] = FaultShape.model_json_schema()
    shapes["Problem"] = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes["Problem"].pop("$defs", None)
    shapes["Problem"]["properties"]["errors"]["anyOf"][0]["items"] = _shape("Fault")
    components["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    for path, operation in _operations(schema):
        _complete_operation(path, operation)
    for unused in ("HTTPValidationError", "ValidationError"):
        shapes.pop(unused, None)
    return schema


def parameters(schema: Json) -> dict[str, dict[str, Json]]:
    """Give the query parameters of each path, by name."""
    return {
        path: {each["name"]: each for each in operation.get("parameters", []) if _in_query(each)}
        for path, operation in _operations(schema)
    }


def repeatable(parameter: Json) -> bool:
    """Say whether a parameter may be given several times."""
    return bool(parameter["schema"].get("type") == "array")


def _operations(schema: Json) -> Iterator[tuple[str, Json]]:
    for path, item in schema["paths"].items():
        yield path, item["get"]


@cache
def examples() -> Mapping[str, Any]:
    """Give an example for each path: real answers from the archive, cut to their first parts."""
    text = (files("app.web") / "assets" / "examples.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def _complete_operation(path: str, operation: Json) -> None:
    responses = operation["responses"]
    for content in responses["200"]["content"].values():
        if path in examples():
            content["example"] = examples()[path]
    if path.startswith(READ) and STREAMED not in responses["200"]["content"]:
        _say_how_it_is_kept(responses)
    for parameter in operation.get("parameters", []):
        _without_null(parameter["schema"])
    for status in _statuses(path, operation):
        responses[str(status)] = _problem(status)
    operation["responses"] = dict(sorted(responses.items()))


def _say_how_it_is_kept(responses: Json) -> None:
    responses["200"]["headers"] = {name: _header(name) for name in HEADERS}
    responses["304"] = {
        "description": "Nothing changed since the answer with this ETag.",
        "headers": {name: _header(name) for name in HEADERS},
    }


def _statuses(path: str, operation: Json) -> Iterator[int]:
    yield from EVERYWHERE
    if path.startswith((READ, "/readyz")):
        yield WHEN_NOTHING_IS_HELD
    named = {"place", "country", "direction"}
    given = operation.get("parameters", [])
    if any(not _in_query(each) or each["name"] in named for each in given):
        yield 404


def _problem(status: int) -> Json:
    kinds = [kind for kind in KINDS.values() if kind.status == status]
    return {
        "description": "; ".join(kind.title for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": _shape("Problem"),
                "example": {
                    "type": kinds[0].type,
                    "title": kinds[0].title,
                    "status": status,
                    "detail": "A sentence for people.",
                },
            }
        },
    }


def _shape(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _header(name: str) -> Json:
    return {"$ref": f"#/components/headers/{name}"}


def _in_query(parameter: Json) -> bool:
    return bool(parameter["in"] == "query")


def _without_null(schema: Json) -> None:
    """Take null out: what is left out of a query is simply not there."""
    told = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    if len(told) == 1:
        schema.update(told[0])
    elif told:
        schema["anyOf"] = told
