"""The page's routes: at `/` in the reader's language, and in each language below its code."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.trend import Trends, trends_kept, trends_then
from app.domain.vocabulary import Mode
from app.store.fault import DatabaseBusy, DatabaseGone
from app.web.page import about, corrections, files, offline, sources
from app.web.page.answering import Headers, Told, at_once, page
from app.web.page.asked import FrontAsked, MapAsked
from app.web.page.figures import has_number
from app.web.page.front import RUSSIA, Telling, front, lines_of
from app.web.page.machine import machine
from app.web.page.map import map_of
from app.web.page.messages import chosen
from app.web.page.place import routes as place
from app.web.page.speech import Speech
from app.web.page.spoken import Language
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
        return partial(told, seen, await _trends(seen, here))

    def told(seen: Seen, trends: Trends, speech: Speech) -> Mapping[str, Any]:
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


@router.get("/{language}/map")
async def spoken_map(
    request: Request, language: Language, asked: Annotated[MapAsked, Query()], here: Here
) -> Response:
    """Give the map in a language."""
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
        reading=at_once(told),
        as_of=asked.as_of,
    )
