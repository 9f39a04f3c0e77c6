"""Filters: what a query's words stand for in this catalogue."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import TypeVar

from app.board.selection import Filters
from app.catalog import Catalogue
from app.domain.errors import UnknownPlace
from app.web.queries import PlacesAsked, StatusFilters, box_of

Word = TypeVar("Word", bound=str)


def status_filters(asked: StatusFilters, catalogue: Catalogue) -> Filters:
    """Give the filters of a status, in an order of their own, so that equal questions are equal.

    Raises UnknownPlace or AmbiguousPlace for a place, country or direction we do not know.
    """
    return Filters(
        place=place_ids(asked.place, catalogue),
        country=countries(asked.country, catalogue),
        leaving=countries(asked.leaving, catalogue),
        entering=countries(asked.entering, catalogue),
        direction=directions(asked.direction, catalogue),
        mode=ordered(asked.mode),
        quantity=ordered(asked.quantity),
        subject=ordered(asked.subject),
        kind=ordered(asked.kind),
        bbox=box_of(asked.bbox) if asked.bbox else None,
    )


def places_filters(asked: PlacesAsked, catalogue: Catalogue) -> Filters:
    """Give the filters of the catalogue; raises UnknownPlace for a country we do not know."""
    return Filters(
        country=countries(asked.country, catalogue),
        mode=ordered(asked.mode),
        kind=ordered(asked.kind),
        bbox=box_of(asked.bbox) if asked.bbox else None,
    )


def place_ids(texts: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Give the ids of places named by id or unique alias; raises UnknownPlace, AmbiguousPlace."""
    return ordered(catalogue.find(text).id for text in texts)


def countries(codes: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Give these countries; raises UnknownPlace for one on whose border we know no place."""
    known = catalogue.countries
    return ordered(_known(code, known, "country") for code in codes)


def directions(words: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Give these directions of travel; raises UnknownPlace for one in which no place leads."""
    known = catalogue.directions
    return ordered(_known(word, known, "direction") for word in words)


def ordered(words: Iterable[Word]) -> tuple[Word, ...]:
    """Give words sorted, each once."""
    return tuple(sorted(set(words)))


def _known(word: str, known: Collection[str], what: str) -> str:
    if word in known:
        return word
    near = get_close_matches(word, sorted(known), n=3) or sorted(known)
    detail = f"no place we know has the {what} {word!r}; there are {', '.join(sorted(known))}"
    raise UnknownPlace(detail, near=tuple(near))
