"""Places: the crossing points and the areas they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.hours import Hours
from app.domain.vocabulary import Mode, PlaceKind

BOTH = "both"
"""The direction of figures that count both together, and of words that hold for each."""


class Side(StrEnum):
    """The two sides of a crossing: `a` is the Russian one."""

    A = "a"
    B = "b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a post stands (WGS 84, degrees) and whose post it is (`a` or `b`)."""

    lat: float
    lon: float
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A checkpoint with its two sides, or an area. Side `a` is the Russian one.

    `names` are by language (ISO 639-1): English, Russian, and the one spoken across the border.
    `hours` is what `hours_published` says (the publisher's text in our words), in structured form.
    """

    id: str
    kind: PlaceKind
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    countries: tuple[str, str]
    foreign_name: str
    area: str | None = None
    position: Position | None = None
    elevation_m: float | None = None
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    modes: tuple[Mode, ...] = ()
    hours: tuple[Hours, ...] = ()
    hours_published: str = ""
    external_ids: tuple[tuple[str, str], ...] = ()
    notes: str = ""

    @property
    def directions(self) -> tuple[str, str]:
        """Give the two directions of travel, out of Russia first: `RU-GE`, `GE-RU`."""
        left, right = self.countries
        return f"{left}-{right}", f"{right}-{left}"

    @property
    def zone(self) -> ZoneInfo:
        """Give the zone whose calendar days count here: side b's, the one entered from Russia."""
        return self.zones["b"]
