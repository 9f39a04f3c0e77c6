"""The shape of the catalogue's places."""

from datetime import date

from app.web.schemas.common import KindCode, Meta, ModeCode, Shape
from app.web.schemas.status import StatusMeta, StatusRow


class Position(Shape):
    """Where a post stands (WGS 84) and whose it is."""

    lat: float
    lon: float
    side: str


class Season(Shape):
    """The first and last day (MM-DD) of a part of each year."""

    first: str
    last: str


class Hours(Shape):
    """When one side lets traffic through, by its own clock; `22:00-30:00` runs past midnight."""

    modes: list[ModeCode]
    week: dict[str, list[str]]
    breaks: list[str]
    season: Season | None
    clocks: str | None
    valid_from: date | None
    valid_to: date | None
    shut_on_holidays: bool
    basis: str


class Side(Shape):
    """One side of a crossing: `a` is the Russian one."""

    side: str
    country: str
    timezone: str | None
    hours: list[Hours]


class ExternalId(Shape):
    """The number a place has in somebody's register."""

    registry: str
    id: str


class PlaceEntry(Shape):
    """A place of the catalogue."""

    id: str
    kind: KindCode
    names: dict[str, str]
    foreign_name: str
    aliases: list[str]
    countries: list[str]
    directions: list[str]
    area: str | None
    areas: list[str]
    position: Position | None
    elevation_m: float | None
    timezone: str
    modes: list[ModeCode]
    sides: list[Side]
    hours_published: str
    external_ids: list[ExternalId]
    notes: str


class PlacesAnswer(Shape):
    """Places of the catalogue."""

    data: list[PlaceEntry]
    meta: Meta


class PlaceWithStatus(PlaceEntry):
    """A place with its whole status."""

    status: list[StatusRow]


class PlaceAnswer(Shape):
    """One place with its whole status."""

    data: PlaceWithStatus
    meta: StatusMeta
