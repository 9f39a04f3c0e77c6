"""Said: who says something of a place and where it stands, and when that was by its clocks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.place import BOTH, Place
from app.web.page.figures import Fields
from app.web.page.links import outward
from app.web.page.speech import Speech, aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A moment as a place's clocks show it, and how long ago it was, or in how long it is.

    A copy has no `age`: it is read whenever.
    """

    at: datetime
    text: str
    age: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said something, what kind of speaker that is, and where it stands."""

    origin: str
    kind: str
    url: str


def speaker_of(told: Fields, speech: Speech) -> Speaker | None:
    """Give who said it; None where nobody is named."""
    if not told["origin"]:
        return None
    kind = told.get("origin_kind")
    return Speaker(
        origin=told["origin"],
        kind=speech.label("origin_kind", kind) if kind else "",
        url=outward(told.get("url") or ""),
    )


def time_of(
    written: str, speech: Speech, now: datetime, place: Place, *, ends: bool = False
) -> Time:
    """Give a moment of our own answers by a place's clocks.

    Where a day begins on either side, it is that day; as the end of something, the day before.
    """
    at = aware(written)
    return Time(at=at, text=shown(at, speech, place, ends=ends), age=speech.beside(at, now))


def shown(at: datetime, speech: Speech, place: Place, *, ends: bool = False) -> str:
    """Write a moment, or only the day where one begins, or (`ends`) has ended, by then."""
    for zone in place.zones.values():
        here = at.astimezone(zone)
        if here.time() == time.min:
            return speech.dated(here - timedelta.resolution if ends else here, zone)
    return speech.moment(at, place.zone)


def way_of(direction: str, speech: Speech) -> str:
    """Give a direction in words: `Russia → Georgia`."""
    if direction == BOTH:
        return speech.say("both directions together")
    return speech.leading(direction)
