"""Accuracy: how far off what we published was, by what came to be known later."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.accuracy import answer, last_hour, measure
from app.board.document import Document
from app.board.threads import in_thread
from app.board.view import View
from app.domain.act import CORRECTING
from app.store import acts, sources
from app.web.answering import answered
from app.web.parts import Here
from app.web.schemas.accuracy import AccuracyAnswer

router = APIRouter(tags=["evidence"])


@router.get("/v1/accuracy", response_model=AccuracyAnswer, summary="How far off we were")
async def accuracy(request: Request, here: Here) -> Response:
    """Give how far off what we had published was, over 7, 30 and 90 days, by mode and quantity.

    Whenever a sharper figure came later (a count, an authority's, a completed crossing), it is held
    against the number that stood when its interval ended; beside ours stand the errors of the last
    figure and of the median of 24 hours. Small numbers are said to be small. It is told as of the
    last full hour, and anew when anything is retracted or withheld.
    """
    until = last_hour(here.now())
    async with here.board.budget.turn(), here.database.reading() as session:
        corrected = await acts.newest(session, CORRECTING)

    async def compute() -> Document:
        async with here.database.reading() as session:
            known = await sources.every(session)
            measured = await measure(session, here.catalogue, until)
        view = View(
            catalogue=here.catalogue,
            sources=known,
            contact=here.board.contact,
            published=False,
        )
        return await in_thread(answer, view, measured)

    question = (until, corrected.id if corrected else None)
    return answered(request, await here.accuracy.answer(question, compute))
