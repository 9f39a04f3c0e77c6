"""Feeds: what changed, as Atom, for readers of feeds and for those who build on them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.board.document import JSON, Document, document
from app.board.feed.making import FeedName, describe_feeds, feed, interface_feed
from app.board.notation import encode
from app.board.selection import Filters
from app.web.answering import answered
from app.web.filters import countries, place_ids
from app.web.formats import AtomResponse
from app.web.paging import view_of
from app.web.parts import Here, Parts
from app.web.queries import Asked, Countries, Places
from app.web.schemas.feed import FeedsAnswer

router = APIRouter(tags=["feeds"])


class FeedAsked(Asked):
    """What a reader may ask of a feed."""

    place: Places = ()
    country: Countries = ()


AskedHere = Annotated[FeedAsked, Query()]


@router.get("/v1/feeds", response_model=FeedsAnswer, summary="Every feed")
async def feeds(request: Request, here: Here) -> Response:
    """Give each feed there is, what it is about, and what it can be filtered by.

    Links in a feed are relative to its own address, so they hold on any host, and `updated` is that
    of its newest entry: 1970-01-01T00:00:00Z where it has none.
    """
    body = view_of(here).envelope(encode(describe_feeds()), ())
    return answered(request, document(body, JSON))


@router.get(
    "/v1/feeds/access.atom", response_class=AtomResponse, summary="Changes of access, as Atom"
)
async def access_feed(request: Request, asked: AskedHere, here: Here) -> Response:
    """Give where access, as we published it, became another word or reason; the newest 100.

    Ways of crossing that change alike share an entry. What is withheld says until when and why.
    """
    return answered(request, await _feed(FeedName.ACCESS, asked, here))


@router.get(
    "/v1/feeds/events.atom", response_class=AtomResponse, summary="Events and claims, as Atom"
)
async def events_feed(request: Request, asked: AskedHere, here: Here) -> Response:
    """Give what was said in words, each with how it stands; the 100 stored or taken back last.

    What is retracted comes again, updated, and says so.
    """
    return answered(request, await _feed(FeedName.EVENTS, asked, here))


@router.get(
    "/v1/feeds/corrections.atom", response_class=AtomResponse, summary="What was put right, as Atom"
)
async def corrections_feed(request: Request, asked: AskedHere, here: Here) -> Response:
    """Give what was retracted, withheld or undone, and why; the newest 50."""
    return answered(request, await _feed(FeedName.CORRECTIONS, asked, here))


@router.get(
    "/v1/feeds/api.atom", response_class=AtomResponse, summary="Changes of the interface, as Atom"
)
async def api_feed(request: Request) -> Response:
    """Give what was added to the interface."""
    return answered(request, interface_feed())


async def _feed(name: FeedName, asked: FeedAsked, here: Parts) -> Document:
    view = here.board.held()
    filters = Filters(
        place=place_ids(asked.place, here.catalogue),
        country=countries(asked.country, here.catalogue),
    )

    async def compute() -> Document:
        async with here.database.reading() as session:
            return await feed(session, view, name, filters)

    # What is remembered is forgotten at each commit, which may be before the board has followed.
    return await here.board.past.answer((name, filters, view.newest), compute)
