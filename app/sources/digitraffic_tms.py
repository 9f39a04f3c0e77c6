"""Fintraffic's traffic counters at the Finnish crossings: hourly counts and how the road flows.

Open data of Fintraffic / digitraffic.fi, CC BY 4.0, renewed every minute, no login; it asks for a
header with our name. The list of active stations is read anew each day. A border station bears the
name of one of our crossings (or the number in its catalogue entry) and stands within 10 km of it;
`_rask` stations count heavy vehicles, the others everything, so the two are never added up.

Direction: 1 is the way of rising road addresses, at these posts towards Russia; 2 comes from
there. Each station's own page says where both lead, often only for one; where that contradicts, the
station is not asked. Oddities: a station can be `GATHERING` with values of long ago, so that only
each value's own time counts, never `dataUpdatedTime`; a sensor that is missing is no zero; counts
of five minutes are multiplied by twelve, so they are not taken; a share of free flow (its unit is
written `***`) means nothing while nobody passes, and where few do it would tell who passed in which
minutes: it is taken after an hour of ten or more only. The border is shut: zeros may stand for
ever.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from app.domain.disclosure import SPARSE
from app.domain.place import Place, Position
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, Per, PlaceKind, Quantity
from app.sources.kit import (
    Parsed,
    Payload,
    Refused,
    Request,
    Scope,
    Source,
    Speaker,
    Unreadable,
    each,
    figure,
    number,
    whole,
)
from app.sources.kit.parsed import ODD, reason_of

STATIONS = "https://tie.digitraffic.fi/api/tms/v1/stations"
HEADERS = {"Digitraffic-User": "Darial/1"}
DAY, HOUR, FIVE_MINUTES = timedelta(days=1), timedelta(hours=1), timedelta(minutes=5)
NEAR_KM = 10.0
ROAD = re.compile(r"^(?:vt|kt|st|yt|mt)\d+_", re.IGNORECASE)
PART = re.compile(r"_(?:rask|raja\d*|T)$")
RUSSIA = frozenset({"venäjä", "ryssland", "russia", "viipuri", "vyborg"})
"""What stands for Russia where a station says where a direction leads."""

COUNTED = {5054: 1, 5055: 2}
"""Sensors of the vehicles in a fixed clock hour, with their direction."""

AN_HOUR = {direction: sensor for sensor, direction in COUNTED.items()}
"""By direction: the vehicles of the last full hour."""

SHARE = {5158: 1, 5161: 2, 5058: 1, 5061: 2}
"""Sensors of the mean speed of five minutes in per cent of free flow, with their direction."""

SLIDING = {5058: 5158, 5061: 5161}
"""For each fixed window the sliding one that goes before it."""

SPEED, PASSED = {1: 5122, 2: 5125}, {1: 5116, 2: 5119}
"""By direction: the mean speed (km/h) and the flow of the last five minutes."""

SPEAKER = Speaker(
    source="digitraffic_tms",
    origin="Fintraffic traffic counter",
    origin_kind=OriginKind.SENSOR,
    method=Method.COUNTED,
    publisher="Fintraffic",
)


class _Fit(NamedTuple):
    """A station that fits a place: those of the catalogue first, then the nearest."""

    unlisted: bool
    kilometres: float
    station: int


def asks(_scope: Scope, _now: datetime) -> list[Request]:
    """Ask for the active stations; what is at the border is asked in turn."""
    return [Request(url=f"{STATIONS}?state=ACTIVE", headers=HEADERS, keep=DAY)]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read the list of stations, a station's own page, or its newest values."""
    match payload.json():
        case {"type": "FeatureCollection", "features": [_, *_] as stations}:
            return _border_stations(stations, scope)
        case {"type": "Feature", "properties": dict(properties)}:
            return _proved(properties, payload.about, scope)
        case {"id": station, "sensorValues": list(values)}:
            if str(station) != payload.about.get("station"):
                raise Unreadable(f"values of another station: {station!r:.40}")
            return _measured(values, payload, scope)
        case _:
            raise Unreadable(f"no stations and no values; it begins with {payload.shown()}")


def _border_stations(stations: Sequence[Any], scope: Scope) -> Parsed:
    parsed = Parsed()
    fits: dict[tuple[str, Mode], list[_Fit]] = defaultdict(list)
    for row in stations:
        try:
            for place, mode, fit in _fits(row, scope):
                fits[place, mode].append(fit)
        except ODD as error:
            parsed.refused.append(Refused(row=_shown(row), reason=reason_of(error)))
    for (place_id, mode), found in sorted(fits.items()):
        station = str(min(found).station)
        about = {"place": place_id, "mode": mode.value, "station": station}
        parsed.further.append(
            Request(url=f"{STATIONS}/{station}", headers=HEADERS, about=about, keep=DAY)
        )
    return whole(parsed)


def _shown(row: object) -> str:
    number_of = row.get("id") if isinstance(row, dict) else None
    return f"station {number_of}" if isinstance(number_of, int) else f"a {type(row).__name__}"


def _fits(row: Mapping[str, Any], scope: Scope) -> Iterator[tuple[str, Mode, _Fit]]:
    station, properties = int(number(row["id"])), row["properties"]
    name = ROAD.sub("", properties["name"])
    mode = Mode.TRUCK if name.endswith("_rask") else Mode.ANY
    if properties["collectionStatus"] != "GATHERING":
        return
    lon, lat, *_ = row["geometry"]["coordinates"]
    for place in filter(_on_a_road, scope.places.values()):
        listed = ("digitraffic-tms", str(station)) in place.external_ids
        away = _kilometres(place.position, number(lat), number(lon))
        if away <= NEAR_KM and (listed or _plain(PART.sub("", name)) in _names(place)):
            yield place.id, mode, _Fit(not listed, away, station)


