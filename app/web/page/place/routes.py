"""The routes of a crossing's page: by its id in each language, an alias leads there."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from app.domain.place import Place
from app.web.page.answering import Told, page
from app.web.page.place.asked import CrossingAsked
from app.web.page.place.crossing import read
from app.web.page.spoken import Language
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Here
from app.web.refusing import PAGE
from app.web.spans import refused

router = APIRouter(include_in_schema=False, tags=[PAGE])

Name = Annotated[str, Path(max_length=80)]
Asked = Annotated[CrossingAsked, Query()]


@router.get("/{language}/places/{name}")
async def crossing(
    request: Request, language: Language, name: Name, asked: Asked, here: Here
) -> Response:
    """Give the page of a crossing; an alias leads to its id."""
    place = here.catalogue.find(name)
    if place.id != name:
        return RedirectResponse(_address(language, place.id, request.url.query), 308)
    _check(place, asked)

    query = asked.query(request.query_params.multi_items())
    spot = Spot(path=f"places/{place.id}", query=query)

    async def reading(seen: Seen) -> Told:
        return await read(here, seen, place, asked, spot)

    return await page(
        request,
        here,
        template="place.html",
        language=language,
        spot=spot,
        reading=reading,
        as_of=asked.as_of,
        about=place,
    )


def _address(language: str, place_id: str, query: str) -> str:
    path = f"/{language}/places/{quote(place_id)}"
    return f"{path}?{query}" if query else path


def _check(place: Place, asked: CrossingAsked) -> None:
    """Refuse a direction in which no way of the place leads."""
    if asked.direction not in {"", "both", *place.directions}:
        known = ", ".join(place.directions)
        raise refused(f"direction: at {place.id} there are {known} and both", "direction")
