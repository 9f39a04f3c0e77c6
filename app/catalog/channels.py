"""Public channels as the catalogue lists them: `channels.toml`, one `[[channel]]` each."""

import re
from collections.abc import Mapping

from app.catalog.mistakes import suggestion
from app.catalog.section import Section
from app.domain.channel import Channel, ChannelKind
from app.domain.place import Place

HANDLE = re.compile(r"[A-Za-z0-9_]{5,32}")
LANGUAGE = re.compile(r"[a-z]{2}")


def read_channel(section: Section, places: Mapping[str, Place | None]) -> Channel:
    """Read one `[[channel]]`. It may be used only if nothing was noted meanwhile."""
    channel = Channel(
        handle=_handle(section),
        title=section.text("title", needed=True),
        place=_place(section, places),
        language=read_language(section),
        # Where no kind can be read, the one of which least is kept.
        kind=section.word("kind", ChannelKind) or ChannelKind.TRAVELLERS,
        direction=_direction(section, places),
    )
    section.close()
    return channel


def read_language(section: Section) -> str:
    """Read which language somebody writes in."""
    text = section.text("language", needed=True)
    if text and not LANGUAGE.fullmatch(text):
        fix = "use the two letters of ISO 639-1: en, ru, ka"
        section.wrong("language", f"unknown language {text!r}", fix)
    return text


def _handle(section: Section) -> str:
    text = section.text("handle", needed=True)
    if text and not HANDLE.fullmatch(text):
        fix = "write what follows t.me/: 5 to 32 of A-Z, a-z, 0-9 and _"
        section.wrong("handle", f"{text!r} is no handle", fix)
    return text


def _place(section: Section, places: Mapping[str, Place | None]) -> str:
    text = section.text("place", needed=True)
    if text and text not in places:
        fix = suggestion(text, places, "add the place, or correct the id")
        section.wrong("place", f"unknown place {text!r}", fix)
    return text


def _direction(section: Section, places: Mapping[str, Place | None]) -> str:
    """Read of which way a channel speaks; it must be one of its place's."""
    text = section.text("direction")
    place = places.get(section.text("place"))
    if text and place is not None and text not in place.directions:
        known = " or ".join(place.directions)
        section.wrong("direction", f"{text!r} does not lead past {place.id}", f"write {known}")
    return text
