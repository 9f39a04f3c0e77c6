"""Selection: which rows, and which parts of them, a set of filters leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

from app.board.notation import Fields
from app.board.row import Row
from app.catalog import Catalogue
from app.domain.place import BOTH, Place
from app.domain.report import Queue
from app.domain.traffic import TRAFFIC
from app.domain.vocabulary import (
    QUEUE_QUANTITIES,
    AccessWord,
    Mode,
    PlaceKind,
    Quantity,
    Subject,
)
from app.domain.weather import WEATHER as WEATHER_QUANTITIES

Part = Fields | list[Fields] | str | float | None
"""What stands under one name of a row."""

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees; west of more than east crosses the antimeridian."""

WEATHER = "weather"
LAST_HEARD = "last_heard"
"""Goes with the events: it is what they fade to."""

PARTS = {
    **{quantity: quantity.value for quantity in QUEUE_QUANTITIES},
    **{quantity: quantity.value for quantity in TRAFFIC},
    Quantity.ACCESS: "access",
    Quantity.RULE: "rules",
    Quantity.EVENT: "events",
    **dict.fromkeys(WEATHER_QUANTITIES, WEATHER),
}
"""The part of a row that each quantity selects."""

CHOSEN = frozenset({*PARTS.values(), LAST_HEARD})
"""The parts that are left out unless a quantity selects them."""


class Gone(NamedTuple):
    """A queue that had a row once: its place, and the version that told that it has none."""

    place: Place
    queue: Queue
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asks for. An empty filter leaves all; several values are alternatives."""

    place: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    entering: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    mode: tuple[Mode, ...] = ()
    quantity: tuple[Quantity, ...] = ()
    subject: tuple[Subject, ...] = ()
    kind: tuple[PlaceKind, ...] = ()
    bbox: Box | None = None

    @property
    def names_places(self) -> bool:
        """Say whether it names places: then each of their queues is shown, heard of or not."""
        return bool(self.place) or self.bbox is not None

    @property
    def any(self) -> bool:
        """Say whether anything is filtered at all."""
        return any(getattr(self, each.name) for each in fields(self))


def wanted(
    place: Place, filters: Filters, kinds: tuple[PlaceKind, ...] = (PlaceKind.CHECKPOINT,)
) -> bool:
    """Say whether a place is among those asked for; `kinds` are given where none is asked for."""
    named = place.id in filters.place if filters.place else place.kind in (filters.kind or kinds)
    return (
        named
        and (not filters.kind or place.kind in filters.kind)
        and (not filters.country or not set(place.countries).isdisjoint(filters.country))
        and (filters.bbox is None or _inside(place, filters.bbox))
    )


def chosen(catalogue: Catalogue, filters: Filters, text: str | None = None) -> list[Place]:
    """Give the places of the catalogue that fit, areas included; for a text, the best first."""
    found: Iterable[Place] = catalogue.search(text) if text else catalogue.places.values()
    return [
        place
        for place in found
        if wanted(place, filters, tuple(PlaceKind))
        and (not filters.mode or not set(filters.mode).isdisjoint(place.modes))
    ]


def select(rows: Iterable[Row], filters: Filters) -> list[Row]:
    """Give the rows asked for, in order; without named places, only those we know something of."""
    return [
        row
        for row in rows
        if concerns(row, filters)
        and (filters.names_places or row.shown or _area_asked(row, filters))
    ]


def concerns(row: Row | Gone, filters: Filters) -> bool:
    """Say whether a row is among those asked for, whether or not we know anything of it."""
    queue = row.queue if isinstance(row, Gone) else row.status.queue
    return wanted(row.place, filters) and _queue_wanted(queue, filters)


def version_of(rows: Iterable[Row | Gone], filters: Filters) -> int:
    """Give the version at which anything asked for last changed; 0 where there is nothing.

    A row that left the answer counts too: an answer is never of a lower version than before.
    """
    return max((row.version for row in rows if concerns(row, filters)), default=0)


def narrow(rows: Iterable[Row], filters: Filters) -> Iterator[Fields]:
    """Give the rows' objects cut to the quantities and subjects asked for; access always stays.

    A row with nothing to say of them is left out, unless its place was named.
    """
    asked = _asked(filters)
    for row in rows:
        narrowed = narrowed_to(row.fields, filters)
        if filters.names_places or any(_tells(narrowed.get(part)) for part in asked):
            yield narrowed


def _queue_wanted(queue: Queue, filters: Filters) -> bool:
    left, _, entered = queue.direction.partition("-")
    return (
        (not filters.mode or queue.mode in filters.mode)
        and (not filters.direction or queue.direction in filters.direction)
        and (not filters.leaving or (left in filters.leaving and queue.direction != BOTH))
        and (not filters.entering or entered in filters.entering)
    )


def _area_asked(row: Row, filters: Filters) -> bool:
    return row.place.kind is PlaceKind.AREA and row.place.kind in filters.kind


def _inside(place: Place, box: Box) -> bool:
    if place.position is None:
        return False
    west, south, east, north = box
    lat, lon = place.position.lat, place.position.lon
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


def _asked(filters: Filters) -> list[str]:
    # Access, events and weather are said of nobody in particular: no subject chooses among them.
    untold = {"access", "events", LAST_HEARD, WEATHER} if filters.subject else set()
    return [part for part in _parts(filters) if part not in untold]


def _parts(filters: Filters) -> list[str]:
    asked = dict.fromkeys(PARTS[quantity] for quantity in filters.quantity or PARTS)
    return [*asked, *([LAST_HEARD] if "events" in asked else [])]


def narrowed_to(whole: Fields, filters: Filters) -> Fields:
    """Give a row's object cut to the quantities and subjects asked for, whatever that leaves."""
    kept = {*_parts(filters), "access"}
    return {
        name: _cut(part, filters) if name in CHOSEN else part
        for name, part in whole.items()
        if name in kept or name not in CHOSEN
    }


def _cut(part: Part, filters: Filters) -> Part:
    return _by_quantity(_by_subject(part, filters.subject), filters.quantity)


def _by_quantity(part: Part, quantities: tuple[Quantity, ...]) -> Part:
    match part:
        case [{"quantity": _}, *_] if quantities:
            return [each for each in part if each["quantity"] in quantities]
        case _:
            return part


def _by_subject(part: Part, subjects: tuple[Subject, ...]) -> Part:
    if not subjects:
        return part
    match part:
        case {"subject": subject}:
            return part if subject in subjects else None
        case [{"subject": _}, *_]:
            return [each for each in part if each["subject"] in subjects]
        case _:
            return part


def _tells(part: Part) -> bool:
    match part:
        case {"state": state, "last": last, "because": because}:
            return state != AccessWord.UNKNOWN or last is not None or because is not None
        case _:
            return bool(part)
