"""The page's routes: at `/` in the reader's language, and in each language below its code."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.domain.vocabulary import Mode
from app.web.page import files
from app.web.page.answering import page
from app.web.page.asked import FrontAsked
from app.web.page.front import RUSSIA, front
from app.web.page.machine import machine
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


def _spoken(language: str) -> Callable[..., Awaitable[Response]]:
    async def spoken(request: Request, asked: Front, here: Here) -> Response:
        return await _front(request, asked, here, language)

    return spoken


for _language in LANGUAGES:
    router.add_api_route(f"/{_language}/", _spoken(_language), methods=["GET"])
