"""The shape of the catalogue's places."""

from datetime import date
from typing import Annotated

from app.domain import place as domain
from app.domain.hours import Clocks, HoursBasis
from app.web.schemas.common import KindCode, Meta, ModeCode, PlaceId, Shape, Zone, known, told
from app.web.schemas.status import StatusMeta, StatusRow

SideCode = Annotated[str, known(domain.Side, means="Which side it is: `a` is the Russian one.")]
BasisCode = Annotated[
    str, known(HoursBasis, means="Whether the publisher names the local time of these hours.")
]
ClocksCode = Annotated[
    str, known(Clocks, means="The clocks of the side across to which the hours are bound.")
]


class Position(Shape):
    """Where a post stands (WGS 84) and whose it is."""

    lat: float = told("Latitude.", "degrees")
    lon: float = told("Longitude.", "degrees")
    side: SideCode


class Season(Shape):
    """The first and last day (MM-DD) of a part of each year."""

    first: str = told("The first day.")
    last: str = told("The last day.")


class Openings(Shape):
    """When one side lets traffic through, by its own clock; `22:00-30:00` runs past midnight."""

    modes: list[ModeCode] = told("For which modes; empty: for all on the road.")
    week: dict[str, list[str]] = told("The openings of each day, `mon` to `sun`.")
    breaks: list[str] = told("What interrupts the openings, each day.")
    season: Season | None = told("The part of each year in which they hold; null: all of it.")
    clocks: ClocksCode | None
    valid_from: date | None = told("The first day; null: undated, and said of no day before 2023.")
    valid_to: date | None = told("The last day; null: it names none.")
    shut_on_holidays: bool = told("Whether it is shut on holidays, which come as notices.")


class Hours(Openings):
    """When one side lets traffic through, and what its clock was taken from."""

    basis: BasisCode


class Side(Shape):
    """One side of a crossing: `a` is the Russian one."""

    side: SideCode
    country: str = told("Its country (ISO 3166, two capitals).")
    timezone: str | None = told("Its time zone (IANA); null: not known.")
    hours: list[Hours] = told("Its hours; empty: we know of none.")


class ExternalId(Shape):
    """The number a place has in somebody's register."""

    registry: str = told("Whose register.")
    id: str = told("The number or name in it.")


class ShortEntry(Shape):
    """A place of the catalogue: what it is called, where it is, and which ways lead through it."""

    id: PlaceId
    kind: KindCode
    names: dict[str, str] = told("Its names by language (ISO 639-1).")
    foreign_name: str = told("The name of the side across the border, in Latin letters.")
    aliases: list[str] = told("Further names that find it.")
    countries: list[str] = told("The countries of side a and side b (ISO 3166).")
    directions: list[str] = told("The directions of travel, out of Russia first.")
    area: str | None = told("The smallest area it lies in; null: none.")
    position: Position | None = told("Where it is; null for an area.")
    timezone: Zone
    modes: list[ModeCode] = told("The modes that may cross; empty: not known.")


class PlaceEntry(ShortEntry):
    """A place of the catalogue, with all that is known of it."""

    areas: list[str] = told("All areas it lies in, the smallest first.")
    elevation_m: float | None = told("How high it lies; null: not known.", "m")
    sides: list[Side] = told("Its two sides.")
    hours_published: str = told("The hours as their publisher tells them, in our words.")
    external_ids: list[ExternalId] = told("What it is called in registers of others.")
    notes: str = told("What else is to be known of it, in English.")


class PlacesAnswer(Shape):
    """Places of the catalogue."""

    data: list[PlaceEntry] = told("The places.")
    meta: Meta = told("What the answer says about itself.")


class PlaceWithStatus(PlaceEntry):
    """A place with its whole status."""

    status: list[StatusRow] = told("Every queue of the place.")


class PlaceAnswer(Shape):
    """One place with its whole status."""

    data: PlaceWithStatus = told("The place.")
    meta: StatusMeta = told("What the answer says about itself.")
