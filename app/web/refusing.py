"""Refusing: a request that cannot be used is told by name what is wrong and how to mend it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.board.document import JSON, document, pack
from app.board.notation import encode
from app.domain.errors import DarialError, Fault, InvalidQuery, NotFound, Unavailable
from app.store.fault import StoreError
from app.web.openapi import Json, parameters, repeatable
from app.web.page.refusal import reads_pages, refusal
from app.web.problems import MOST_FAULTS, MethodNotAllowed, NoSuchPath, answer

READS = ("GET", "HEAD", "OPTIONS")

PAGE = "page"
"""The tag of routes that are pages for people."""

MOST_GIVEN = 300
"""How many parameters a query may have, repeated ones included."""

MOST_SHOWN = 60
"""Characters of a bad value that are said back."""


def refuse_strangers(request: Request) -> None:
    """Refuse parameters that a path does not have, and single ones given twice.

    A page for people passes over them: a link gets others' parameters on its way. Raises
    InvalidQuery with near matches.
    """
    if PAGE in request.scope["route"].tags:
        return
    known = _known(request)
    given = Counter(name for name, _ in request.query_params.multi_items())
    if given.total() > MOST_GIVEN:
        raise InvalidQuery(f"{given.total()} parameters are given; give at most {MOST_GIVEN}")
    strangers = [name for name in given if name not in known]
    faults = [_stranger(name, known) for name in strangers[:MOST_FAULTS]]
    faults += [
        Fault(parameter=f"query/{name}", detail=f"{name} is given {count} times; give it once")
        for name, count in given.items()
        if count > 1 and name in known and not repeatable(known[name])
    ]
    if faults:
        raise InvalidQuery(_told(faults), tuple(faults))


def install(app: FastAPI) -> None:
    """Answer every error with a problem; to be called once every route is there."""
    app.state.parameters = parameters(app.openapi())
    app.state.openapi = pack(document(encode(app.openapi()), JSON))
    app.add_exception_handler(DarialError, _own)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _known(request: Request) -> Mapping[str, Json]:
    known: Mapping[str, Mapping[str, Json]] = request.app.state.parameters
    return known.get(request.scope["route"].path, {})


def tell(request: Request, error: DarialError, *, away: bool = False) -> Response:
    """Tell an error: as a page to people who asked for one, as a problem to everybody else.

    `away` marks a missing database.
    """
    problem, here = answer(error, away=away), getattr(request.app.state, "parts", None)
    if here is None or not _is_page(request) or not reads_pages(request):
        return problem
    try:
        return refusal(request, here, error, problem)
    except Exception:  # noqa: BLE001 - what tells of errors has none of its own
        return problem


def _is_page(request: Request) -> bool:
    """Say whether what was asked for is a page for people, or nothing that we have."""
    route = request.scope.get("route")
    return route is None or PAGE in getattr(route, "tags", ())


async def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, DarialError)  # noqa: S101 - registered for nothing else
    return tell(request, error)


async def _store(request: Request, _error: Exception) -> Response:
    detail = "the database is away; /v1/status goes on from memory, all else comes back by itself"
    return tell(request, Unavailable(detail), away=True)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    known = _known(request)
    faults = tuple(_fault(each, known) for each in error.errors()[:MOST_FAULTS])
    return tell(request, InvalidQuery(_told(faults), faults))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    if error.status_code == 405:  # noqa: PLR2004 - the status says it best
        detail = f"{request.method} is not for this path; it is read with GET or HEAD"
        return tell(request, MethodNotAllowed(detail, READS))
    if error.status_code == 404:  # noqa: PLR2004 - the status says it best
        return tell(request, _no_such_path(request))
    return tell(request, NotFound("there is nothing here"))


def _no_such_path(request: Request) -> NoSuchPath:
    paths = list(request.app.openapi()["paths"])
    near = tuple(get_close_matches(request.url.path[:200], paths, n=3))
    hint = f"; near: {', '.join(near)}" if near else "; /docs lists every path"
    return NoSuchPath(f"there is no such path{hint}", near)


def _stranger(name: str, known: Iterable[str]) -> Fault:
    near = get_close_matches(name, known, n=1)
    if near:
        hint = f"did you mean {near[0]}?"
    else:
        hint = f"there are {', '.join(sorted(known))}" if known else "this path takes none"
    detail = f"{name[:MOST_SHOWN]!r} is no parameter of this path; {hint}"
    return Fault(parameter=f"query/{name[:MOST_SHOWN]}", detail=detail)


def _fault(error: Mapping[str, Any], known: Mapping[str, Json]) -> Fault:
    where, name = str(error["loc"][0]), str(error["loc"][1])
    said = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] in {"enum", "literal_error"}:
        said = _not_a_word(str(error["input"]), re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    elif error["type"] != "value_error":
        said = f"{said}. {known.get(name, {}).get('description', '')}".strip()
    return Fault(parameter=f"{where}/{name}", detail=f"{name}: {said}")


def _not_a_word(given: str, words: list[str]) -> str:
    near = get_close_matches(given, words, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{given[:MOST_SHOWN]!r} is none of {', '.join(words)}{hint}"


def _told(faults: Iterable[Fault]) -> str:
    return "; ".join(fault.detail for fault in list(faults)[:3])
