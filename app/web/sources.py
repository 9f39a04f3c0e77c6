"""Sources: who hands us reports, under which terms, and whether we hear them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.roster import written
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.paging import view_of
from app.web.parts import Here
from app.web.schemas.source import SourcesAnswer

router = APIRouter(tags=["evidence"], dependencies=[COMPUTED])


@router.get("/v1/sources", response_model=SourcesAnswer, summary="Who hands us reports")
async def sources(request: Request, here: Here) -> Response:
    """Give each source with its licence, attribution and cadence, and how it stands.

    Health and the last poll change by the minute, so this is read when it is asked for. Texts that
    came from a publisher (`error`, `refused_rows`) are quoted as they came, cut to a bound.
    """
    return answered(request, written(await here.board.roster(), view_of(here)))
