"""The snapshot for a traveller's app, and the catalogue that it is shown with."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from app.board.snapshot import snapshot as written
from app.board.snapshot_catalogue import snapshot_catalogue as catalogue_written
from app.domain.errors import Fault, InvalidQuery
from app.web.answering import answered
from app.web.asking import what_it_is_like
from app.web.filters import ordered, places_filters
from app.web.parts import Here, Parts
from app.web.queries import MOST_VALUES, PlacesAsked, StatusAsked
from app.web.schemas.snapshot import SnapshotAnswer, SnapshotCatalogueAnswer

router = APIRouter(tags=["status"])

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class CatalogueAsked(PlacesAsked):
    """What a reader may ask of the snapshot's catalogue."""

    language: Annotated[
        tuple[Language, ...],
        Field(
            max_length=MOST_VALUES,
            description="Languages of names and labels (ISO 639); repeatable. All unless some are"
            " named; what has no label in them is given in English.",
            examples=[["ka"]],
        ),
    ] = ()


@router.get(
    "/v1/snapshot", response_model=SnapshotAnswer, summary="What a traveller's app needs, at once"
)
async def snapshot(
    request: Request, asked: Annotated[StatusAsked, Query()], here: Here
) -> Response:
    """Give every crossing in one small document: access, numbers, rules, events and their age.

    It says the same as `/v1/status`, place by place. Names and labels stand in
    `/v1/snapshot/catalogue`, which is needed again only when `meta.catalogue_version` changes.
    """
    return await what_it_is_like(request, asked, here, written)


@router.get(
    "/v1/snapshot/catalogue",
    response_model=SnapshotCatalogueAnswer,
    summary="What a snapshot is shown with",
)
async def catalogue(
    request: Request, asked: Annotated[CatalogueAsked, Query()], here: Here
) -> Response:
    """Give names, aliases, positions, zones, hours and the labels of every code of a snapshot."""
    filters = places_filters(asked, here.catalogue)
    document = catalogue_written(here.board.held(), filters, _languages(asked, here), asked.q)
    path, query = request.scope["path"], request.scope["query_string"]
    return answered(request, here.board.shelf.keep(path, query, document))


def _languages(asked: CatalogueAsked, here: Parts) -> tuple[str, ...]:
    """Give the languages asked for; raises InvalidQuery for one that we do not have."""
    unknown = [each for each in asked.language if each not in here.catalogue.labels]
    if unknown:
        have = ", ".join(sorted(here.catalogue.labels))
        detail = f"language: {unknown[0]!r} is none of those we have: {have}"
        raise InvalidQuery(detail, (Fault(parameter="query/language", detail=detail),))
    return ordered(asked.language)
