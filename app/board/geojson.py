"""GeoJSON (RFC 7946): places and queues as points with flat properties, for maps and tables.

Every property is in every feature, null where there is no value, so that a layer has the same
columns whatever is known. What is longer (rules, notes, links of events) stands in the full row, to
which `row` leads.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.board.entry import names_of
from app.board.notation import Fields, encode
from app.domain.place import Place
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import QUEUE_QUANTITIES

QUEUE = ("place", "kind", "direction", "mode", "coverage")
ACCESS = (
    "place", "because", "freshness", "since", "until", "late_at", "stale_at", "review_at", "claim",
    "origin", "origin_kind", "agreement", "url",
)  # fmt: skip
NUMBER = (
    "subject", "low", "mid", "high", "no_number", "method", "observed_to", "freshness", "late_at",
    "stale_at", "agreement", "origins", "published_id",
)  # fmt: skip
MEASUREMENT = (
    "subject", "low", "mid", "high", "bound", "per", "no_number", "method", "observed_from",
    "observed_to", "freshness", "late_at", "stale_at", "origin", "url",
)  # fmt: skip
CORE = ("low", "mid", "high", "no_number")
"""What is in every feature of each number."""

LAST_FIGURE = ("low", "mid", "high", "observed_to")
LAST_WORD = ("state", "observed_from", "observed_to")

PARTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((quantity.value for quantity in QUEUE_QUANTITIES), NUMBER),
    **dict.fromkeys((quantity.value for quantity in TRAFFIC), MEASUREMENT),
}
"""The numbers of a row, and what is told of each beside its last figure."""


def feature_collection(features: Iterable[Fields], meta: Fields) -> bytes:
    """Write features as a FeatureCollection, with `meta` as a foreign member."""
    return encode({"type": "FeatureCollection", "features": list(features), "meta": meta})


def collection_of(features: Iterable[bytes], meta: Fields) -> bytes:
    """Join features that are written already, as `feature_collection` would write them."""
    told = b",".join(features)
    return b'{"type":"FeatureCollection","features":[%s],"meta":%s}' % (told, encode(meta))


def feature_of_place(place: Place, described: Fields) -> Fields:
    """Give a place of the catalogue as a feature; `described` is its JSON object."""
    kept = ("kind", "foreign_name", "area", "elevation_m", "timezone", "hours_published", "notes")
    position = described["position"] or {}
    return _feature(
        place.id,
        place,
        {
            "place": place.id,
            **names_of(place),
            **{name: described[name] for name in kept},
            "aliases": "; ".join(place.aliases),
            "countries": " ".join(place.countries),
            "directions": " ".join(place.directions),
            "areas": " ".join(described["areas"]),
            "modes": " ".join(place.modes),
            "side": position.get("side"),
            "entry": f"/v1/places/{quote(place.id)}",
        },
    )


def feature_of_queue(row: Fields, place: Place, when: Mapping[str, str]) -> Fields:
    """Give a row of a status as a feature; `when` is how a past moment was asked for."""
    asked = {name: row[name] for name in ("place", "direction", "mode")}
    return _feature(
        "/".join(asked.values()),
        place,
        {
            **{name: row[name] for name in QUEUE},
            **names_of(place),
            **_access(row["access"]),
            **_numbers(row),
            **_words(row),
            "heard_at": row["heard_at"],
            "sources": " ".join(row["sources"]),
            "evidence": row["evidence"],
            "row": f"/v1/status?{urlencode({**asked, **when})}",
        },
    )


def _feature(name: str, place: Place, properties: Fields) -> Fields:
    return {
        "type": "Feature",
        "id": name,
        "geometry": _point(place),
        "properties": properties,
    }


def _point(place: Place) -> Fields | None:
    position = place.position
    if position is None:
        return None
    return {"type": "Point", "coordinates": [position.lon, position.lat]}


def _access(access: Fields) -> Fields:
    return {
        "access": access["state"],
        **_named("access", ACCESS, access),
        **_named("access_last", LAST_WORD, access["last"]),
    }


def _numbers(row: Fields) -> Fields:
    """Give what is told of each number; of those a reader left out there is nothing."""
    return {
        name: value
        for part, names in PARTS.items()
        if part in row
        for name, value in _number(part, names, row[part]).items()
    }


def _number(part: str, names: Iterable[str], number: Fields | None) -> Fields:
    core = {f"{part}_{name}": number[name] if number else None for name in CORE}
    if number is None:
        return core
    return _named(part, names, number) | core | _named(f"{part}_last", LAST_FIGURE, number["last"])


def _words(row: Fields) -> Fields:
    """Give events and hazards in short, and what is withheld, the longest of several orders."""
    last = max(row["withheld"], key=lambda order: str(order["until"]), default=None)
    return {
        **{name: "; ".join(_events(row[name])) for name in ("events", "last_heard") if name in row},
        **_named("withheld", ("until", "reason"), last),
    }


def _events(events: Iterable[Fields]) -> Iterator[str]:
    for event in events:
        told = (event["word"], event["claim"], event["last_heard"])
        yield " ".join(each for each in told if each)


def _named(part: str, names: Iterable[str], told: Mapping[str, Any] | None) -> Fields:
    if told is None:
        return {}
    return {f"{part}_{name}": told[name] for name in names if told[name] is not None}
