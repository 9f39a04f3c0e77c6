"""Open-Meteo: temperature, wind, snowfall and visibility of a weather model, at every crossing.

The free service is for non-commercial use only and takes some 10,000 requests a day; its data are
CC BY 4.0. The software is open: whoever earns money with this, or asks more often, runs a server
of their own and names its address. One request serves all points, in the order asked; the answer is
an array, for a single point an object.

Oddities: times carry no offset and are in the zone asked for (UTC); coordinates are snapped to the
model's grid; the units are those the answer names; snowfall is what fell in the interval up to the
time, a quarter of an hour; a missing value is null. A pass is another climate than the post below
it, so it is a point and an origin of its own, told with the same place.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from app.domain.place import BOTH
from app.domain.report import Queue, Report
from app.domain.vocabulary import Method, Mode, OriginKind, PlaceKind, Quantity
from app.sources.kit import (
    Parsed,
    Payload,
    Request,
    Scope,
    Source,
    Speaker,
    Unreadable,
    each,
    figure,
    identity_of,
    number,
)

FREE = "https://api.open-meteo.com"
MEASURED = {
    "temperature_2m": (Quantity.TEMPERATURE_C, "°C"),
    "wind_speed_10m": (Quantity.WIND_MS, "m/s"),
    "snowfall": (Quantity.SNOWFALL_CM, "cm"),
    "visibility": (Quantity.VISIBILITY_M, "m"),
}
"""Each variable asked for, our quantity, and the unit it must come in."""

ORIGIN = "Open-Meteo (model)"
SNAP = 0.15
"""How far, in degrees each way, the model's grid may move a point."""

LONGEST = timedelta(hours=1)
"""The longest interval of a current value: hourly models."""


class _Point(NamedTuple):
    """Where the weather is asked for; `name` is empty at the post itself."""

    place: str
    lat: float
    lon: float
    name: str = ""


FURTHER = (_Point("verkhny-lars", 42.5036, 44.4536, "Krestovy (Jvari) pass, 2,379 m"),)
"""Points that belong to a place and have another weather than its post."""


def asks(scope: Scope, _now: datetime) -> list[Request]:
    """Ask for all points at once; `about` holds them in the order asked."""
    points = [*_posts(scope), *(point for point in FURTHER if point.place in scope.places)]
    if not points:
        return []
    lats, lons = (",".join(f"{point[axis]:.4f}" for point in points) for axis in (1, 2))
    url = (
        f"{scope.bases.get('open_meteo', FREE)}/v1/forecast?latitude={lats}&longitude={lons}"
        f"&current={','.join(MEASURED)}&timezone=UTC&wind_speed_unit=ms"
    )
    about = {str(index): ";".join(map(str, point)) for index, point in enumerate(points)}
    return [Request(url=url, about=about)]


def _posts(scope: Scope) -> Iterator[_Point]:
    for place in sorted(scope.places.values(), key=lambda place: place.id):
        if place.kind is PlaceKind.CHECKPOINT and place.position is not None:
            yield _Point(place.id, place.position.lat, place.position.lon)


def parse(payload: Payload, _scope: Scope) -> Parsed:
    """Read the answer: a row for each point asked, in that order."""
    match payload.json():
        case {"error": True, "reason": reason}:
            raise Unreadable(f"they answer: {reason!r:.200}")
        case dict(row):
            rows = [row]
        case list(rows):
            pass
        case _:
            raise Unreadable(f"no weather; it begins with {payload.shown()}")
    if not rows or len(rows) != len(payload.about):
        raise Unreadable(f"{len(rows)} points where {len(payload.about)} were asked for")
    return each(enumerate(rows), lambda row: _weather(payload, *row))


def _weather(payload: Payload, index: int, row: Mapping[str, Any]) -> list[Report]:
    place, lat, lon, name = payload.about[str(index)].split(";")
    _check_point(row, float(lat), float(lon))
    current, units = row["current"], row["current_units"]
    moment = datetime.fromisoformat(f"{current['time']}Z").astimezone(UTC)
    reports = []
    for variable, (quantity, unit) in MEASURED.items():
        value = current.get(variable)
        if value is None:
            continue
        if units[variable] != unit:
            raise ValueError(f"{variable} comes in {units[variable]!r:.20}, not in {unit}")
        begins = moment - _interval(current) if quantity is Quantity.SNOWFALL_CM else moment
        reports.append(
            figure(
                _speaker(name),
                Queue(place, BOTH, Mode.ANY),
                quantity,
                number(value),
                observed_from=begins,
                observed_to=moment,
                recorded_at=payload.fetched_at,
                identity=identity_of([place, name, quantity, begins]),
                url="https://open-meteo.com/",
            )
        )
    return reports


def _check_point(row: Mapping[str, Any], lat: float, lon: float) -> None:
    """Raise ValueError where a row is of another point, or its times of another zone."""
    away = max(abs(number(row["latitude"]) - lat), abs(number(row["longitude"]) - lon))
    if away > SNAP:
        raise ValueError(f"it is of a point {away:.2f} degrees away from {lat:.2f}, {lon:.2f}")
    if row["timezone"] not in {"GMT", "UTC"} or row["utc_offset_seconds"] != 0:
        raise ValueError(f"its times are in {row['timezone']!r:.40}, not in UTC")


def _interval(current: Mapping[str, Any]) -> timedelta:
    interval = timedelta(seconds=number(current["interval"]))
    if not timedelta(0) < interval <= LONGEST:
        raise ValueError(f"an interval of {interval}")
    return interval


def _speaker(name: str) -> Speaker:
    return Speaker(
        source="open_meteo",
        origin=f"{ORIGIN}, {name}" if name else ORIGIN,
        origin_kind=OriginKind.BUSINESS,
        method=Method.DERIVED,
        publisher="Open-Meteo",
    )


SOURCE = Source(
    id="open_meteo",
    name="Open-Meteo weather model",
    url="https://open-meteo.com/",
    every=timedelta(minutes=30),
    licence="CC-BY-4.0",
    attribution="Weather data by Open-Meteo.com, CC BY 4.0",
    asks=asks,
    parse=parse,
    redistribute=True,
    still=timedelta(hours=6),
)
