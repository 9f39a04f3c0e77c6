"""Spans: from when to when an answer over time goes, at each place by its own days."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from app.board.notation import instant
from app.domain.errors import Fault, InvalidQuery
from app.domain.place import Place
from app.web.moments import When, end_of, start_of
from app.web.queries import Asked

Span = tuple[datetime, datetime]

From = Annotated[
    When | None,
    Field(
        alias="from",
        description="Where it begins: a moment with its offset from UTC, or a bare date, the"
        " beginning of that local day at each place.",
        examples=["2022-09-22"],
    ),
]
To = Annotated[
    When | None,
    Field(
        alias="to",
        description="Where it ends, at most now: a moment with its offset, or a bare date, the end"
        " of that local day at each place.",
        examples=["2022-09-28"],
    ),
]


class RangeAsked(Asked):
    """From when to when a reader asks."""

    from_: From = None
    to: To = None


def spans(
    asked: RangeAsked,
    places: Iterable[Place],
    *,
    now: datetime,
    usual: timedelta,
    most: timedelta,
) -> dict[str, Span]:
    """Give what was asked for at each place, by its id; without `from`, the `usual` length.

    Raises InvalidQuery where nothing lies between the two by now, or more than `most`.
    """
    found: dict[str, Span] = {}
    for place in places:
        end = now if asked.to is None else min(end_of(asked.to, place.zone), now)
        start = end - usual if asked.from_ is None else start_of(asked.from_, place.zone)
        if start >= end:
            detail = f"from: {instant(start)} is not before {instant(end)}, the end at {place.id}"
            raise refused(detail)
        if end - start > most:
            detail = f"from: at most {most.days} days are given at once, not {(end - start).days}"
            raise refused(f"{detail}; give a later from or an earlier to")
        found[place.id] = start, end
    return found


def refused(detail: str, parameter: str = "from") -> InvalidQuery:
    """Give the problem of one parameter."""
    return InvalidQuery(detail, (Fault(parameter=f"query/{parameter}", detail=detail),))


def passed(
    asked: When, places: Iterable[Place], now: datetime, where: str = "each place"
) -> dict[str, datetime]:
    """Give the instant (UTC) asked for at each place, by its id: a local day ends there.

    `where` names the places. Raises InvalidQuery where it has not passed at all of them.
    """
    at = {place.id: end_of(asked, place.zone) for place in places}
    if max(at.values(), default=now) > now:
        told = f"as_of: {asked.isoformat()} has not passed yet at {where}"
        raise refused(f"{told}; leave as_of out for what is known now", "as_of")
    return at


def written(asked: When | None, moment: datetime) -> str:
    """Write one end of the span as it was asked, or else the moment it came to."""
    if asked is None or isinstance(asked, datetime):
        return instant(moment)
    return asked.isoformat()
