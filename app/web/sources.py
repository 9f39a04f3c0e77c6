"""Sources: who hands us reports, under which terms, and whether we hear them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.roster import written
from app.board.view import Form
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.formats import CsvResponse
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


@router.get("/v1/sources.csv", response_class=CsvResponse, summary="Who hands us reports, as CSV")
async def sources_csv(request: Request, here: Here) -> Response:
    """Give one line for each source of `/v1/sources`, without the rows it could not use."""
    return answered(request, written(await here.board.roster(), view_of(here), Form.CSV))
