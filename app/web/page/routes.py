"""The page's routes: at `/` in the reader's language, and in each language below its code."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.web.page import about, corrections, files, offline, sources
from app.web.page.answering import Headers, Told, page
from app.web.page.asked import FrontAsked, MapAsked
from app.web.page.messages import chosen
from app.web.page.overview import read_front, read_map
from app.web.page.place import routes as place
from app.web.page.spoken import Language
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Here, Parts
from app.web.refusing import PAGE

router = APIRouter(include_in_schema=False, tags=[PAGE])
for _part in (offline, files, place, sources, corrections, about):
    router.include_router(_part.router)

NEGOTIATED = ((b"vary", b"accept-language"),)
"""Said where the language is the reader's choice and not the path's."""

Front = Annotated[FrontAsked, Query()]


@router.get("/")
async def negotiated(request: Request, asked: Front, here: Here) -> Response:
    """Give the front in the language that the reader's browser asks for."""
    language = chosen(request.headers.get("accept-language", ""))
    return await _front(request, language, asked, here, NEGOTIATED)


@router.get("/{language}/")
async def spoken_front(request: Request, language: Language, asked: Front, here: Here) -> Response:
    """Give the front in a language."""
    return await _front(request, language, asked, here)


async def _front(
    request: Request, language: str, asked: FrontAsked, here: Parts, further: Headers = ()
) -> Response:
    filters = asked.filters
    spot = Spot(path="", query=asked.query(request.query_params.multi_items()))

    async def reading(seen: Seen) -> Told:
        return await read_front(here, seen, filters, spot)

    return await page(
        request,
        here,
        template="front.html",
        language=language,
        spot=spot,
        reading=reading,
        as_of=asked.as_of,
        further=further,
    )


@router.get("/{language}/map")
async def spoken_map(
    request: Request, language: Language, asked: Annotated[MapAsked, Query()], here: Here
) -> Response:
    """Give the map in a language."""
    filters = asked.filters
    spot = Spot(path="map", query=asked.query(request.query_params.multi_items()))

    async def reading(seen: Seen) -> Told:
        return await read_map(here, seen, filters, spot)

    return await page(
        request,
        here,
        template="map.html",
        language=language,
        spot=spot,
        reading=reading,
        as_of=asked.as_of,
    )
