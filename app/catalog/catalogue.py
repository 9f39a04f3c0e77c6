"""The catalogue: every place we know, what authorities decided about it, who writes about it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from app.catalog.labels import UNIT, Labels, group_of
from app.domain.channel import Channel, Outlet
from app.domain.errors import AmbiguousPlace, UnknownPlace
from app.domain.notice import Notice
from app.domain.place import BOTH, Place
from app.domain.vocabulary import PlaceKind, Quantity

FALLBACK = "en"
NEAR = 5
SHORTEST_GUESS = 3
"""Of fewer letters than this, nearly every name is near."""


def plain(text: str) -> str:
    """Give a name bare of case, accents, spaces and punctuation, in whatever script it is."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def names_of(place: Place) -> set[str]:
    """Give everything a place is called, plain."""
    said = {place.id, place.foreign_name, *place.names.values(), *place.aliases}
    return {plain(name) for name in said} - {""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Places by id, standing notices, labels by language, and who is read, in the files' order.

    `version` names the content.
    """

    places: Mapping[str, Place]
    notices: tuple[Notice, ...] = ()
    labels: Mapping[str, Labels] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    version: str = ""
    _called: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index every name."""
        called: dict[str, set[str]] = defaultdict(set)
        for place in self.places.values():
            for name in names_of(place):
                called[name].add(place.id)
        frozen = {name: frozenset(ids) for name, ids in called.items()}
        object.__setattr__(self, "_called", frozen)

    @property
    def countries(self) -> set[str]:
        """Give the countries on whose borders we know a place."""
        return {country for place in self.places.values() for country in place.countries}

    @property
    def directions(self) -> set[str]:
        """Give the directions of travel in which places lead, and `both`."""
        return {way for place in self.places.values() for way in place.directions} | {BOTH}

    def place(self, place_id: str) -> Place:
        """Give the place with exactly this id; raises UnknownPlace with near matches."""
        found = self.places.get(place_id)
        if found is None:
            raise self._unknown(place_id)
        return found

    def find(self, text: str) -> Place:
        """Give the one place of this id, name or alias, in any language or script.

        Case, accents and punctuation do not matter. Raises UnknownPlace, or AmbiguousPlace where
        several places bear the name.
        """
        if text in self.places:
            return self.places[text]
        ids = sorted(self._called.get(plain(text), ()))
        if not ids:
            raise self._unknown(text)
        if len(ids) > 1:
            detail = f"several places are called {text!r}: {', '.join(ids)}; use one of these ids"
            raise AmbiguousPlace(detail, near=tuple(ids))
        return self.places[ids[0]]

    def search(self, text: str) -> list[Place]:
        """Give the places whose id or names hold the text, the best match first."""
        wanted = plain(text)
        if not wanted:
            return []
        ranks: dict[str, int] = {}
        for name, ids in self._called.items():
            rank = _rank(name, wanted)
            for place_id in ids if rank else ():
                ranks[place_id] = min(rank, ranks.get(place_id, rank))
        if not ranks:
            return [self.places[place_id] for place_id in self._near(text)]
        return [self.places[each] for each in sorted(ranks, key=lambda each: (ranks[each], each))]

    def areas_of(self, place: Place) -> tuple[str, ...]:
        """Give the ids of the areas a place lies in, the nearest first."""
        areas: list[str] = []
        area = place.area
        while area is not None and area not in areas:
            areas.append(area)
            parent = self.places.get(area)
            area = None if parent is None else parent.area
        return tuple(areas)

    def checkpoints_in(self, area: str) -> tuple[Place, ...]:
        """Give the checkpoints of an area and of the areas in it, by id."""
        return tuple(
            place
            for _, place in sorted(self.places.items())
            if place.kind is PlaceKind.CHECKPOINT and area in self.areas_of(place)
        )

    def label(self, code: StrEnum, language: str = FALLBACK) -> str:
        """Give the label of a code; in English where that language has none."""
        return self._label(group_of(type(code)), code, language)

    def unit(self, quantity: Quantity, language: str = FALLBACK) -> str:
        """Give the label of a quantity's unit."""
        return self._label(UNIT, quantity, language)

    def _label(self, group: str, code: str, language: str) -> str:
        for spoken in (language, FALLBACK):
            label = self.labels.get(spoken, {}).get(group, {}).get(code)
            if label:
                return label
        return str(code)

    def _unknown(self, text: str) -> UnknownPlace:
        near = self._near(text)
        hint = f"; near: {', '.join(near)}" if near else ""
        return UnknownPlace(f"no place is called {text[:80]!r}{hint}", near=near)

    def _near(self, text: str) -> tuple[str, ...]:
        wanted = plain(text[:80])
        if len(wanted) < SHORTEST_GUESS:
            return ()
        names = get_close_matches(wanted, self._called, n=NEAR, cutoff=0.7)
        return tuple(dict.fromkeys(_each(self._called[name] for name in names)))[:NEAR]


def _each(groups: Iterable[frozenset[str]]) -> Iterable[str]:
    for ids in groups:
        yield from sorted(ids)


def _rank(name: str, wanted: str) -> int:
    """Tell 1 for the whole name, 2 for its beginning, 3 for a part, 0 for no match."""
    if name == wanted:
        return 1
    if name.startswith(wanted):
        return 2
    return 3 if wanted in name else 0
