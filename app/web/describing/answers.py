"""The fields of answers in JSON and GeoJSON, read from the completed OpenAPI document.

A dotted path tells where a field stands: `[]` is each of a list, `*` each name of a map.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.web.describing.field import Field, Resource
from app.web.problems import MEDIA_TYPE
from app.web.schemas.common import whole

Json = Mapping[str, Any]

NULL = {"type": "null"}


def resources(document: Json) -> Iterator[Resource]:
    """Give what each path answers in JSON, in the order of the document, then the problem."""
    shapes: Json = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for content in item["get"]["responses"]["200"]["content"].values():
            found = tuple(_fields(content.get("schema", {}), "", shapes))
            if found:
                yield Resource(path=path, title=item["get"]["summary"], fields=found)
    problem = shapes["Problem"]
    told = tuple(_fields(problem, "", shapes))
    yield Resource(path=MEDIA_TYPE, title=problem["description"], fields=told)


def _fields(schema: Json, prefix: str, shapes: Json) -> Iterator[Field]:
    """Give the fields within a schema, each before those within itself."""
    for at, shape in _shapes(schema, shapes):
        begun = f"{prefix}{at}." if prefix or at else ""
        for name, told in shape["properties"].items():
            needed = name in shape.get("required", ())
            yield _field(f"{begun}{name}", told, shapes, needed=needed)
            yield from _fields(told, f"{begun}{name}", shapes)


def _field(path: str, told: Json, shapes: Json, *, needed: bool) -> Field:
    about = whole(told)
    return Field(
        name=path,
        type=_type(told, shapes),
        meaning=about.get("description") or _of_shape(told, shapes),
        unit=about.get("x-unit", ""),
        nullable=not needed or NULL in told.get("anyOf", ()),
        codes=tuple(_codes(about)),
    )


def _shapes(schema: Json, shapes: Json) -> Iterator[tuple[str, Json]]:
    """Give each object within a schema, with the signs of lists and maps that lead to it."""
    for each in _types(schema):
        shape = _resolved(each, shapes)
        if "properties" in shape:
            yield "", shape
        for sign, inner in _inner(shape):
            for at, found in _shapes(inner, shapes):
                yield sign + at, found


def _inner(schema: Json) -> Iterator[tuple[str, Json]]:
    if "items" in schema:
        yield "[]", schema["items"]
    if "additionalProperties" in schema:
        yield ".*", schema["additionalProperties"]


def _types(schema: Json) -> Sequence[Json]:
    return [each for each in schema.get("anyOf", [schema]) if each != NULL]


def _type(schema: Json, shapes: Json) -> str:
    return " or ".join(dict.fromkeys(_one(each, shapes) for each in _types(schema)))


def _one(schema: Json, shapes: Json) -> str:
    shape = _resolved(schema, shapes)
    for sign, inner in _inner(shape):
        return ("list of " if sign == "[]" else "map of ") + _type(inner, shapes)
    return str(shape.get("format") or shape["type"])


def _codes(schema: Json) -> Iterator[str]:
    yield from schema.get("x-vocabulary", ())
    for _, inner in _inner(schema):
        yield from _codes(whole(inner))


def _resolved(schema: Json, shapes: Json) -> Json:
    reference = schema.get("$ref")
    return shapes[reference.rpartition("/")[2]] if reference else schema


def _of_shape(told: Json, shapes: Json) -> str:
    """Give what the one shape of a field says of itself, or nothing."""
    found = _types(told)
    return str(_resolved(found[0], shapes).get("description", "")) if len(found) == 1 else ""
