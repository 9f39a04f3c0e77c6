"""The vocabulary: every code with its label in each language."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.document import pack
from app.board.standing import vocabulary as written
from app.web.answering import answered
from app.web.parts import Here
from app.web.schemas.vocabulary import VocabularyAnswer

router = APIRouter(tags=["catalogue"])


@router.get("/v1/vocabulary", response_model=VocabularyAnswer, summary="Every code and its labels")
async def vocabulary(request: Request, here: Here) -> Response:
    """Give every code that answers can hold, by list, with its label in each language.

    The lists are open: expect words that are not here yet.
    """
    return answered(request, pack(written(here.board.held())))
