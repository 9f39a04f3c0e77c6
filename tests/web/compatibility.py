"""What breaks readers: one OpenAPI document held against another that was released before.

What may be asked may only grow, and what is answered may only become more: a path, a parameter, a
form, a field or a word of a list is never taken away, a parameter never becomes needed or narrower,
a field never becomes optional or of another type. Words may be added to any list: lists are open.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

UPPER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
LOWER = ("minLength", "minimum", "exclusiveMinimum", "minItems")
WORDS = ("enum", "x-extensible-enum")


def breaks(released: Json, present: Json) -> list[str]:
    """Give a sentence for each thing that readers of the released interface would miss."""
    return sorted(set(_Comparison(released, present).all()))


class _Comparison:
    """Two documents, of which the second must still serve the readers of the first."""

    def __init__(self, released: Json, present: Json) -> None:
        self._released = released
        self._present = present

    def all(self) -> Iterator[str]:
        """Compare every path."""
        for path, item in self._released["paths"].items():
            now = self._present["paths"].get(path)
            if now is None:
                yield f"{path} is gone"
                continue
            for method in item:
                if method not in now:
                    yield f"{method.upper()} {path} is gone"
                else:
                    yield from self._operation(path, item[method], now[method])

    def _operation(self, path: str, old: Json, new: Json) -> Iterator[str]:
        yield from self._parameters(path, _by_name(old), _by_name(new))
        for status, response in old["responses"].items():
            if status < "400":
                now = new["responses"].get(status)
                if now is None:
                    yield f"{path} does not answer {status} any more"
                else:
                    yield from self._response(f"{path} {status}", response, now)

    def _parameters(
        self, path: str, old: Mapping[tuple[str, str], Json], new: Mapping[tuple[str, str], Json]
    ) -> Iterator[str]:
        for key, parameter in old.items():
            where = f"{path}?{key[1]}"
            if key not in new:
                yield f"{where} is gone"
                continue
            now = new[key]
            if now.get("required") and not parameter.get("required"):
                yield f"{where} is needed now"
            yield from self._taken(where, parameter["schema"], now["schema"])
        for key, parameter in new.items():
            if key not in old and parameter.get("required"):
                yield f"{path}?{key[1]} is needed now"

    def _response(self, where: str, old: Json, new: Json) -> Iterator[str]:
        for header in old.get("headers", {}):
            if header not in new.get("headers", {}):
                yield f"{where} has no {header} any more"
        for form, content in old.get("content", {}).items():
            now = new.get("content", {}).get(form)
            if now is None:
                yield f"{where} is not given as {form} any more"
            else:
                yield from self._given(where, content.get("schema", {}), now.get("schema", {}))

    def _taken(self, where: str, old: Json, new: Json) -> Iterator[str]:
        """Compare what a parameter takes: every alternative of old must find one that takes it."""
        if old.get("default") != new.get("default"):
            yield f"{where} means {new.get('default')!r} where it is left out, not as before"
        fitting = list(_alternatives(new, self._present))
        for each in _alternatives(old, self._released):
            known = [now for now in fitting if _type(now) in _wider(_type(each))]
            yield from _best(
                (list(self._one_taken(where, each, now)) for now in known),
                f"{where} does not take {_named(each)} any more",
            )

    def _one_taken(self, where: str, old: Json, new: Json) -> Iterator[str]:
        yield from _bounds(where, old, new)
        for gone in _gone(new, old):
            yield f"{where} does not take {gone} any more"
        if not _words(old) and _words(new):
            yield f"{where} takes some words only now"
        if "items" in old:
            yield from self._taken(f"{where}[]", old["items"], new.get("items", {}))

    def _given(self, where: str, old: Json, new: Json) -> Iterator[str]:
        """Compare what is answered: every alternative of new must be one that was there before."""
        known = list(_alternatives(old, self._released))
        for each in _alternatives(new, self._present):
            before = [was for was in known if _type(each) in _understood(_type(was))]
            yield from _best(
                (list(self._one_given(where, was, each)) for was in before),
                f"{where} may be {_named(each)} now",
            )

    def _one_given(self, where: str, old: Json, new: Json) -> Iterator[str]:
        for gone in _gone(new, old):
            yield f"{where} is never {gone} any more"
        for name in ("pattern", "format"):
            if name in old and new.get(name) != old[name]:
                yield f"{where} has not the {name} {old[name]} any more"
        for inside in ("items", "additionalProperties"):
            if isinstance(old.get(inside), dict):
                yield from self._given(f"{where}[]", old[inside], _shape(new.get(inside)))
        yield from self._fields(where, old, new)

    def _fields(self, where: str, old: Json, new: Json) -> Iterator[str]:
        there = new.get("properties", {})
        for name, shape in old.get("properties", {}).items():
            at = f"{where}.{name}"
            if name not in there:
                yield f"{at} is gone"
                continue
            if name in old.get("required", ()) and name not in new.get("required", ()):
                yield f"{at} may be missing now"
            yield from self._given(at, shape, there[name])


def _bounds(where: str, old: Json, new: Json) -> Iterator[str]:
    for name in (*UPPER, *LOWER):
        if _narrower(name, old.get(name), new.get(name)):
            yield f"{where} has {name} {new[name]} now"
    for name in ("pattern", "format"):
        if name in new and new[name] != old.get(name):
            yield f"{where} has the {name} {new[name]} now"


def _by_name(operation: Json) -> dict[tuple[str, str], Json]:
    return {(each["in"], each["name"]): each for each in operation.get("parameters", [])}


def _alternatives(schema: Json, document: Json) -> Iterator[Json]:
    """Give what a schema allows, one type each, with every reference followed."""
    schema = _followed(schema, document)
    for name in ("anyOf", "oneOf", "allOf"):
        if name in schema:
            for each in schema[name]:
                yield from _alternatives(each, document)
            return
    kinds = schema.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        yield {**schema, "type": kind}


def _followed(schema: Json, document: Json) -> Json:
    while "$ref" in schema:
        found = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _type(schema: Json) -> str | None:
    """Give the type of a schema; None where it allows any."""
    if schema["type"] is None and _words(schema):
        return "string"
    found: str | None = schema["type"]
    return found


def _wider(kind: str | None) -> set[str | None]:
    """Give the types that take all that this one does."""
    return {kind, None, *(("number",) if kind == "integer" else ())}


def _understood(kind: str | None) -> set[str | None]:
    """Give the types that a reader who expects this one understands."""
    every = {None, "string", "number", "integer", "boolean", "array", "object", "null"}
    return every if kind is None else {kind, *(("integer",) if kind == "number" else ())}


def _words(schema: Json) -> list[Any]:
    found = [word for name in WORDS for word in schema.get(name, ())]
    return [*found, schema["const"]] if "const" in schema else found


def _gone(new: Json, old: Json) -> list[str]:
    """Give the words that a list had and has no more; a list that was opened loses none."""
    there = _words(new)
    return [repr(word) for word in _words(old) if there and word not in there]


def _narrower(name: str, old: float | None, new: float | None) -> bool:
    if new is None:
        return False
    if old is None:
        return True
    return new < old if name in UPPER else new > old


def _best(attempts: Iterable[list[str]], otherwise: str) -> list[str]:
    """Give the fewest breaks among the alternatives, or the one that there is no alternative."""
    return min(attempts, key=len, default=[otherwise])


def _shape(found: object) -> Json:
    return found if isinstance(found, dict) else {}


def _named(schema: Json) -> str:
    kind = _type(schema) or "anything"
    return str(schema.get("title", kind)) if kind == "object" else kind
