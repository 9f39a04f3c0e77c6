"""The page's routes: at `/` in the reader's language, and in each language below its code."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.domain.vocabulary import Mode
from app.web.page import files
from app.web.page.answering import page
from app.web.page.asked import FrontAsked, MapAsked
from app.web.page.front import RUSSIA, front, lines_of
from app.web.page.machine import machine
from app.web.page.map import map_of
from app.web.page.messages import LANGUAGES, chosen
from app.web.page.speech import Speech
from app.web.page.writing import Seen, Spot
from app.web.parts import Here, Parts
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])
router.include_router(files.router)

NEGOTIATED = ((b"vary", b"accept-language"),)
"""Said where the language is the reader's choice and not the path's."""

Front = Annotated[FrontAsked, Query()]


@router.get("/")
async def negotiated(request: Request, asked: Front, here: Here) -> Response:
    """Give the front in the language that the reader's browser asks for."""
    language = chosen(request.headers.get("accept-language", ""))
    return await _front(request, asked, here, language, NEGOTIATED)


async def _front(
    request: Request,
    asked: FrontAsked,
    here: Parts,
    language: str,
    further: tuple[tuple[bytes, bytes], ...] = (),
) -> Response:
    filters = asked.filters
    spot = Spot(path="", query=asked.query(request.query_params.multi_items()))

    def told(seen: Seen, speech: Speech) -> Mapping[str, Any]:
        rows = [row.fields for row in seen.view.rows]
        catalogue = seen.view.catalogue
        return {
            "machine": machine(spot, speech, seen.past, seen.present),
            "groups": front(rows, catalogue, filters, speech, seen.now),
            "asked": filters,
            "countries": [
                (code, speech.country(code)) for code in sorted(catalogue.countries - {RUSSIA})
            ],
            "modes": [(mode, speech.label("mode", mode)) for mode in Mode],
        }

    return await page(
        request,
        here,
        template="front.html",
        language=language,
        spot=spot,
        told=told,
        as_of=asked.as_of,
        further=further,
    )


async def _map(request: Request, asked: MapAsked, here: Parts, language: str) -> Response:
    filters = asked.filters
    spot = Spot(path="map", query=asked.query(request.query_params.multi_items()))

    def told(seen: Seen, speech: Speech) -> Mapping[str, Any]:
        rows = [row.fields for row in seen.view.rows]
        catalogue = seen.view.catalogue
        lines = lines_of(rows, catalogue, filters, speech, seen.now)
        return {
            "machine": machine(spot, speech, seen.past, seen.present),
            "map": map_of(lines, catalogue, speech),
            "way_said": speech.say("out of Russia" if filters.out else "into Russia"),
        }

    return await page(
        request,
        here,
        template="map.html",
        language=language,
        spot=spot,
        told=told,
        as_of=asked.as_of,
    )


def _mapped(language: str) -> Callable[..., Awaitable[Response]]:
    async def mapped(request: Request, asked: Annotated[MapAsked, Query()], here: Here) -> Response:
        return await _map(request, asked, here, language)

    return mapped


def _spoken(language: str) -> Callable[..., Awaitable[Response]]:
    async def spoken(request: Request, asked: Front, here: Here) -> Response:
        return await _front(request, asked, here, language)

    return spoken


for _language in LANGUAGES:
    router.add_api_route(f"/{_language}/", _spoken(_language), methods=["GET"])
    router.add_api_route(f"/{_language}/map", _mapped(_language), methods=["GET"])
