"""How a page is answered: by the minute, remembered until something published changes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import Request
from starlette.responses import Response

from app.board.asof import Moment, view_at
from app.board.document import Document
from app.board.threads import in_thread
from app.domain.place import Place
from app.domain.vocabulary import Knowledge
from app.web.answering import answered
from app.web.moments import When
from app.web.page.speech import Speech, minute_of
from app.web.page.spot import Spot
from app.web.page.writing import Seen, write
from app.web.parts import Parts
from app.web.spans import passed

Headers = tuple[tuple[bytes, bytes], ...]
Told = Callable[[Speech], Mapping[str, Any]]
"""Gives what a template needs, in a language."""

Reading = Callable[[Seen], Awaitable[Told]]
"""Reads what a page tells besides what is seen, and gives how it is told."""


async def page(  # noqa: PLR0913 - which page, of what, for whom, each named
    request: Request,
    here: Parts,
    *,
    template: str,
    language: str,
    spot: Spot,
    reading: Reading,
    as_of: When | None = None,
    about: Place | None = None,
    further: Headers = (),
) -> Response:
    """Answer with a page about now, or about a past moment by what was known then.

    `about` is the one place that it needs of a past moment; where none is named, all are read.
    What it tells is what `reading` gives, which may read what the view does not hold.
    Raises Unavailable where nothing is held, and InvalidQuery for a moment that has not passed.
    """
    speech = Speech(language, here.catalogue.labels)
    now = minute_of(here.now())

    async def compute() -> Document:
        seen = await _seen(here, now, as_of, about)
        told = await reading(seen)

        def written() -> Document:
            return write(template, speech, spot, seen, told(speech), further)

        return await in_thread(written)

    remembered = here.board.past if as_of else here.pages
    moment = as_of or (now, here.board.version)
    question = ("page", template, language, spot, further, moment)
    return answered(request, await remembered.answer(question, compute))


def at_once(told: Callable[[Seen, Speech], Mapping[str, Any]]) -> Reading:
    """Tell of what is seen alone: nothing else is read for it."""

    async def reading(seen: Seen) -> Told:
        return partial(told, seen)

    return reading


async def _seen(here: Parts, now: datetime, as_of: When | None, about: Place | None) -> Seen:
    if as_of is None:
        return Seen(view=here.board.held(), now=now, present=now, past=None)
    places = [about] if about else here.catalogue.places.values()
    at = passed(as_of, places, now)
    moment = Moment(at=at, asked=as_of, knowledge=Knowledge.THEN)
    async with here.database.reading() as session:
        view = await view_at(session, here.catalogue, moment, contact=here.board.contact)
    return Seen(view=view, now=max(at.values()), present=now, past=as_of)
