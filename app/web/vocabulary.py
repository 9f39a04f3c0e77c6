"""The vocabulary: every code with its label in each language."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.board.standing import vocabulary as written
from app.board.view import Form
from app.web.answering import shelved
from app.web.formats import CsvResponse
from app.web.parts import Here
from app.web.schemas.vocabulary import VocabularyAnswer

router = APIRouter(tags=["catalogue"])


@router.get("/v1/vocabulary", response_model=VocabularyAnswer, summary="Every code and its labels")
async def vocabulary(request: Request, here: Here) -> Response:
    """Give every code that answers can hold, by list, with its label in each language.

    The lists are open: expect words that are not here yet.
    """
    return shelved(request, here.board.shelf, lambda: written(here.board.held()))


@router.get("/v1/vocabulary.csv", response_class=CsvResponse, summary="Every code, as tidy CSV")
async def vocabulary_csv(request: Request, here: Here) -> Response:
    """Give one line for each code and language; a code without a label in one has no line of it."""
    return shelved(request, here.board.shelf, lambda: written(here.board.held(), Form.CSV))
