"""Reports: the evidence itself, a page at a time."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from app.board.document import JSON, document
from app.board.notation import encode
from app.board.report import describe_report
from app.domain.errors import NotFound
from app.store import reports as store
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.formats import CsvResponse
from app.web.listing import ReportsAsked, wanted
from app.web.paging import listed, page_of, tabled, view_of
from app.web.parts import Here
from app.web.schemas.report import ReportAnswer, ReportsAnswer

router = APIRouter(tags=["evidence"], dependencies=[COMPUTED])

Asked = Annotated[ReportsAsked, Query()]


@router.get("/v1/reports", response_model=ReportsAnswer, summary="The evidence, a page at a time")
async def reports(request: Request, asked: Asked, here: Here) -> Response:
    """Give what was reported, as it was reported, withdrawn reports included.

    The newest first; with `recorded_from`, the oldest first. Pages survive what is stored
    meanwhile: `meta.next` goes on where this page ends.
    """
    page = await page_of(asked, wanted(asked, here.catalogue), here)
    return answered(request, listed(request, page, here))


@router.get("/v1/reports.csv", response_class=CsvResponse, summary="The evidence as CSV")
async def reports_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each report; the Link header has the next page."""
    page = await page_of(asked, wanted(asked, here.catalogue), here)
    return answered(request, tabled(request, page, here))


@router.get("/v1/reports/{report}", response_model=ReportAnswer, summary="One report")
async def report(
    request: Request,
    report: Annotated[
        str,
        Path(pattern=r"^[0-9a-f]{16}$", description="The id of a report, which is permanent."),
    ],
    here: Here,
) -> Response:
    """Give one report, also where it was superseded or retracted since."""
    async with here.database.reading() as session:
        kept = await store.one(session, report)
    described = describe_report(kept, here.catalogue) if kept else None
    if described is None:
        raise NotFound(f"there is no report {report}")
    body = view_of(here).envelope(encode(described), [described["source"]])
    return answered(request, document(body, JSON))
