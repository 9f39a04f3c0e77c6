"""A traffic announcement as Fintraffic writes it: one version of one situation.

Enumerations are `traffic announcement` (v2) or `TRAFFIC_ANNOUNCEMENT` (v1); `version` is a number
or a text; a geometry may be a point, lines, an area or nothing.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.place import Place

NEAR_KM = 15.0
RETRACTED = "retracted"
OVER = frozenset({"ended", RETRACTED})
"""The kinds of announcement that close a situation."""

FREE = ("title", "comment", "additionalInformation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One version of an announcement; its texts and codes are in small letters.

    `points` are those of its point or lines (longitude, latitude), none for an area; `free` is what
    somebody wrote, `where` describes the area or the spot on the road.
    """

    id: str
    kind: str
    version: int
    released: datetime
    start: datetime
    end: datetime | None
    free: str
    where: str
    features: frozenset[str]
    points: Sequence[tuple[float, float]]

    def near(self, place: Place) -> bool:
        """Tell whether its point, or a point of its lines, is within 15 km of a place."""
        spot = place.position
        if spot is None:
            return False
        shrunk = math.cos(math.radians(spot.lat))
        return any(
            111.2 * math.hypot((lon - spot.lon) * shrunk, lat - spot.lat) <= NEAR_KM
            for lon, lat in self.points
        )


def situation(feature: Mapping[str, Any]) -> Situation | None:
    """Read a version; None where it is no traffic announcement, or not in Finnish.

    Raises what reading raises where it is not in the shape we know.
    """
    properties, geometry = feature["properties"], feature["geometry"] or {}
    said = [each for each in properties["announcements"] if _code(each["language"]) == "fi"]
    if _code(properties["situationType"]) != "traffic announcement" or not said:
        return None
    released = datetime.fromisoformat(properties.get("versionTime") or properties["releaseTime"])
    times = [each.get("timeAndDuration") or {} for each in said]
    starts = [datetime.fromisoformat(each["startTime"]) for each in times if each.get("startTime")]
    ends = [datetime.fromisoformat(each["endTime"]) for each in times if each.get("endTime")]
    return Situation(
        id=properties["situationId"].strip(),
        kind=_code(properties["trafficAnnouncementType"]),
        version=int(str(properties["version"])[:9]),
        released=released,
        start=min(starts, default=released),
        end=max(ends) if len(ends) == len(said) else None,
        free=_joined(each.get(part) for each in said for part in FREE),
        where=_joined((each.get("location") or {}).get("description") for each in said),
        features=frozenset(_code(one["name"]) for each in said for one in each["features"]),
        points=_points(geometry),
    )


def _code(text: str) -> str:
    return text.replace("_", " ").strip().casefold()


def _joined(texts: Iterable[str | None]) -> str:
    return "\n".join(text for text in texts if text).casefold()


def _points(geometry: Mapping[str, Any]) -> list[tuple[float, float]]:
    match geometry:
        case {"type": "Point", "coordinates": point}:
            points = [point]
        case {"type": "LineString", "coordinates": points}:
            pass
        case {"type": "MultiLineString", "coordinates": lines}:
            points = [point for line in lines for point in line]
        case _:
            points = []
    return [(float(lon), float(lat)) for lon, lat, *_ in points]
