"""The crossing: all that its page tells, from the rows, the explanation and the history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.board.entry import describe_place
from app.board.row import evidence
from app.domain.place import Place
from app.domain.report import Queue
from app.domain.vocabulary import QUEUE_QUANTITIES, Quantity
from app.web.page.answering import Told
from app.web.page.figures import Fields, moments_of
from app.web.page.machine import machine
from app.web.page.place.answers import over_time, why
from app.web.page.place.asked import RANGES, USUAL, CrossingAsked
from app.web.page.place.course import course_of
from app.web.page.place.events import events_of, faded_of
from app.web.page.place.hours import sides_of
from app.web.page.place.links import Links
from app.web.page.place.measured import traffic_of, weather_of
from app.web.page.place.now import chosen, ways
from app.web.page.place.rules import rules_of
from app.web.page.place.said import Time, shown
from app.web.page.place.why import why_of
from app.web.page.speech import Speech, aware
from app.web.page.spot import Spot
from app.web.page.writing import Seen
from app.web.parts import Basis

LATELY = 2 * RANGES[USUAL][0]
"""A number is held for a while after what it speaks of: twice a chart's length is enough."""


async def read(here: Basis, seen: Seen, place: Place, asked: CrossingAsked, spot: Spot) -> Told:
    """Read why one queue of a place is told of as it is, and how it was before."""
    rows: list[Fields] = [row.fields for row in seen.view.rows if row.place.id == place.id]
    direction, mode = chosen(rows, place, asked)
    row = _row(rows, direction, mode)
    quantity = Quantity(asked.quantity) if asked.quantity else _first(row)
    queue = Queue(place.id, direction, mode)
    explanation = await why(here, seen, queue)
    wanted = seen.copy is None or _was_told_lately(row.get(quantity), seen.now)
    past = await over_time(here, seen, queue, quantity, asked.range) if wanted else None

    def told(speech: Speech) -> Mapping[str, Any]:
        now, links = seen.now, Links(spot=spot, language=speech.language)
        return {
            "heard": _heard(rows, place, speech, seen),
            "ways": list(ways(rows, place, links, speech, now)),
            "rules": list(rules_of(rows, place, speech, now)),
            "events": events_of(rows, place, speech, now),
            "faded": faded_of(rows, place, speech, now),
            "weather": list(weather_of(rows, place, speech, now)),
            "traffic": list(traffic_of(rows, place, speech, now)),
            "why": why_of(explanation, place, spot.data(_evidence(row, queue)), speech, now),
            "course": past
            and course_of(
                past,
                quantity,
                row=row,
                place=place,
                asked=asked.range,
                links=links,
                speech=speech,
            ),
            "machine": machine(spot, speech, seen.past, seen.present),
            **_place(here, place, speech, seen),
        }

    return told


def _row(rows: Sequence[Fields], direction: str, mode: str) -> Fields:
    """Give the row of a queue; of one that was never spoken of, an empty one."""
    found = (row for row in rows if (row["direction"], row["mode"]) == (direction, mode))
    return next(found, {})


def _first(row: Fields) -> Quantity:
    """Give the first quantity that has a number, else the wait."""
    known = (each for each in QUEUE_QUANTITIES if row.get(each) and row[each]["mid"] is not None)
    return next(known, Quantity.WAIT_MINUTES)


def _was_told_lately(told: Fields | None, now: datetime) -> bool:
    """Tell whether a chart would show any number.

    A copy has the pages of all places at once: it looks for no history where there can be none.
    """
    if told is None or (told["mid"] is None and told["last"] is None):
        return False
    return told["mid"] is not None or aware(told["last"]["observed_to"]) > now - LATELY


def _evidence(row: Fields, queue: Queue) -> str:
    """Give where the interface explains the queue."""
    return str(row["evidence"]) if row else evidence(queue, {})


def _heard(rows: Sequence[Fields], place: Place, speech: Speech, seen: Seen) -> Time | None:
    """Give when anything was heard of the place at all."""
    newest = max(moments_of(list(rows)), default=None)
    if newest is None:
        return None
    text = shown(newest, speech, place, ends=True)
    return Time(at=newest, text=text, age=speech.beside(newest, seen.now))


def _place(here: Basis, place: Place, speech: Speech, seen: Seen) -> Mapping[str, Any]:
    entry = describe_place(place, here.catalogue)
    return {
        "place": entry,
        "name": speech.name(place),
        "sides": sides_of(place, here.catalogue, speech, seen.now),
        "names": [
            (code, str(speech.locale.languages.get(code, code)), name)
            for code, name in entry["names"].items()
        ],
        "clocks": speech.country(place.countries[1]),
        "inside": [
            (each.id, speech.name(each)) for each in here.catalogue.checkpoints_in(place.id)
        ],
    }
