"""Events: what was said in words, and how much we listened."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.notation import Fields, instant
from app.domain.disclosure import to_the_hour
from app.domain.freshness import EVENT_HEARD
from app.domain.vocabulary import WORDS
from app.store import news
from app.store.reports import Wanted
from app.web.answering import answered
from app.web.computed import COMPUTED
from app.web.formats import CsvResponse
from app.web.listing import EventsAsked, wanted
from app.web.paging import listed, page_of, tabled
from app.web.parts import Here, Parts
from app.web.schemas.report import EventsAnswer

router = APIRouter(tags=["evidence"], dependencies=[COMPUTED])

LISTENING: timedelta = EVENT_HEARD[1]
"""How far back `heard` counts who was heard, where no window is asked for."""

Asked = Annotated[EventsAsked, Query()]


@router.get("/v1/events", response_model=EventsAnswer, summary="What was said in words")
async def events(request: Request, asked: Asked, here: Here) -> Response:
    """Give events and other statements in words, each with how it stands.

    A denial is the speech of whoever denies. `meta.heard` says how much we listened: an empty list
    says that we heard nothing, never that it is safe.
    """
    asking = _words(wanted(asked, here.catalogue))
    page = await page_of(asked, asking, here)
    return answered(request, listed(request, page, here, heard=await _heard(asking, here)))


@router.get("/v1/events.csv", response_class=CsvResponse, summary="What was said, as CSV")
async def events_csv(request: Request, asked: Asked, here: Here) -> Response:
    """Give one line for each statement in words; the Link header has the next page."""
    page = await page_of(asked, _words(wanted(asked, here.catalogue)), here)
    return answered(request, tabled(request, page, here))


def _words(asking: Wanted) -> Wanted:
    return asking if asking.quantities else replace(asking, quantities=tuple(WORDS))


async def _heard(asking: Wanted, here: Parts) -> Fields:
    """Say how much was heard of the places asked about, in the window asked for or lately."""
    now = here.now()
    since = asking.since or to_the_hour((asking.until or now) - LISTENING)
    places = asking.places or tuple(here.catalogue.places)
    async with here.database.reading() as session:
        heard = await news.heard(session, places, since=since, until=asking.until or now)
    newest = heard.newest_at or (None if asking.until else _newest_held(set(places), here))
    return {
        "newest_at": instant(newest) if newest else None,
        "since": instant(since),
        "until": instant(asking.until) if asking.until else None,
        "sources": heard.sources,
        "origins": heard.origins,
    }


def _newest_held(places: set[str], here: Parts) -> datetime | None:
    """Give the newest moment that the board's rows of these places rest on."""
    rows = here.board.view.rows if here.board.view else ()
    heard = [row.status.heard_at for row in rows if row.place.id in places]
    return max((moment for moment in heard if moment is not None), default=None)
