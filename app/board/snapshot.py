"""The snapshot: what a traveller's app needs of every crossing, small enough for one bar of signal.

It says the same as the status, place by place: rules and events are told once for a place and not
in each of its queues, and what only leads to the evidence is left to the status. Names, hours and
labels change far less often, so they stand apart (app/board/snapshot_catalogue.py).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from weakref import WeakKeyDictionary

from app.board.document import Document
from app.board.notation import Fields, encode
from app.board.row import Row
from app.board.selection import LAST_HEARD, Filters, narrow, select
from app.board.view import View, sources_of
from app.domain.event import HAZARDS
from app.domain.place import BOTH
from app.domain.vocabulary import QUEUE_QUANTITIES

MOST_EVENTS = 6
"""Events that are told of one place; hazards go first, then what was heard last."""

ACCESS = (
    "state", "since", "until", "freshness", "late_at", "stale_at", "claim", "origin", "agreement",
    "because", "last",
)  # fmt: skip
NUMBER = (
    "low", "mid", "high", "method", "observed_to", "freshness", "late_at", "stale_at", "agreement",
    "origins", "no_number", "last",
)  # fmt: skip
RULE = (
    "mode", "subject", "word", "claim", "observed_from", "until", "freshness", "late_at",
    "stale_at", "agreement", "origin", "note",
)  # fmt: skip
EVENT = ("word", "mode", "claim", "observed_from", "last_heard", "freshness", "origin", "origins")
"""What is taken over of each part of a status; the names are the same."""

EVERYTHING = Filters()

_last: WeakKeyDictionary[Row, tuple[tuple[Row, ...], bytes]] = WeakKeyDictionary()
"""What was written last of a place without a filter, by its first row, and of which further rows;
it goes with the first."""

NUMBERS = tuple(quantity.value for quantity in QUEUE_QUANTITIES)


def snapshot(view: View, filters: Filters) -> Document:
    """Answer the places asked for; its version is that at which any of their rows last changed."""
    rows, version = select(view.rows, filters), view.version(filters)
    written = filter(None, (_written(each, filters) for each in _by_place(rows)))
    body = view.envelope(b"[%s]" % b",".join(written), sources_of(rows), version=version)
    return view.finish(body, version=version)


def write_places(rows: Iterable[Row]) -> None:
    """Write every place of these rows that is new, as it is told without a filter."""
    for each in _by_place(rows):
        _written(each, EVERYTHING)


def _by_place(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    return (tuple(each) for _, each in groupby(rows, key=lambda row: row.place.id))


def _written(rows: tuple[Row, ...], filters: Filters) -> bytes:
    """Write a place, cut to what is asked for; nothing where that leaves none of its rows."""
    if filters != EVERYTHING:
        return _cut_place(rows, filters)
    first, *further = rows
    last = _last.get(first)
    if last is None or last[0] != tuple(further):
        last = _last[first] = tuple(further), _cut_place(rows, filters)
    return last[1]


def _cut_place(rows: tuple[Row, ...], filters: Filters) -> bytes:
    cut = list(narrow(rows, filters))
    return encode(_place(rows[0].place.id, cut)) if cut else b""


def _place(place_id: str, rows: list[Fields]) -> Fields:
    events = _events(rows)
    return {
        "place": place_id,
        "queues": [_queue(row) for row in rows],
        "rules": _rules(rows),
        "events": [_cut(each, EVENT) for each in events[:MOST_EVENTS]],
        "further_events": max(len(events) - MOST_EVENTS, 0),
        "last_heard": _once(hazard for row in rows for hazard in row.get(LAST_HEARD, [])),
        "withheld": _withheld(rows),
        "heard_at": max((row["heard_at"] for row in rows if row["heard_at"]), default=None),
    }


def _queue(row: Fields) -> Fields:
    numbers = {name: row[name] and _cut(row[name], NUMBER) for name in NUMBERS if name in row}
    return {
        "direction": row["direction"],
        "mode": row["mode"],
        "coverage": row["coverage"],
        "access": _cut(row["access"], ACCESS),
        **numbers,
    }


def _rules(rows: Iterable[Fields]) -> list[Fields]:
    """Give each rule once in each direction in which it stands."""
    told = (
        {"direction": row["direction"], **_cut(rule, RULE)}
        for row in rows
        for rule in row.get("rules", [])
        if row["direction"] != BOTH
    )
    return _once(told)


def _events(rows: Iterable[Fields]) -> list[Fields]:
    """Give each event once: hazards first, each part with what was heard last first."""
    told = _once(event for row in rows for event in row.get("events", []))
    newest_first = sorted(told, key=lambda event: str(event["last_heard"]), reverse=True)
    return sorted(newest_first, key=lambda event: event["word"] not in HAZARDS)


def _withheld(rows: Iterable[Fields]) -> list[Fields]:
    return [
        {"direction": row["direction"], "mode": row["mode"], **order}
        for row in rows
        for order in row["withheld"]
    ]


def _once(told: Iterable[Fields]) -> list[Fields]:
    """Give what is told several times once, in the order of telling."""
    return list({encode(each): each for each in told}.values())


def _cut(part: Fields, names: Iterable[str]) -> Fields:
    return {name: part[name] for name in names}
