"""Citation: one figure as we published it, with a ready sentence to cite it by.

The sentence is in English and holds nothing that changes: absolute times, the figure with its
interval, its versions and its permanent address.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlencode

from app.board.corrections import brief
from app.board.notation import Fields, instant, instant_if_any
from app.catalog import Catalogue
from app.domain.act import Act, Verb
from app.domain.place import BOTH, Place
from app.domain.report import Queue
from app.domain.vocabulary import UNITS, Mode, Quantity
from app.store.published import Belief, Published

HOURS_FROM = 120
"""Waits of this many minutes or more are told in hours and minutes."""

MINUTES = 60

NAMES = {
    Quantity.ACCESS: "access",
    Quantity.WAIT_MINUTES: "wait of who joins now",
    Quantity.QUEUE_VEHICLES: "vehicles in line",
    Quantity.QUEUE_PEOPLE: "people in line",
    Quantity.QUEUE_KM: "length of the line",
    Quantity.BOOKED_VEHICLES: "vehicles booked",
}
"""What each published quantity is called in a sentence."""

COUNTED = frozenset({"vehicles", "people"})
"""Units that the name of a quantity says already."""


def describe(
    figure: Published,
    catalogue: Catalogue,
    stood_until: datetime | None,
    corrected: Sequence[Act],
) -> Fields:
    """Give the JSON object of a published figure; `corrected` are the acts that touched it."""
    belief, queue = figure.belief, figure.series.queue
    place = catalogue.places.get(queue.place)
    return {
        "id": figure.id,
        "place": queue.place,
        "kind": None if place is None else place.kind,
        "direction": queue.direction,
        "mode": queue.mode,
        "quantity": figure.series.quantity,
        "subject": figure.series.subject,
        "unit": UNITS.get(figure.series.quantity),
        "low": belief.low,
        "mid": belief.mid,
        "high": belief.high,
        "word": belief.word,
        "no_number": belief.no_number,
        "observed_to": instant_if_any(belief.observed_to),
        "freshness": belief.freshness,
        "agreement": belief.agreement,
        "origins": belief.origins,
        "version": figure.version,
        "published_at": instant(figure.published_at),
        "stood_until": instant_if_any(stood_until),
        "method_version": figure.method_version,
        "catalogue_version": figure.catalogue_version,
        "corrections": [brief(act) for act in corrected],
        "evidence": _evidence(queue, figure.published_at),
        "cite": cite(figure, catalogue, corrected),
    }


def _evidence(queue: Queue, at: datetime) -> str:
    """Give the address that explains the queue as of the moment of publication."""
    asked = {
        "place": queue.place,
        "direction": queue.direction,
        "mode": queue.mode,
        "as_of": instant(at),
    }
    return "/v1/explain?" + urlencode(asked)


def cite(figure: Published, catalogue: Catalogue, corrected: Sequence[Act]) -> str:
    """Give the sentence to cite a published figure by."""
    queue, belief = figure.series.queue, figure.belief
    where = queue_name(catalogue, queue.place, queue.direction, queue.mode)
    grounds = (
        f"published {moment(figure.published_at)} as version {figure.version}, method"
        f" {figure.method_version}, catalogue {figure.catalogue_version}"
    )
    told = (
        f"{NAMES.get(figure.series.quantity, figure.series.quantity)}: {_said(figure, catalogue)}"
    )
    doubts = "".join(f"; {each}" for each in _doubts(belief, catalogue))
    later = "".join(f" {each}" for each in map(_corrected, corrected[:1]))
    return f"Darial, {where}: {told}{doubts} ({grounds}). /v1/published/{figure.id}.{later}"


def place_name(catalogue: Catalogue, place_id: str) -> str:
    """Give what a place is called in an English sentence."""
    place = catalogue.places.get(place_id)
    return place_id if place is None else _name(place)


def _name(place: Place) -> str:
    return place.names.get("en") or place.foreign_name or place.id


def queue_name(catalogue: Catalogue, place_id: str, direction: str, *modes: Mode) -> str:
    """Give what a queue is called in an English sentence, or several of one place and direction."""
    way = "both directions" if direction == BOTH else direction
    return ", ".join([place_name(catalogue, place_id), way, *map(catalogue.label, modes)])


def moment(told: datetime | str) -> str:
    """Give a moment, aware or written as in JSON, as people read it: `2022-09-27 21:00Z`."""
    written = told if isinstance(told, str) else instant(told)
    return f"{written[:16].replace('T', ' ')}Z"


def _said(figure: Published, catalogue: Catalogue) -> str:
    belief, quantity = figure.belief, figure.series.quantity
    if belief.word is not None:
        because = f" ({catalogue.label(belief.no_number)})" if belief.no_number else ""
        return f"{belief.word}{because}"
    if belief.low is None or belief.mid is None or belief.high is None:
        reason = catalogue.label(belief.no_number) if belief.no_number else "unknown"
        return f"no figure, {reason}"
    low, mid, high = (_figure(each, quantity) for each in (belief.low, belief.mid, belief.high))
    return f"{mid}, in four cases of five between {low} and {high}"


def _figure(value: float, quantity: Quantity) -> str:
    if quantity is Quantity.WAIT_MINUTES and value >= HOURS_FROM:
        hours, minutes = divmod(round(value), MINUTES)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    unit = UNITS.get(quantity, "")
    number = f"{value:,.0f}" if value == round(value) else f"{value:,g}"
    return number if unit in COUNTED else f"{number} {unit}".strip()


def _doubts(belief: Belief, catalogue: Catalogue) -> Iterator[str]:
    if belief.observed_to is not None:
        yield f"observed until {moment(belief.observed_to)}"
    if belief.agreement is not None:
        count = f" ({belief.origins})" if belief.origins > 1 else ""
        yield f"{catalogue.label(belief.agreement)}{count}"


def _corrected(act: Act) -> str:
    done = {
        Verb.RETRACT: "Reports it may rest on were retracted",
        Verb.WITHHOLD: "It was withheld",
        Verb.UNDO: "An act that concerns it was undone",
    }.get(act.verb, "It was corrected")
    return f"{done} on {moment(act.at)}: /v1/corrections/{act.id}."
