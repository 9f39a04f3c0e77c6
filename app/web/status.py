"""The status: what it is like now, or was at a moment, in JSON, CSV and plain text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.asof import Moment, view_at
from app.board.document import Document
from app.board.selection import Filters, wanted
from app.board.view import Form
from app.domain.errors import Fault, InvalidQuery
from app.domain.place import Place
from app.web.answering import answered
from app.web.filters import status_filters
from app.web.formats import CsvResponse, TextResponse
from app.web.moments import end_of
from app.web.parts import Here, Parts
from app.web.queries import StatusAsked
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


@router.get("/v1/status.csv", response_class=CsvResponse, summary="The status as tidy CSV")
async def status_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each queue, quantity and subject; the rows are those of `/v1/status`."""
    return await _status(request, Form.CSV, asked, here)


@router.get("/v1/status.txt", response_class=TextResponse, summary="The status, a line a queue")
async def status_txt(request: Request, asked: Asked, here: Here) -> Response:
    """Give one plain line for each queue, short enough for an SMS."""
    return await _status(request, Form.TEXT, asked, here)


async def _status(request: Request, form: Form, asked: StatusAsked, here: Parts) -> Response:
    filters = status_filters(asked, here.catalogue)
    if asked.as_of is not None:
        return answered(request, await _past(form, asked, filters, here))
    document = here.board.held().status(form, filters)
    document = here.board.shelf.keep(request.scope["path"], request.scope["query_string"], document)
    return answered(request, document)


async def _past(form: Form, asked: StatusAsked, filters: Filters, here: Parts) -> Document:
    places = [place for place in here.catalogue.places.values() if wanted(place, filters)]
    moment = _moment(asked, places, here.now())

    async def compute() -> Document:
        async with here.database.reading() as session:
            view = await view_at(session, here.catalogue, moment, contact=here.board.contact)
        return view.status(form, filters)

    return await here.board.past.answer((form, filters, asked.as_of, asked.knowledge), compute)


def _moment(asked: StatusAsked, places: Iterable[Place], now: datetime) -> Moment:
    assert asked.as_of is not None  # noqa: S101 - asked only then
    at = {place.id: end_of(asked.as_of, place.zone) for place in places}
    if max(at.values(), default=now) > now:
        fault = Fault(
            parameter="query/as_of",
            detail=f"as_of: {asked.as_of.isoformat()} has not passed yet at each place; leave as_of"
            " out for what is known now",
        )
        raise InvalidQuery(fault.detail, (fault,))
    return Moment(at=at, asked=asked.as_of, knowledge=asked.knowledge)