def _on_a_road(place: Place) -> bool:
    at_the_border = place.kind is PlaceKind.CHECKPOINT and "FI" in place.countries
    return at_the_border and place.modes != (Mode.RAIL,)


def _kilometres(position: Position | None, lat: float, lon: float) -> float:
    """Give the distance on a plane, near enough for some kilometres."""
    if position is None:
        return math.inf
    east = (lon - position.lon) * math.cos(math.radians(position.lat))
    return 111.2 * math.hypot(east, lat - position.lat)


def _names(place: Place) -> set[str]:
    return {_plain(name) for name in (*place.names.values(), *place.aliases, place.foreign_name)}


def _plain(name: object) -> str:
    """Give a name's letters: `Raja-Jooseppi` and `Rajajooseppi` are one, `ä` and `a` are two."""
    text = unicodedata.normalize("NFC", name).casefold() if isinstance(name, str) else ""
    return "".join(filter(str.isalnum, text))


def _proved(properties: Mapping[str, Any], about: Mapping[str, str], scope: Scope) -> Parsed:
    """Lead to a station's values, unless where its directions lead contradicts what we take."""
    place = scope.places.get(about.get("place", ""))
    if place is None:
        raise Unreadable("a station that was not asked for")
    one, two = (properties.get(f"direction{which}Municipality") for which in (1, 2))
    towards, back = _plain(one), _plain(two)
    to_the_post = towards in _names(place) and back not in {"", towards}
    if back in RUSSIA or not (towards in {"", *RUSSIA} or to_the_post):
        raise Unreadable(
            f"direction 1 of station {about.get('station')} leads to {one!r:.60} and direction 2 "
            f"to {two!r:.60}, but 1 should lead to Russia"
        )
    url = f"{STATIONS}/{about.get('station')}/data"
    return Parsed(further=[Request(url=url, headers=HEADERS, about=about)])


def _measured(values: Sequence[Any], payload: Payload, scope: Scope) -> Parsed:
    sensors = {
        row["id"]: row for row in values if isinstance(row, dict) and isinstance(row.get("id"), int)
    }

    def read(row: Mapping[str, Any]) -> Report | None:
        sensor = row["id"]
        if sensor in COUNTED:
            return _count(row, _queue(payload.about, scope, COUNTED[sensor]), payload)
        if sensor not in SHARE or SLIDING.get(sensor) in sensors:
            return None
        queue = _queue(payload.about, scope, SHARE[sensor])
        return _share(row, SHARE[sensor], queue, sensors, payload)

    return each(values, read)


def _queue(about: Mapping[str, str], scope: Scope, direction: int) -> Queue:
    out_of_russia, to_russia = scope.places[about["place"]].directions
    return Queue(about["place"], {1: to_russia, 2: out_of_russia}[direction], Mode(about["mode"]))


def _count(row: Mapping[str, Any], queue: Queue, payload: Payload) -> Report:
    begins, ends = (datetime.fromisoformat(row[f"timeWindow{which}"]) for which in ("Start", "End"))
    if ends - begins != HOUR or row["unit"] != "kpl/h":
        raise ValueError("a count that is not of vehicles in one hour")
    return figure(
        SPEAKER,
        queue,
        Quantity.CROSSINGS_VEHICLES,
        number(row["value"]),
        observed_from=begins,
        observed_to=ends,
        recorded_at=payload.fetched_at,
        per=Per.WINDOW,
        url=payload.url,
    )


def _share(
    row: Mapping[str, Any],
    direction: int,
    queue: Queue,
    sensors: Mapping[int, Mapping[str, Any]],
    payload: Payload,
) -> Report | None:
    moment = datetime.fromisoformat(row["measuredTime"])
    passed = _beside(sensors.get(PASSED[direction]), moment)
    if passed == 0 or not _busy(sensors.get(AN_HOUR[direction])):
        return None
    speed = _beside(sensors.get(SPEED[direction]), moment)
    return figure(
        SPEAKER,
        queue,
        Quantity.APPROACH_FLOW_RATIO,
        number(row["value"]) / 100,
        observed_from=moment,
        recorded_at=payload.fetched_at,
        note="" if speed is None else f"mean speed {speed:g} km/h",
        url=payload.url,
    )


def _busy(hour: Mapping[str, Any] | None) -> bool:
    """Tell whether so many passed in the last hour counted that nobody stands out among them."""
    return hour is not None and number(hour["value"]) >= SPARSE


def _beside(row: Mapping[str, Any] | None, moment: datetime) -> float | None:
    """Give what another sensor measured in the same minutes, if it did."""
    if row is None or abs(datetime.fromisoformat(row["measuredTime"]) - moment) > FIVE_MINUTES:
        return None
    return number(row["value"])


SOURCE = Source(
    id="digitraffic_tms",
    name="Fintraffic traffic counters",
    url="https://www.digitraffic.fi/en/road-traffic/",
    every=FIVE_MINUTES,
    licence="CC-BY-4.0",
    attribution="Source: Fintraffic / digitraffic.fi, license CC 4.0 BY",
    asks=asks,
    parse=parse,
    redistribute=True,
    media=("application/json", "application/geo+json"),
)
