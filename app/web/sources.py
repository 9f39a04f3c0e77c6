"""Sources: who hands us reports, under which terms, and when last."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.standing import sources as written
from app.web.answering import answered
from app.web.parts import Here
from app.web.schemas.source import SourcesAnswer

router = APIRouter(tags=["evidence"])


@router.get("/v1/sources", response_model=SourcesAnswer, summary="Who hands us reports")
async def sources(request: Request, here: Here) -> Response:
    """Give each source with its licence, attribution and cadence, and when it last spoke."""
    return answered(request, written(here.board.held()))
