"""The shape of GeoJSON (RFC 7946): collections of features whose properties are flat."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field, create_model

from app.board.entry import NAMED_IN
from app.board.geojson import ACCESS, LAST_FIGURE, LAST_WORD, PARTS
from app.domain.vocabulary import QUEUE_QUANTITIES
from app.web.schemas.common import (
    AccessCode,
    CoverageCode,
    Direction,
    KindCode,
    Meta,
    ModeCode,
    PlaceId,
    Shape,
    Zone,
    told,
    whole,
)
from app.web.schemas.number import LastFigure, LastMeasurement, Measurement, Number
from app.web.schemas.place import SideCode
from app.web.schemas.status import StatusMeta
from app.web.schemas.words import Access, LastWord, Withheld

Flat = dict[str, Any]
"""Fields of a model: by name, the type and what describes it."""


def flat(prefix: str, shape: type[Shape], names: Iterable[str]) -> Flat:
    """Give fields of a shape as properties of their own: `low` of a wait is `wait_minutes_low`."""
    properties = shape.model_json_schema()["properties"]
    return {
        f"{prefix}_{name}": (
            shape.model_fields[name].annotation | None,  # type: ignore[operator]
            _property(f"Of `{prefix}`: ", whole(properties[name])),
        )
        for name in names
    }


def _property(of: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - pydantic types it so
    extra = {name: each for name, each in schema.items() if name.startswith("x-")}
    means = of + schema["description"]
    return Field(default=None, description=means, json_schema_extra=extra or None)


def _names() -> Flat:
    return {
        f"name_{language}": (
            str | None,
            Field(default=None, description=f"The name of the place in {language} (ISO 639-1)."),
        )
        for language in NAMED_IN
    }


def _numbers() -> Flat:
    found: Flat = {}
    for part, names in PARTS.items():
        believed = part in set(QUEUE_QUANTITIES)
        found |= flat(part, Number if believed else Measurement, names)
        found |= flat(f"{part}_last", LastFigure if believed else LastMeasurement, LAST_FIGURE)
    return found


class Geometry(Shape):
    """Where a place is (WGS 84)."""

    type: Literal["Point"] = told("The kind of geometry.")
    coordinates: list[float] = told("Longitude and latitude, in this order.", "degrees")


class QueueKey(Shape):
    """What a feature is of; the names that follow are made from those of the answers in JSON."""

    place: PlaceId
    kind: KindCode
    direction: Direction
    mode: ModeCode
    coverage: CoverageCode
    access: AccessCode
    events: str | None = Field(
        default=None,
        description="Events in short: word, claim and when it was last heard; `; ` lies between.",
    )
    last_heard: str | None = Field(
        default=None, description="Hazards too old to stand among the events, in the same way."
    )
    heard_at: datetime | None = told(
        "The newest moment that anything behind this row speaks of; null: nothing is."
    )
    sources: str = told("The sources behind this row: ids of /v1/sources with spaces between.")
    evidence: str = told("Where each number and word of this queue is explained.")
    row: str = told("Where the whole row is: rules, links, weather and the rest.")


QueueProperties = create_model(
    "QueueProperties",
    __base__=QueueKey,
    __doc__=(
        "One queue. What has no value is left out, but for access, names, and low, mid, high and"
        " no_number of each number; with `quantity` the other numbers are left out whole."
    ),
    **_names(),
    **flat("access", Access, ACCESS),
    **flat("access_last", LastWord, LAST_WORD),
    **_numbers(),
    **flat("withheld", Withheld, ("until", "reason")),
)
"""The properties of a queue, made from the shapes of a status."""


class PlaceKey(Shape):
    """A place of the catalogue; its hours by side and day are in its entry."""

    place: PlaceId
    kind: KindCode
    foreign_name: str = told("The name of the side across the border, in Latin letters.")
    area: str | None = told("The smallest area it lies in; null: none.")
    elevation_m: float | None = told("How high it lies; null: not known.", "m")
    timezone: Zone
    hours_published: str = told("The hours as their publisher tells them, in our words.")
    notes: str = told("What else is to be known of it, in English.")
    aliases: str = told("Further names that find it; `; ` lies between.")
    countries: str = told("The countries of side a and side b (ISO 3166).")
    directions: str = told("The directions of travel, out of Russia first.")
    areas: str = told("All areas it lies in, the smallest first.")
    modes: str = told("The modes that may cross; empty: not known.")
    side: SideCode | None = told("Whose post the position is; null for an area.")
    entry: str = told("Where the whole entry is, with the place's status.")


PlaceProperties = create_model(
    "PlaceProperties", __base__=PlaceKey, __doc__="One place.", **_names()
)
"""The properties of a place."""


class Feature(Shape):
    """A place or a queue on the map."""

    type: Literal["Feature"] = told("The kind of object.")
    geometry: Geometry | None = told("Where it is; null for an area, which has no position.")


class QueueFeature(Feature):
    """A queue on the map."""

    id: str = told("Its permanent id: place, direction and mode with `/` between.")
    properties: QueueProperties = told("What it is like, flat.")  # type: ignore[valid-type]


class PlaceFeature(Feature):
    """A place on the map."""

    id: str = told("The id of the place.")
    properties: PlaceProperties = told("What we know of it, flat.")  # type: ignore[valid-type]


class Collection(Shape):
    """A collection of features; positions are WGS 84, as GeoJSON has it."""

    type: Literal["FeatureCollection"] = told("The kind of object.")


class StatusCollection(Collection):
    """What it is like, a feature for each queue."""

    features: list[QueueFeature] = told("The queues.")
    meta: StatusMeta = told("What the answer says about itself.")


class PlacesCollection(Collection):
    """The catalogue, a feature for each place."""

    features: list[PlaceFeature] = told("The places.")
    meta: Meta = told("What the answer says about itself.")
