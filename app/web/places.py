"""Places: the catalogue, and one place with its whole status."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from app.board.standing import one_place
from app.board.standing import places as written
from app.web.answering import answered
from app.web.filters import places_filters
from app.web.parts import Here
from app.web.queries import PlacesAsked
from app.web.schemas.place import PlaceAnswer, PlacesAnswer

router = APIRouter(tags=["catalogue"])


@router.get("/v1/places", response_model=PlacesAnswer, summary="The places we know")
async def places(request: Request, asked: Annotated[PlacesAsked, Query()], here: Here) -> Response:
    """Give checkpoints and areas: names, aliases, position, hours by side, modes."""
    filters = places_filters(asked, here.catalogue)
    document = written(here.board.held(), filters, asked.q)
    document = here.board.shelf.keep(request.scope["path"], request.scope["query_string"], document)
    return answered(request, document)


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
    document = one_place(here.board.held(), found)
    document = here.board.shelf.keep(request.scope["path"], request.scope["query_string"], document)
    return answered(request, document)
