"""Places: the catalogue, and one place with its whole status."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from app.board.standing import one_place
from app.board.standing import places as written
from app.board.view import Form
from app.web.answering import shelved
from app.web.filters import places_filters
from app.web.formats import CsvResponse, GeoJsonResponse
from app.web.parts import Here, Parts
from app.web.queries import PlacesAsked
from app.web.schemas.geojson import PlacesCollection
from app.web.schemas.place import PlaceAnswer, PlacesAnswer

router = APIRouter(tags=["catalogue"])

Asked = Annotated[PlacesAsked, Query()]


@router.get("/v1/places", response_model=PlacesAnswer, summary="The places we know")
async def places(request: Request, asked: Asked, here: Here) -> Response:
    """Give checkpoints and areas: names, aliases, position, hours by side, modes."""
    return await _places(request, Form.JSON, asked, here)


@router.get(
    "/v1/places.geojson",
    response_class=GeoJsonResponse,
    response_model=PlacesCollection,
    summary="The places as GeoJSON",
)
async def places_geojson(request: Request, asked: Asked, here: Here) -> Response:
    """Give one feature for each place, with flat properties; areas have no position."""
    return await _places(request, Form.GEOJSON, asked, here)


@router.get("/v1/places.csv", response_class=CsvResponse, summary="The places as tidy CSV")
async def places_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each place of `/v1/places`; hours by side and day are in JSON alone."""
    return await _places(request, Form.CSV, asked, here)


async def _places(request: Request, form: Form, asked: PlacesAsked, here: Parts) -> Response:
    filters = places_filters(asked, here.catalogue)
    return shelved(
        request, here.board.shelf, lambda: written(here.board.held(), filters, asked.q, form)
    )


@router.get(
    "/v1/places/{place}",
    response_model=PlaceAnswer,
    summary="One place with its whole status",
    responses={308: {"description": "The name is an alias; Location has the id."}},
)
async def place(
    request: Request,
    place: Annotated[
        str,
        Path(
            min_length=1,
            max_length=80,
            description="The id of a place, or a unique alias, which redirects.",
            examples=["verkhny-lars"],
        ),
    ],
    here: Here,
) -> Response:
    """Give one place of the catalogue, and every queue it has."""
    found = here.catalogue.find(place)
    if found.id != place:
        return RedirectResponse(f"/v1/places/{quote(found.id)}", 308)
    return shelved(request, here.board.shelf, lambda: one_place(here.board.held(), found))
