"""History: what was held, reported or published of each series, from then to then."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from app.board.chronicle import Chronicler
from app.board.course import CARRIED
from app.board.document import Document
from app.board.history import Asking
from app.board.selection import Filters, wanted
from app.board.view import Form
from app.domain.history import LENGTHS, KnownBy, Step, floored
from app.domain.vocabulary import UNITS, Quantity
from app.web.answering import answered
from app.web.filters import directions, ordered, place_ids
from app.web.formats import CsvResponse
from app.web.parts import Here, Parts
from app.web.queries import MOST_VALUES, Directions, Modes, Places, Subjects, quantities_in
from app.web.schemas.history import HistoryAnswer
from app.web.spans import RangeAsked, refused, spans, written

router = APIRouter(tags=["history"])

MINUTE = timedelta(minutes=1)
"""To what an open end is rounded down without steps, so that equal questions are equal."""

WEEK = timedelta(days=7)
"""How far back a history goes where `from` is left out."""

LONGEST = timedelta(days=400)
LONGEST_PUBLISHED = timedelta(days=31)
"""The longest history by what was published: each change is a row."""

RECORDED = (*UNITS, Quantity.ACCESS)
_IN_HISTORY, _AS_IN_HISTORY = quantities_in(RECORDED)
HistoryQuantity = Annotated[Quantity, _IN_HISTORY, _AS_IN_HISTORY]


class PlaceHistoryAsked(RangeAsked):
    """What a reader may ask of one place's history."""

    direction: Directions = ()
    mode: Modes = ()
    quantity: Annotated[
        tuple[HistoryQuantity, ...],
        Field(
            max_length=MOST_VALUES,
            description="Which series; repeatable. By steps there are access, waits and queues;"
            " counts of crossings and weather come as reported, with `step=raw`.",
            examples=[["queue_vehicles"]],
        ),
    ] = ()
    subject: Subjects = ()
    step: Annotated[
        Step,
        Field(
            description="A point at the end of each quarter, hour, or local day of the place, or"
            " (`raw`) the reports themselves.",
            examples=["1h"],
        ),
    ] = Step.DAY
    knowledge: Annotated[
        KnownBy,
        Field(
            description="By what was known `then`, by all that is known `now`, or as we `published`"
            " it, at the time.",
            examples=["then"],
        ),
    ] = KnownBy.THEN


class HistoryAsked(PlaceHistoryAsked):
    """What a reader may ask of history."""

    place: Places = ()


Many = Annotated[HistoryAsked, Query()]
One = Annotated[PlaceHistoryAsked, Query()]
PlaceId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=80,
        description="The id of a place, or a unique alias, which redirects.",
        examples=["verkhny-lars"],
    ),
]
REDIRECTS: dict[int | str, dict[str, Any]] = {
    308: {"description": "The name is an alias; Location has the id."}
}


@router.get("/v1/history", response_model=HistoryAnswer, summary="Each series over time")
async def history(request: Request, asked: Many, here: Here) -> Response:
    """Give each series of the queues asked for as points in time, the last seven days by default.

    At the end of each step stands what the status of that moment was, doubts included: a missing
    number says why. Checkpoints we know something of, unless places are named.
    """
    return await _history(request, Form.JSON, asked, asked.place, here)


@router.get("/v1/history.csv", response_class=CsvResponse, summary="History as tidy CSV")
async def history_csv(request: Request, asked: Many, here: Here) -> Response:
    """Give one line for each series and point; the points are those of `/v1/history`."""
    return await _history(request, Form.CSV, asked, asked.place, here)


@router.get(
    "/v1/places/{place}/history",
    response_model=HistoryAnswer,
    summary="One place's history",
    responses=REDIRECTS,
)
async def place_history(request: Request, place: PlaceId, asked: One, here: Here) -> Response:
    """Give what `/v1/history` gives for this place."""
    return await _of_place(request, Form.JSON, place, asked, here)


@router.get(
    "/v1/places/{place}/history.csv",
    response_class=CsvResponse,
    summary="One place's history as tidy CSV",
    responses=REDIRECTS,
)
async def place_history_csv(request: Request, place: PlaceId, asked: One, here: Here) -> Response:
    """Give what `/v1/history.csv` gives for this place."""
    return await _of_place(request, Form.CSV, place, asked, here)


async def _of_place(
    request: Request, form: Form, place: str, asked: PlaceHistoryAsked, here: Parts
) -> Response:
    found = here.catalogue.find(place)
    if found.id == place:
        return await _history(request, form, asked, (found.id,), here)
    query = request.url.query
    last = request.url.path.rpartition("/")[2]
    path = f"/v1/places/{quote(found.id)}/{last}"
    return RedirectResponse(f"{path}?{query}" if query else path, 308)


async def _history(
    request: Request, form: Form, asked: PlaceHistoryAsked, places: Sequence[str], here: Parts
) -> Response:
    asking = _asking(asked, places, here)
    since, until = asking.whole
    further = {
        "from": written(asked.from_, since),
        "to": written(asked.to, until),
        "step": asking.step,
        "knowledge": asked.knowledge,
    }
    chronicler = Chronicler(
        database=here.database,
        catalogue=here.catalogue,
        rows=here.board.view.rows if here.board.view else (),
        contact=here.board.contact,
    )

    async def compute() -> Document:
        return await chronicler.answer(form, asking, asked.knowledge, further)

    question = (form, asking.filters, tuple(asking.spans.items()), *further.values())
    return answered(request, await here.board.past.answer(question, compute))


def _asking(asked: PlaceHistoryAsked, places: Sequence[str], here: Parts) -> Asking:
    """Give what is asked for; raises UnknownPlace, AmbiguousPlace and InvalidQuery."""
    if asked.step is not Step.RAW and not set(asked.quantity) <= set(CARRIED):
        detail = f"quantity: by steps there are {', '.join(CARRIED)}; take step=raw for others"
        raise refused(detail, "quantity")
    catalogue = here.catalogue
    filters = Filters(
        place=place_ids(places, catalogue),
        direction=directions(asked.direction, catalogue),
        mode=ordered(asked.mode),
        quantity=ordered(asked.quantity),
        subject=ordered(asked.subject),
    )
    asked_for = spans(
        asked,
        [place for place in catalogue.places.values() if wanted(place, filters)],
        now=floored(here.now(), LENGTHS.get(asked.step, MINUTE)),
        usual=WEEK,
        most=LONGEST_PUBLISHED if asked.knowledge is KnownBy.PUBLISHED else LONGEST,
    )
    return Asking(filters=filters, spans=asked_for, step=asked.step)
