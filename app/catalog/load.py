"""Loading: the shipped catalogue, an operator's own laid over it, and every mistake in both."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.catalog.catalogue import Catalogue
from app.catalog.channels import read_channel
from app.catalog.checks import Entry, check_places
from app.catalog.files import Layer, documents, layers, listing, strays
from app.catalog.labels import read_labels
from app.catalog.mistakes import CatalogueError, Mistake
from app.catalog.notices import read_notice
from app.catalog.outlets import read_outlet
from app.catalog.places import read_place
from app.catalog.section import Section
from app.domain.channel import Channel, Outlet
from app.domain.notice import Notice
from app.domain.place import Place

Words = dict[str, dict[str, dict[str, str]]]


class Decision(NamedTuple):
    """A notice, and the table it was read from."""

    section: Section
    notice: Notice


class Read(NamedTuple):
    """A channel, and the table it was read from."""

    section: Section
    channel: Channel


class Followed(NamedTuple):
    """An outlet, and the table it was read from."""

    section: Section
    outlet: Outlet


def load(overlay: Path | None = None) -> Catalogue:
    """Give the catalogue, an operator's own entries replacing shipped ones by id.

    Raises CatalogueError with every mistake.
    """
    return _shipped() if overlay is None else _whole(overlay)


@cache
def _shipped() -> Catalogue:
    """Give what is shipped: it comes with the code and changes with it only."""
    return _whole(None)


def _whole(overlay: Path | None) -> Catalogue:
    catalogue, mistakes = _read(layers(overlay))
    if mistakes:
        raise CatalogueError(mistakes)
    return catalogue


def check(overlay: Path | None = None) -> list[Mistake]:
    """Give every mistake, by file and line."""
    return _read(layers(overlay))[1]


def _read(catalog_layers: Iterable[Layer]) -> tuple[Catalogue, list[Mistake]]:
    mistakes: list[Mistake] = []
    entries: dict[str, Entry] = {}
    decisions: dict[str, Decision] = {}
    channels: dict[str, Read] = {}
    outlets: dict[str, Followed] = {}
    labels: Words = {}
    places: dict[str, Place | None] = {}
    for layer in catalog_layers:
        mistakes.extend(strays(layer))
        entries |= _places(layer, places, mistakes)
        decisions |= _notices(layer, places, mistakes)
        channels |= _channels(layer, places, mistakes)
        outlets |= _outlets(layer, mistakes)
        _add_labels(layer, labels, mistakes)
    check_places(entries)
    catalogue = Catalogue(
        places={place_id: entry.place for place_id, entry in entries.items()},
        notices=tuple(decision.notice for decision in decisions.values()),
        labels=labels,
        channels=tuple(read.channel for read in channels.values()),
        outlets=tuple(followed.outlet for followed in outlets.values()),
        version=_version(
            [*entries.values(), *decisions.values(), *channels.values(), *outlets.values()], labels
        ),
    )
    return catalogue, sorted(set(mistakes))


def _places(
    layer: Layer, places: dict[str, Place | None], mistakes: list[Mistake]
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for _, document in documents(layer, "places", mistakes):
        for section in document.sections("place"):
            before = len(mistakes)
            place = read_place(section)
            places[place.id] = place if len(mistakes) == before else None
            if place.id in entries:
                _twice(section, "places", place.id, entries[place.id].section)
            entries.setdefault(place.id, Entry(section, place))
        document.close()
    return entries


def _notices(
    layer: Layer, places: Mapping[str, Place | None], mistakes: list[Mistake]
) -> dict[str, Decision]:
    decisions: dict[str, Decision] = {}
    for _, document in documents(layer, "notices", mistakes):
        for section in document.sections("notice"):
            notice = read_notice(section, places)
            if notice.id in decisions:
                _twice(section, "notices", notice.id, decisions[notice.id].section)
            decisions.setdefault(notice.id, Decision(section, notice))
        document.close()
    return decisions


def _channels(
    layer: Layer, places: Mapping[str, Place | None], mistakes: list[Mistake]
) -> dict[str, Read]:
    """Give the channels of a layer by handle, in which Telegram makes no difference of case."""
    channels: dict[str, Read] = {}
    document = listing(layer, "channels", mistakes)
    if document is None:
        return channels
    for section in document.sections("channel"):
        channel = read_channel(section, places)
        handle = channel.handle.casefold()
        if handle in channels:
            _twice(section, "channels", channel.handle, channels[handle].section, "handle")
        channels.setdefault(handle, Read(section, channel))
    document.close()
    return channels


def _outlets(layer: Layer, mistakes: list[Mistake]) -> dict[str, Followed]:
    outlets: dict[str, Followed] = {}
    document = listing(layer, "outlets", mistakes)
    if document is None:
        return outlets
    for section in document.sections("outlet"):
        outlet = read_outlet(section)
        if outlet.id in outlets:
            _twice(section, "outlets", outlet.id, outlets[outlet.id].section)
        outlets.setdefault(outlet.id, Followed(section, outlet))
    document.close()
    return outlets


def _add_labels(layer: Layer, labels: Words, mistakes: list[Mistake]) -> None:
    for language, document in documents(layer, "labels", mistakes):
        spoken = labels.setdefault(language, {})
        for group, words in read_labels(document).items():
            spoken[group] = spoken.get(group, {}) | words


def _twice(section: Section, things: str, same: str, first: Section, key: str = "id") -> None:
    if same:
        what = f"two {things} have the {key} {same!r}"
        fix = f"give one of them another {key}; the first is at {first.where}"
        section.wrong(key, what, fix)


def _version(held: Iterable[Entry | Decision | Read | Followed], labels: Words) -> str:
    """Hash what the catalogue says: comments and the order of entries make no difference."""
    said = sorted(_written(each.section.table) for each in held)
    text = "\n".join([*said, _written(labels)])
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _written(table: Mapping[str, object]) -> str:
    return json.dumps(table, default=str, sort_keys=True, ensure_ascii=False)
