"""Corrections: what was retracted or withheld, when, why, and what it touched."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.board import corrections as board
from app.board.corrections import Correction
from app.board.document import CSV, JSON, document
from app.board.notation import encode
from app.domain.act import CORRECTING
from app.domain.errors import NotFound
from app.store.acts import Acts, Sought
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.filters import place_ids
from app.web.formats import CsvResponse
from app.web.listing import earliest, zones_of
from app.web.moments import When
from app.web.paging import link_to, view_of
from app.web.parts import Basis, Here
from app.web.queries import Asked, Places
from app.web.schemas.correction import CorrectionAnswer, CorrectionsAnswer

router = APIRouter(tags=["evidence"], dependencies=[COMPUTED])

MOST_ROWS = 50
MOST_IDS, MOST_IDS_OF_ONE = 100, 5_000
"""How many ids of each kind a correction tells, in a list and alone."""


class CorrectionsAsked(Asked):
    """What a reader may ask of corrections."""

    place: Places = ()
    recorded_from: Annotated[
        When | None,
        Field(
            description="Only what was done at this moment or later.",
            examples=["2026-01-01T00:00:00Z"],
        ),
    ] = None
    cursor: Annotated[
        str | None,
        Field(
            max_length=18,
            pattern=r"^[0-9]{1,18}$",
            description="`meta.next` of the page before, with the same filters.",
            examples=["12"],
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="The most rows to give.")] = 20


AskedHere = Annotated[CorrectionsAsked, Query()]


@router.get("/v1/corrections", response_model=CorrectionsAnswer, summary="What was put right")
async def corrections(request: Request, asked: AskedHere, here: Here) -> Response:
    """Give what was retracted, withheld or undone, the newest first, and what it touched.

    Each names the reports and the published figures that may have rested on them. Nothing that was
    published is ever rewritten.
    """
    rows, page = await found(asked, here)
    told = {
        "next": str(page.cursor) if page.more else None,
        "cursor": None if page.cursor is None else str(page.cursor),
    }
    data = encode([board.describe(each) for each in rows])
    behind = {source for each in rows for source in each.sources}
    body = view_of(here).envelope(data, behind, **told)
    return answered(request, document(body, JSON, link=_link(request, page)))


@router.get("/v1/corrections.csv", response_class=CsvResponse, summary="What was put right, as CSV")
async def corrections_csv(request: Request, asked: AskedHere, here: Here) -> Response:
    """Give one line for each correction; the Link header has the next page."""
    rows, page = await found(asked, here)
    return answered(request, document(board.tabled(rows), CSV, link=_link(request, page)))


@router.get(
    "/v1/corrections/{correction}", response_model=CorrectionAnswer, summary="One correction"
)
async def correction(
    request: Request,
    correction: Annotated[
        str,
        Path(pattern=r"^[0-9a-f]{16}$", description="The id of a correction, which is permanent."),
    ],
    here: Here,
) -> Response:
    """Give one correction, with more of what it touched."""
    async with here.database.reading() as session:
        known = await board.one(session, here.catalogue, correction, most=MOST_IDS_OF_ONE)
    if known is None:
        raise NotFound(f"there is no correction {correction}; /v1/corrections lists them")
    body = view_of(here).envelope(encode(board.describe(known)), known.sources)
    return answered(request, document(body, JSON))


async def found(asked: CorrectionsAsked, here: Basis) -> tuple[list[Correction], Acts]:
    """Give the corrections asked for, and whether there are more; raises UnknownPlace."""
    places = place_ids(asked.place, here.catalogue)
    sought = Sought(
        verbs=CORRECTING,
        places=places,
        since=earliest(asked.recorded_from, zones_of(places, here.catalogue)),
    )
    cursor = None if asked.cursor is None else int(asked.cursor)
    async with here.database.reading() as session:
        return await board.page(
            session, here.catalogue, sought, cursor=cursor, limit=asked.limit, most=MOST_IDS
        )


def _link(request: Request, page: Acts) -> str | None:
    return link_to(request, str(page.cursor)) if page.more else None
