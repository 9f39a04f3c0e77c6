"""The page's routes: at `/` in the reader's language, and in each language below its code."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.trend import Trends, trends_kept, trends_then
from app.domain.vocabulary import Mode
from app.store.fault import DatabaseBusy, DatabaseGone
from app.web.page import about, corrections, files, offline, sources
from app.web.page.answering import Told, page
from app.web.page.asked import FrontAsked, MapAsked
from app.web.page.figures import has_number
from app.web.page.front import RUSSIA, Telling, front, lines_of
from app.web.page.machine import machine
from app.web.page.map import map_of
from app.web.page.messages import LANGUAGES, chosen
from app.web.page.place import routes as place
from app.web.page.speech import Speech
from app.web.page.writing import Seen, Spot
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

    async def reading(seen: Seen) -> Told:
        trends = await _trends(seen, here)
        return lambda seen, speech: told(seen, speech, trends)

    def told(seen: Seen, speech: Speech, trends: Trends) -> Mapping[str, Any]:
        catalogue = seen.view.catalogue
        telling = Telling(speech=speech, catalogue=catalogue, now=seen.now, trends=trends)
        return {
            "machine": machine(spot, speech, seen.past, seen.present),
            "groups": front([row.fields for row in seen.view.rows], filters, telling),
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
        reading=reading,
        as_of=asked.as_of,
        further=further,
    )


async def _trends(seen: Seen, here: Parts) -> Trends:
    """Read how what has a number went over the last day; nothing while the database is away."""
    queues = [row.status.queue for row in seen.view.rows if has_number(row.fields)]
    read = trends_then if seen.past else trends_kept
    try:
        async with here.database.reading() as session:
            return await read(session, seen.view.catalogue, queues, seen.now)
    except (DatabaseGone, DatabaseBusy):
        return {}


async def _map(request: Request, asked: MapAsked, here: Parts, language: str) -> Response:
    filters = asked.filters
    spot = Spot(path="map", query=asked.query(request.query_params.multi_items()))

    def told(seen: Seen, speech: Speech) -> Mapping[str, Any]:
        catalogue = seen.view.catalogue
        telling = Telling(speech=speech, catalogue=catalogue, now=seen.now)
        lines = lines_of([row.fields for row in seen.view.rows], filters, telling)
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
