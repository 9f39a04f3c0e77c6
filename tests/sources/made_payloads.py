"""Made payloads: answers written by hand in each source's shape, and what was known of them.

They lie in `tests/sources/made/<source id>/` as `NAME.json`, `NAME.html` or `NAME.xml`. What a
poll knows beside the body stands in `NAME.about.json`, all of it optional:
`{"url": "https://...", "about": {"page": "1"}, "fetched_at": "2026-11-24T12:00:00Z",
"charset": "windows-1251"}`.
"""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from app.catalog import load
from app.domain.channel import Channel, ChannelKind
from app.sources.kit import Payload, Scope

FOLDER = Path(__file__).parent / "made"
RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"
"""Real answers, kept next to the project and never in it; tests skip where they are absent."""

FETCHED_AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""When a made payload came, where nothing else is said."""

CHANNELS = tuple(
    Channel(handle=handle, title="Made", place="verkhny-lars", language="ru", kind=kind)
    for handle, kind in (
        ("Lars_Official", ChannelKind.AUTHORITY),
        ("lars_made_road", ChannelKind.TRAVELLERS),
    )
)
"""The channels of which made payloads tell."""


@cache
def made_scope() -> Scope:
    """Give what sources are asked about in tests: the shipped catalogue and the made channels."""
    catalogue = load()
    return Scope(
        places=catalogue.places,
        channels=(*catalogue.channels, *CHANNELS),
        outlets=catalogue.outlets,
    )


def made(source_id: str) -> list[Payload]:
    """Give every made payload of a source, by name."""
    return [made_payload(source_id, name) for name in made_names(source_id)]


def made_names(source_id: str) -> list[str]:
    """Give the file names of a source's made payloads."""
    files = (FOLDER / source_id).glob("*")
    return sorted(file.name for file in files if not file.name.endswith(".about.json"))


def made_payload(source_id: str, name: str) -> Payload:
    """Give one made payload by its file name, with what its sidecar says of it."""
    file = FOLDER / source_id / name
    sidecar = file.with_suffix(".about.json")
    known = json.loads(sidecar.read_text(encoding="utf-8")) if sidecar.exists() else {}
    at = known.get("fetched_at")
    return Payload(
        body=file.read_bytes(),
        fetched_at=FETCHED_AT if at is None else datetime.fromisoformat(at),
        url=known.get("url", f"https://made.example/{source_id}/{name}"),
        about=known.get("about", {}),
        charset=known.get("charset"),
    )
