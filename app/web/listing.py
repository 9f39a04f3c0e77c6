"""Listing: the parameters of pages of evidence, and what they stand for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from app.catalog import Catalogue
from app.domain.errors import Fault, InvalidQuery
from app.domain.vocabulary import WORDS, Claim, Quantity
from app.store.columns import MICROSECOND
from app.store.reports import Wanted
from app.web.filters import directions, ordered, place_ids
from app.web.moments import When, end_of, start_of
from app.web.queries import MOST_VALUES, Asked, Directions, Modes, Places, Subjects, quantities_in

MOST_ROWS = 500
"""The most rows of one page."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_IN_WORDS, _AS_IN_WORDS = quantities_in(tuple(WORDS))
WordQuantity = Annotated[Quantity, _IN_WORDS, _AS_IN_WORDS]

Cursor = Annotated[
    str | None,
    Field(
        max_length=40,
        pattern=r"^(-?[0-9]{1,18}\.)?[0-9]{1,18}$",
        description="`meta.next` of the page before, with the same filters.",
        examples=["1228"],
    ),
]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="The most rows to give.")]
From = Annotated[
    When | None,
    Field(
        alias="from",
        description="Only what speaks of this moment or later: with its offset, or a bare date, the"
        " local day of the place.",
        examples=["2022-09-26"],
    ),
]
To = Annotated[
    When | None,
    Field(
        alias="to",
        description="Only what speaks of this moment or earlier; a bare date is that whole day.",
        examples=["2022-09-28"],
    ),
]


class ListAsked(Asked):
    """What a reader may ask of pages of evidence."""

    place: Places = ()
    direction: Directions = ()
    mode: Modes = ()
    subject: Subjects = ()
    origin: Annotated[
        tuple[Text, ...],
        Field(
            max_length=MOST_VALUES,
            description="Who said it, as spelled in reports; repeatable.",
            examples=[["Georgian interior ministry"]],
        ),
    ] = ()
    source: Annotated[
        tuple[Text, ...],
        Field(
            max_length=MOST_VALUES,
            description="Who handed it to us, by the ids of /v1/sources; repeatable.",
            examples=[["archive"]],
        ),
    ] = ()
    claim: Annotated[
        tuple[Claim, ...],
        Field(
            max_length=MOST_VALUES,
            description="How a statement in words stands; repeatable.",
            examples=[["confirmed"]],
        ),
    ] = ()
    from_: From = None
    to: To = None
    recorded_from: Annotated[
        When | None,
        Field(
            description="Only what was stored at this moment or later, oldest first: what is new,"
            " retractions included. Go on from `meta.cursor`, not from the last `recorded_at`: what"
            " waited on disk while the database was away comes later than it is stamped.",
            examples=["2026-01-01T00:00:00Z"],
        ),
    ] = None
    cursor: Cursor = None
    limit: Limit = 100


class ReportsAsked(ListAsked):
    """What a reader may ask of reports."""

    quantity: Annotated[
        tuple[Quantity, ...],
        Field(
            max_length=MOST_VALUES,
            description="What is said; repeatable.",
            examples=[["queue_vehicles"]],
        ),
    ] = ()


class EventsAsked(ListAsked):
    """What a reader may ask of statements in words."""

    quantity: Annotated[
        tuple[WordQuantity, ...],
        Field(
            max_length=MOST_VALUES,
            description="Which statements; repeatable. All of them unless some are named.",
            examples=[["event"]],
        ),
    ] = ()


def wanted(asked: ReportsAsked | EventsAsked, catalogue: Catalogue) -> Wanted:
    """Give what the store is to look for.

    Raises UnknownPlace, AmbiguousPlace, and InvalidQuery where `from` lies after `to`.
    """
    places = place_ids(asked.place, catalogue)
    since, until = window(asked, zones_of(places, catalogue))
    return Wanted(
        places=places,
        directions=directions(asked.direction, catalogue),
        modes=ordered(asked.mode),
        quantities=ordered(asked.quantity),
        subjects=ordered(asked.subject),
        origins=ordered(asked.origin),
        sources=ordered(asked.source),
        claims=ordered(asked.claim),
        since=since,
        until=until,
        recorded_from=earliest(asked.recorded_from, zones_of(places, catalogue)),
    )


def zones_of(places: Iterable[str], catalogue: Catalogue) -> set[ZoneInfo]:
    """Give the zones whose days count at these places, or at all where none is named."""
    named = [catalogue.place(place_id) for place_id in places]
    return {place.zone for place in named or catalogue.places.values()}


def window(asked: ListAsked, zones: Iterable[ZoneInfo]) -> tuple[datetime | None, datetime | None]:
    """Give the window asked for; a day spans what is that day in any of the zones.

    Raises InvalidQuery where `from` lies after `to` by every zone's clock.
    """
    since = earliest(asked.from_, zones)
    until = None if asked.to is None else max(_last(asked.to, zone) for zone in zones)
    if all(_turned_round(asked.from_, asked.to, zone) for zone in zones):
        fault = Fault(parameter="query/from", detail="from lies after to; exchange the two")
        raise InvalidQuery(fault.detail, (fault,))
    return since, until


def _turned_round(since: When | None, until: When | None, zone: ZoneInfo) -> bool:
    if since is None or until is None:
        return False
    return start_of(since, zone) > _last(until, zone)


def earliest(when: When | None, zones: Iterable[ZoneInfo]) -> datetime | None:
    """Give the first instant of what was asked; of a day, where it begins first."""
    return None if when is None else min(start_of(when, zone) for zone in zones)


def _last(when: When, zone: ZoneInfo) -> datetime:
    """Give the last moment of what was asked; a day ends just before the next one begins."""
    return when if isinstance(when, datetime) else end_of(when, zone) - MICROSECOND
