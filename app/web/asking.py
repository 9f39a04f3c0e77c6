"""Asking what it is like: now from the board, or at a past moment, written by whoever asks."""

from collections.abc import Callable

from fastapi import Request
from starlette.responses import Response

from app.board.asof import Moment, view_at
from app.board.document import Document
from app.board.selection import Filters, wanted
from app.board.threads import in_thread
from app.board.view import View
from app.web.answering import answered, shelved
from app.web.filters import status_filters
from app.web.parts import Parts
from app.web.queries import StatusAsked
from app.web.spans import passed

Write = Callable[[View, Filters], Document]
"""Writes an answer from a view."""


async def what_it_is_like(
    request: Request, asked: StatusAsked, here: Parts, write: Write
) -> Response:
    """Answer by what is held now, remembered until the next version, or by what was known then.

    Raises UnknownPlace, AmbiguousPlace, Unavailable where nothing is held, and InvalidQuery for a
    moment that has not passed yet.
    """
    filters = status_filters(asked, here.catalogue)
    if asked.as_of is None:
        return shelved(request, here.board.shelf, lambda: write(here.board.held(), filters))
    return answered(request, await _past(request.scope["path"], asked, filters, here, write))


async def _past(
    path: str, asked: StatusAsked, filters: Filters, here: Parts, write: Write
) -> Document:
    places = [place for place in here.catalogue.places.values() if wanted(place, filters)]
    assert asked.as_of is not None  # noqa: S101 - asked only then
    at = passed(asked.as_of, places, here.now())
    moment = Moment(at=at, asked=asked.as_of, knowledge=asked.knowledge)

    async def compute() -> Document:
        async with here.database.reading() as session:
            view = await view_at(session, here.catalogue, moment, contact=here.board.contact)
        return await in_thread(write, view, filters)

    return await here.board.past.answer((path, filters, asked.as_of, asked.knowledge), compute)
