"""Making feeds: which there are, and each as a finished document, for routes and for mirrors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlencode

from app.board.document import Document, document, pack
from app.board.feed import access, corrections, events, interface
from app.board.feed.atom import ATOM, Entry, Feed, Link, write
from app.board.feed.rights import Told, rights
from app.board.notation import Fields
from app.board.selection import Filters, chosen
from app.board.threads import in_thread
from app.board.view import View
from app.store import sources
from app.store.database import ReadSession

FOLDER = "/v1/feeds/"

Telling = Callable[[ReadSession, View, Sequence[str] | None], Awaitable[Told]]
"""Gives the entries about some places, or (None) about all."""


class FeedName(StrEnum):
    """Which feeds there are."""

    ACCESS = "access"
    EVENTS = "events"
    CORRECTIONS = "corrections"
    API = "api"

    @property
    def path(self) -> str:
        """Give where it is answered."""
        return f"{FOLDER}{self}.atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a feed is about; `beside` is the answer in JSON that holds more of it."""

    title: str
    subtitle: str
    beside: str | None = None


KINDS: Mapping[FeedName, Kind] = {
    FeedName.ACCESS: Kind(
        title="Darial: changes of access",
        subtitle="Where what we published of access became another word, or another reason for one."
        " It says what was said, by whom, and is no promise of passage. No entry means that nothing"
        " of this was published.",
        beside="../status",
    ),
    FeedName.EVENTS: Kind(
        title="Darial: events and claims",
        subtitle="What was said in words, each with how it stands. A rumour stays a rumour, a"
        " denial is the speech of whoever denies. No entry means that we heard nothing, not that"
        " nothing happened.",
        beside="../events",
    ),
    FeedName.CORRECTIONS: Kind(
        title="Darial: corrections",
        subtitle="What was taken back, withheld or put back, when and why. Nothing that was"
        " published is ever rewritten.",
        beside="../corrections",
    ),
    FeedName.API: Kind(
        title="Darial: changes of the interface",
        subtitle="What was added to the interface. Version 1 only adds; lists of codes are open.",
    ),
}


TELLINGS: Mapping[FeedName, Telling] = {
    FeedName.ACCESS: access.told,
    FeedName.EVENTS: events.told,
    FeedName.CORRECTIONS: corrections.told,
}
"""The feeds that are about places."""


async def feed(session: ReadSession, view: View, name: FeedName, filters: Filters) -> Document:
    """Give a feed about the places that fit, from the store; `view` is the board's."""
    places = _places(view, filters)
    told = Told((), ()) if places == () else await TELLINGS[name](session, view, places)
    known = await sources.every(session)
    made = _feed(name, told.entries, rights(told.sources, known), filters)
    return view.finish(await in_thread(write, made), ATOM)


@cache
def interface_feed() -> Document:
    """Give the feed of the interface, which only a release changes."""
    made = _feed(FeedName.API, interface.entries(), rights((), ()), Filters())
    return pack(document(write(made), ATOM))


async def feeds(session: ReadSession, view: View) -> Mapping[str, Document]:
    """Give every feed without a filter, by its path, as a mirror keeps them."""
    found = {name.path: await feed(session, view, name, Filters()) for name in TELLINGS}
    return found | {FeedName.API.path: interface_feed()}


def describe_feeds() -> list[Fields]:
    """Give the JSON object of each feed there is."""
    return [
        {
            "id": name,
            "path": name.path,
            "title": KINDS[name].title,
            "about": KINDS[name].subtitle,
            "filters": ["place", "country"] if name in TELLINGS else [],
        }
        for name in FeedName
    ]


def _feed(name: FeedName, entries: Sequence[Entry], told_rights: str, filters: Filters) -> Feed:
    kind = KINDS[name]
    asked = [("country", each) for each in filters.country]
    asked += [("place", each) for each in filters.place]
    query = f"?{urlencode(asked)}" if asked else ""
    parts = "".join(f":{parameter}={each}" for parameter, each in asked)
    beside = [Link(rel="alternate", href=kind.beside)] if kind.beside else []
    return Feed(
        name=f"feed:{name}{parts}",
        own=f"{name}.atom{query}",
        title=kind.title + (f" ({', '.join(each for _, each in asked)})" if asked else ""),
        subtitle=kind.subtitle,
        rights=told_rights,
        entries=entries,
        links=beside,
    )


def _places(view: View, filters: Filters) -> tuple[str, ...] | None:
    """Give the places, areas among them, that filters leave; None where there are no filters."""
    if not filters.any:
        return None
    return tuple(place.id for place in chosen(view.catalogue, filters))
