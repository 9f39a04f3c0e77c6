"""Fintraffic's traffic announcements around the Finnish crossings: closures and blocked roads.

Open data of Fintraffic / digitraffic.fi, CC BY 4.0, renewed every minute, no login; it asks for a
header with our name. Fintraffic runs the road traffic centres for the state: it speaks as the
operator. One box around all our crossings is asked for, from the day before on, so that an ending
is heard even after an outage. The text is Finnish; what is stored is the fact and its link.

What counts: a sentence that speaks of the crossing itself (`rajanylityspaikka`, `raja-asema`) being
shut or open sets access; a road closed within 15 km is the event `road_blocked`. Points and lines
concern the places they come near; areas and announcements without geometry only those they name.

Oddities: an end is often not stated: a closure then holds as last listed, to the day, and fades by
itself should its end never be heard. An announcement that has ended or is retracted no longer says
of what, so that its history is asked: an ending is a revision of the report, a retraction a row
that takes it back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from app.domain.place import BOTH, Place
from app.domain.report import Queue, Report
from app.domain.vocabulary import (
    AccessWord,
    EventWord,
    Method,
    Mode,
    OriginKind,
    PlaceKind,
    Precision,
    Quantity,
)
from app.sources.digitraffic_announcements.finnish import BLOCKED, access, names
from app.sources.digitraffic_announcements.situation import OVER, RETRACTED, Situation, situation
from app.sources.kit import Parsed, Payload, Request, Scope, Source, Speaker, Unreadable, each, word
from app.sources.kit.source import MEBIBYTE

MESSAGES = "https://tie.digitraffic.fi/api/traffic-message/v2"
HEADERS = {"Digitraffic-User": "Darial/1"}
DAY = timedelta(days=1)
MARGIN = 0.25
MOST_HISTORIES = 20
SURE = frozenset({"general", "preliminary accident report", "accident report"})
"""The kinds of announcement that are taken at their word."""

SPEAKER = Speaker(
    source="digitraffic_announcements",
    origin="Fintraffic",
    origin_kind=OriginKind.OPERATOR,
    method=Method.OFFICIAL,
    publisher="Fintraffic",
    language="fi",
)


def asks(scope: Scope, now: datetime) -> list[Request]:
    """Ask for what held at any time since yesterday's midnight (UTC), in one box."""
    spots = [place.position for place in _crossings(scope) if place.position]
    if not spots:
        return []
    lons, lats = [spot.lon for spot in spots], [spot.lat for spot in spots]
    url = (
        f"{MESSAGES}/traffic-announcements?from={now.astimezone(UTC) - DAY:%Y-%m-%d}T00:00:00Z"
        f"&xMin={min(lons) - MARGIN:.3f}&xMax={max(lons) + MARGIN:.3f}"
        f"&yMin={min(lats) - MARGIN:.3f}&yMax={max(lats) + MARGIN:.3f}"
    )
    return [Request(url=url, headers=HEADERS)]


