"""Explain: why each published number of one queue is what it is."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from app.board.asof import Moment
from app.board.document import Document
from app.board.explain import EXPLAINED, Question, explained, explained_at
from app.board.view import Form
from app.domain.report import Queue
from app.domain.vocabulary import Knowledge, Mode, Quantity
from app.web.answering import answered
from app.web.filters import directions, ordered
from app.web.formats import CsvResponse
from app.web.moments import When
from app.web.parts import Here, Parts
from app.web.queries import MOST_VALUES, Asked, Direction, KnownBy, PlaceName, quantities_in
from app.web.schemas.explain import ExplainAnswer
from app.web.spans import passed

router = APIRouter(tags=["evidence"])

_IN_EXPLAIN, _AS_IN_EXPLAIN = quantities_in(EXPLAINED)


class ExplainAsked(Asked):
    """Which queue a reader asks about."""

    place: Annotated[
        PlaceName,
        Field(
            description="The id of a place, or a unique alias in any language.",
            examples=["verkhny-lars"],
        ),
    ]
    direction: Annotated[
        Direction,
        Field(
            description="The direction of travel, such as `RU-GE`, or `both` for figures that count"
            " both together.",
            examples=["RU-GE"],
        ),
    ]
    mode: Annotated[Mode, Field(description="How one crosses.", examples=["car"])]
    quantity: Annotated[
        tuple[Annotated[Quantity, _IN_EXPLAIN, _AS_IN_EXPLAIN], ...],
        Field(
            max_length=MOST_VALUES,
            description="Which numbers to explain; repeatable. Without it, all that the status"
            " tells of. Access is always explained.",
            examples=[["wait_minutes"]],
        ),
    ] = ()
    as_of: Annotated[
        When | None,
        Field(
            description="A past moment with its offset from UTC, or a bare date: the end of that"
            " local day at the place. Explains what was known then.",
            examples=["2022-09-28T12:00:00Z"],
        ),
    ] = None
    knowledge: KnownBy = Knowledge.THEN


@router.get(
    "/v1/explain", response_model=ExplainAnswer, summary="Why the numbers of a queue are so"
)
async def explain(
    request: Request, asked: Annotated[ExplainAsked, Query()], here: Here
) -> Response:
    """Give for each number of one queue the reports behind it, and the rule that decided access.

    Each report has its weight, what it did, and what it alone would have said. With the constants
    under `method` anybody can compute the numbers again. Without `as_of`, what is published now.
    """
    return answered(request, await _explained(Form.JSON, asked, here))


@router.get("/v1/explain.csv", response_class=CsvResponse, summary="Who is behind it, as tidy CSV")
async def explain_csv(
    request: Request, asked: Annotated[ExplainAsked, Query()], here: Here
) -> Response:
    """Give one line for each report behind each number, and each word on access."""
    return answered(request, await _explained(Form.CSV, asked, here))


async def _explained(form: Form, asked: ExplainAsked, here: Parts) -> Document:
    place = here.catalogue.find(asked.place)
    (direction,) = directions([asked.direction], here.catalogue)
    question = Question(
        Queue(place.id, direction, asked.mode),
        tuple(Quantity(each) for each in ordered(asked.quantity)),
    )
    if asked.as_of is None:
        return await explained(here.board, question, form)
    at = passed(asked.as_of, [place], here.now(), place.id)
    moment = Moment(at=at, asked=asked.as_of, knowledge=asked.knowledge)

    async def compute() -> Document:
        async with here.database.reading() as session:
            answer = await explained_at(
                session, here.catalogue, question, moment, contact=here.board.contact
            )
        return answer.document(form)

    known = ("explain", form, question, asked.as_of, asked.knowledge)
    return await here.board.past.answer(known, compute)
