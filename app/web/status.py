"""The status: what it is like now, or was at a moment, in JSON, GeoJSON, CSV and plain text."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.view import Form
from app.web.asking import what_it_is_like
from app.web.formats import CsvResponse, GeoJsonResponse, TextResponse
from app.web.parts import Here, Parts
from app.web.queries import StatusAsked
from app.web.schemas.geojson import StatusCollection
from app.web.schemas.status import StatusAnswer

router = APIRouter(tags=["status"])

Asked = Annotated[StatusAsked, Query()]


@router.get("/v1/status", response_model=StatusAnswer, summary="What it is like, row by queue")
async def status(request: Request, asked: Asked, here: Here) -> Response:
    """Give one row for each queue: access, numbers with their doubts, rules and events.

    Checkpoints we know something of, unless places are named. Times are absolute: age a number by
    its `late_at` and `stale_at`, counted from the answer's Date.
    """
    return await _status(request, Form.JSON, asked, here)


@router.get(
    "/v1/status.geojson",
    response_class=GeoJsonResponse,
    response_model=StatusCollection,
    summary="The status as GeoJSON",
)
async def status_geojson(request: Request, asked: Asked, here: Here) -> Response:
    """Give one feature for each queue, at its place: its properties are flat, for a map's layer.

    Areas have no position, so their geometry is null. The rows are those of `/v1/status`.
    """
    return await _status(request, Form.GEOJSON, asked, here)


@router.get("/v1/status.csv", response_class=CsvResponse, summary="The status as tidy CSV")
async def status_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each queue, quantity and subject; the rows are those of `/v1/status`."""
    return await _status(request, Form.CSV, asked, here)


@router.get("/v1/status.txt", response_class=TextResponse, summary="The status, a line a queue")
async def status_txt(request: Request, asked: Asked, here: Here) -> Response:
    """Give one plain line for each queue, short enough for an SMS."""
    return await _status(request, Form.TEXT, asked, here)


async def _status(request: Request, form: Form, asked: StatusAsked, here: Parts) -> Response:
    return await what_it_is_like(
        request, asked, here, lambda view, filters: view.status(form, filters)
    )
