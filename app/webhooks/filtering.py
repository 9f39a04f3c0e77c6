"""Filtering: which changes a webhook is told of, by the words of /v1/status and the kind of change.

Several words of one name are alternatives; those of several names must all fit.
"""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from app.board.selection import Filters, wanted
from app.catalog import Catalogue
from app.domain.change import Change, ChangeKind
from app.domain.errors import AmbiguousPlace, UnknownPlace
from app.domain.place import BOTH
from app.domain.vocabulary import Mode, PlaceKind
from app.webhooks.message import TYPES

MOST_WORDS = 200
"""How many words one webhook's filter may have."""

NAMES = ("place", "country", "leaving", "entering", "direction", "mode", "kind", "type")


class UnfitFilter(ValueError):
    """A filter that cannot be used; the text says why, and what to give."""


def read(texts: Sequence[str], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Read filters such as `place=verkhny-lars`, places by any name; raises UnfitFilter."""
    if len(texts) > MOST_WORDS:
        raise UnfitFilter(f"there are {len(texts)}: give at most {MOST_WORDS}")
    found: dict[str, set[str]] = {}
    for text in texts:
        name, mark, word = text.partition("=")
        if not mark or not word:
            raise UnfitFilter(f"{text[:80]!r} is no filter: write it as place=verkhny-lars")
        _known(name, NAMES, "name of a filter")
        found.setdefault(name, set()).add(_word(name, word, catalogue))
    return {name: tuple(sorted(words)) for name, words in found.items()}


class Wanting:
    """Tells which changes are wanted, by filters as they are kept."""

    def __init__(self, filters: Mapping[str, Sequence[str]], catalogue: Catalogue) -> None:
        """Take the filters."""
        words = {name: tuple(filters.get(name, ())) for name in NAMES}
        self._types = words["type"]
        self._filters = Filters(
            place=words["place"],
            country=words["country"],
            leaving=words["leaving"],
            entering=words["entering"],
            direction=words["direction"],
            mode=tuple(map(Mode, words["mode"])),
            kind=tuple(map(PlaceKind, words["kind"])),
        )
        self._catalogue = catalogue

    def wants(self, change: Change) -> bool:
        """Tell whether a change is wanted.

        A correction concerns every queue of its places (an area's is of the area alone), an event
        that concerns everybody each mode.
        """
        return (
            (not self._types or TYPES[change.kind] in self._types)
            and self._place(change)
            and self._direction(change)
            and self._mode(change)
        )

    def _place(self, change: Change) -> bool:
        corrects = change.kind is ChangeKind.CORRECTION
        if corrects and not self._filters.any:
            return True
        kinds = tuple(PlaceKind) if corrects else (PlaceKind.CHECKPOINT,)
        known = self._catalogue.places
        named = [known[each] for each in change.places if each in known]
        return any(wanted(place, self._filters, kinds) for place in named)

    def _direction(self, change: Change) -> bool:
        filters, way = self._filters, change.direction
        if way is None or (way == BOTH and change.kind is not ChangeKind.STATUS):
            return True
        left, _, entered = way.partition("-")
        return (
            (not filters.direction or way in filters.direction)
            and (not filters.leaving or left in filters.leaving)
            and (not filters.entering or entered in filters.entering)
        )

    def _mode(self, change: Change) -> bool:
        whole = change.mode == Mode.ANY and change.kind is not ChangeKind.STATUS
        modes = self._filters.mode
        return not modes or change.mode is None or whole or change.mode in modes


def _word(name: str, word: str, catalogue: Catalogue) -> str:
    if name == "place":
        return _place_id(word, catalogue)
    return _known(word, _words(name, catalogue), name)


def _place_id(text: str, catalogue: Catalogue) -> str:
    try:
        return catalogue.find(text).id
    except (UnknownPlace, AmbiguousPlace) as error:
        raise UnfitFilter(error.detail) from error


def _words(name: str, catalogue: Catalogue) -> Collection[str]:
    match name:
        case "mode":
            return list(Mode)
        case "kind":
            return list(PlaceKind)
        case "type":
            return list(TYPES.values())
        case "direction":
            return catalogue.directions
        case _:
            return catalogue.countries


def _known(word: str, known: Collection[str], what: str) -> str:
    if word in known:
        return str(word)
    near = get_close_matches(word, sorted(known), n=1)
    hint = f"near: {near[0]}" if near else f"there are {', '.join(sorted(known))}"
    raise UnfitFilter(f"{word[:80]!r} is no {what}; {hint}")