def _crossings(scope: Scope) -> list[Place]:
    """Give the Finnish crossings that a road leads to."""
    posts = [each for each in scope.places.values() if each.kind is PlaceKind.CHECKPOINT]
    return [post for post in posts if "FI" in post.countries and post.modes != (Mode.RAIL,)]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read the list of announcements, or the history of one that is over."""
    match payload.json():
        case {"type": "FeatureCollection", "features": list(features)}:
            pass
        case list(features) if "situation" in payload.about:
            pass
        case _:
            raise Unreadable(f"no announcements; it begins with {payload.shown()}")
    if "situation" not in payload.about:
        return _listed(features, payload, scope)
    about = f"the history of {payload.about['situation']}"
    return each([features], lambda past: list(_endings(past, payload, scope)), lambda _: about)


def _listed(features: Sequence[Any], payload: Payload, scope: Scope) -> Parsed:
    over: list[Situation] = []

    def read(feature: Mapping[str, Any]) -> list[Report]:
        told = situation(feature)
        if told is None:
            return []
        if told.kind in OVER and any(_concerns(told, place) for place in _crossings(scope)):
            over.append(told)
        return list(_reports(told, payload, scope))

    parsed = each(features, read)
    for told in over[:MOST_HISTORIES]:
        url, about = f"{_link(told)}/history", {"situation": told.id}
        parsed.further.append(Request(url=url, headers=HEADERS, about=about, keep=DAY / 4))
    return parsed


def _link(told: Situation) -> str:
    return f"{MESSAGES}/messages/{quote(told.id, safe='')}"


def _concerns(told: Situation, place: Place) -> bool:
    """Tell whether it is near a place, or of an area and names the place."""
    return told.near(place) if told.points else names(place, f"{told.where}\n{told.free}")


def _reports(told: Situation, payload: Payload, scope: Scope) -> Iterator[Report]:
    crossings = _crossings(scope)
    for place in crossings if told.kind in SURE else ():
        if not _concerns(told, place):
            continue
        state = access(told, place, crossings)
        if state is not None:
            yield _report(told, place, Quantity.ACCESS, state, payload)
        elif told.features & BLOCKED and told.points:
            yield _report(told, place, Quantity.EVENT, EventWord.ROAD_BLOCKED, payload)


def _report(
    told: Situation, place: Place, quantity: Quantity, said: str, payload: Payload
) -> Report:
    """Make the report: `open` is a snapshot, anything else holds from its start on."""
    begins, ends, precision = told.start, told.end, Precision.HOUR
    listed = payload.fetched_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if said == AccessWord.OPEN:
        begins = ends = told.released
    elif quantity is Quantity.ACCESS and ends is None:
        ends, precision = max(begins, listed), Precision.PART_OF_DAY
    return word(
        SPEAKER,
        Queue(place.id, BOTH, Mode.ANY),
        quantity,
        said,
        observed_from=begins,
        observed_to=ends,
        recorded_at=payload.fetched_at,
        precision=precision,
        published_at=told.released,
        url=_link(told),
        note="" if told.end or said == AccessWord.OPEN else f"listed on {listed:%Y-%m-%d}",
        identity=f"{told.id}|{place.id}",
    )


def _endings(past: Sequence[Any], payload: Payload, scope: Scope) -> Iterator[Report]:
    """Give what the last version ends or takes back: what the last one before it had said."""
    known = [told for told in map(situation, past) if told is not None]
    known.sort(key=lambda told: told.version)
    said = [told for told in known if told.kind not in OVER]
    if not said or known[-1].kind not in OVER:
        return
    for report in _reports(said[-1], payload, scope):
        if known[-1].kind == RETRACTED:
            yield _retraction(report, known[-1])
        elif report.word != AccessWord.OPEN:
            yield _ended(report, known[-1])


def _retraction(report: Report, last: Situation) -> Report:
    return replace(
        report,
        identity=f"{report.identity}|{RETRACTED}",
        retracts=report.identity,
        note="retracted by Fintraffic",
        published_at=last.released,
        known_at=None,
    )


def _ended(report: Report, last: Situation) -> Report:
    end = min(last.end or last.released, last.released)
    return replace(
        report,
        observed_to=max(end, report.observed_from),
        precision=Precision.HOUR,
        note="ended, says Fintraffic",
        published_at=last.released,
        known_at=None,
    )


SOURCE = Source(
    id="digitraffic_announcements",
    name="Fintraffic traffic announcements",
    url="https://www.digitraffic.fi/en/road-traffic/",
    every=timedelta(minutes=2),
    licence="CC-BY-4.0",
    attribution="Source: Fintraffic / digitraffic.fi, license CC 4.0 BY",
    asks=asks,
    parse=parse,
    redistribute=True,
    media=("application/json", "application/geo+json"),
    largest=16 * MEBIBYTE,
)
