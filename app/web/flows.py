"""Flows: how many crossed, by local day and series, and by the windows that sources give."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.board import flow
from app.board.document import Document
from app.board.selection import Filters, wanted
from app.board.view import Form, View
from app.domain.history import floored
from app.domain.vocabulary import CROSSINGS, PlaceKind, Quantity
from app.store import sources
from app.web.answering import answered
from app.web.filters import directions, ordered, place_ids
from app.web.formats import CsvResponse
from app.web.parts import Here, Parts
from app.web.queries import MOST_VALUES, Directions, Modes, PlaceName, Subjects, quantities_in
from app.web.schemas.flow import FlowsAnswer
from app.web.spans import RangeAsked, spans, written

router = APIRouter(tags=["history"])

MINUTE = timedelta(minutes=1)
FOUR_WEEKS = timedelta(days=28)
LONGEST = timedelta(days=400)

_CROSSINGS, _AS_CROSSINGS = quantities_in(CROSSINGS)
CrossingsQuantity = Annotated[Quantity, _CROSSINGS, _AS_CROSSINGS]


class FlowsAsked(RangeAsked):
    """What a reader may ask of flows."""

    place: Annotated[
        tuple[PlaceName, ...],
        Field(
            max_length=60,
            description="Ids of checkpoints and areas, or unique aliases; repeatable. An area's"
            " figures are its own: they are never the sum of its checkpoints'.",
            examples=[["fi"]],
        ),
    ] = ()
    direction: Directions = ()
    mode: Modes = ()
    quantity: Annotated[
        tuple[CrossingsQuantity, ...],
        Field(
            max_length=MOST_VALUES,
            description="People or vehicles; repeatable. Both unless one is named.",
            examples=[["crossings_people"]],
        ),
    ] = ()
    subject: Subjects = ()


Asked = Annotated[FlowsAsked, Query()]


@router.get("/v1/flows", response_model=FlowsAnswer, summary="Crossings by local day")
async def flows(request: Request, asked: Asked, here: Here) -> Response:
    """Give how many crossed: a row for each local day of a series, another for each longer window.

    The last four weeks by default. Subjects, directions, a border and its posts, and windows that
    overlap are never added. What sources say differently stands side by side with its reports.
    """
    return await _flows(request, Form.JSON, asked, here)


@router.get("/v1/flows.csv", response_class=CsvResponse, summary="Crossings as tidy CSV")
async def flows_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each series and day or window; the rows are those of `/v1/flows`."""
    return await _flows(request, Form.CSV, asked, here)


async def _flows(request: Request, form: Form, asked: FlowsAsked, here: Parts) -> Response:
    catalogue = here.catalogue
    filters = Filters(
        place=place_ids(asked.place, catalogue),
        direction=directions(asked.direction, catalogue),
        mode=ordered(asked.mode),
        quantity=ordered(asked.quantity),
        subject=ordered(asked.subject),
    )
    asked_for = spans(
        asked,
        [each for each in catalogue.places.values() if wanted(each, filters, tuple(PlaceKind))],
        now=floored(here.now(), MINUTE),
        usual=FOUR_WEEKS,
        most=LONGEST,
    )
    further = {
        "from": written(asked.from_, min(start for start, _ in asked_for.values())),
        "to": written(asked.to, max(end for _, end in asked_for.values())),
    }

    async def compute() -> Document:
        async with here.database.reading() as session:
            view = View(
                catalogue=catalogue,
                sources=await sources.every(session),
                contact=here.board.contact,
                published=False,
                further=further,
            )
            said = await flow.read(session, filters, asked_for)
        return await flow.answer(form, view, asked_for, said)

    question = ("flows", form, filters, tuple(asked_for.items()), *further.values())
    return answered(request, await here.board.past.answer(question, compute))
