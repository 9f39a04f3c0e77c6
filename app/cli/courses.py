"""A history as tables: one for each series, points that say the same drawn together."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.catalog import Catalogue
from app.cli.terminal import bold, columns, wrapped
from app.cli.words import day, figure, interval, moment_in, name_of
from app.domain.vocabulary import AccessWord, Agreement, Bound, Mode, NoNumber, Quantity

Fields = dict[str, Any]

KNOWLEDGE = {
    "then": "by what was known then",
    "now": "by all that is known now",
    "published": "as we published it",
}


class Line(NamedTuple):
    """What a point says: the figure or word, or why there is none, and how sure it is."""

    what: str
    doubts: str


def page(answer: str, catalogue: Catalogue) -> list[str]:
    """Write the answer of GET /v1/history as tables; series that tell nothing are left out.

    Queues of which the same is told share a table.
    """
    found = json.loads(answer)
    meta = found["meta"]
    tables: dict[tuple[str, str, tuple[str, ...]], list[Fields]] = {}
    for course in found["data"]:
        if any(map(_tells, course["points"])):
            table = tuple(_table(course, catalogue))
            tables.setdefault((course["place"], course["quantity"], table), []).append(course)
    lines = [f"From {meta['from']} to {meta['to']}, {KNOWLEDGE[meta['knowledge']]}."]
    for (_, _, table), courses in tables.items():
        lines += ["", *map(bold, wrapped(_heading(courses, catalogue))), *table]
    if not tables:
        lines.append("Nothing is known of it in that time.")
    return lines


def _tells(point: Fields) -> bool:
    figures = (point.get(name) for name in ("low", "mid", "high", "value"))
    known = point.get("word") not in {None, AccessWord.UNKNOWN}
    withheld = point.get("no_number") == NoNumber.WITHHELD
    return known or withheld or any(each is not None for each in figures)


def _heading(courses: list[Fields], catalogue: Catalogue) -> str:
    first = courses[0]
    name, quantity = name_of(catalogue.places[first["place"]]), Quantity(first["quantity"])
    queues = [f"{each['direction']} {catalogue.label(Mode(each['mode']))}" for each in courses]
    return f"{name}, {', '.join(queues)}: {catalogue.label(quantity)} ({first['timezone']})"


def _table(course: Fields, catalogue: Catalogue) -> list[str]:
    zone, quantity = ZoneInfo(course["timezone"]), Quantity(course["quantity"])
    points = [(_when(each, zone), _line(each, quantity, catalogue)) for each in course["points"]]
    rows = [("", _from_to([when for when, _ in group]), *line) for line, group in _together(points)]
    return columns(rows)


def _together(points: list[tuple[str, Line]]) -> Iterator[tuple[Line, list[tuple[str, Line]]]]:
    for line, group in groupby(points, key=lambda point: point[1]):
        yield line, list(group)


def _from_to(whens: list[str]) -> str:
    first, last = whens[0], whens[-1]
    return first if first == last else f"{first} to {last}"


def _when(point: Fields, zone: ZoneInfo) -> str:
    if "day" in point:
        return day(datetime.fromisoformat(f"{point['day']}T12:00:00").replace(tzinfo=zone), zone)
    return moment_in(datetime.fromisoformat(point["at"]), zone)


def _line(point: Fields, quantity: Quantity, catalogue: Catalogue) -> Line:
    return Line(_what(point, quantity, catalogue), _doubts(point, catalogue))


def _what(point: Fields, quantity: Quantity, catalogue: Catalogue) -> str:
    word, reason = point.get("word"), point.get("no_number")
    because = f", {catalogue.label(NoNumber(reason))}" if reason else ""
    if word is not None:
        return f"{_word(word, quantity, catalogue)}{because}"
    return f"no figure{because}" if reason else _figure(point, quantity, catalogue)


def _word(word: str, quantity: Quantity, catalogue: Catalogue) -> str:
    return catalogue.label(AccessWord(word)) if quantity is Quantity.ACCESS else word


def _figure(point: Fields, quantity: Quantity, catalogue: Catalogue) -> str:
    middle, low, high = point.get("mid", point.get("value")), point["low"], point["high"]
    ends = [figure(end, quantity) for end in (low, high) if end is not None]
    bound = point.get("bound")
    said = f"{catalogue.label(Bound(bound))} " if bound not in {None, Bound.EXACT} else ""
    if middle is None:
        return said + " and ".join(ends)
    around = f" ({interval(low, high, quantity)})" if len(ends) > 1 else ""
    return f"{said}{figure(middle, quantity)}{around}"


def _doubts(point: Fields, catalogue: Catalogue) -> str:
    agreement, origin = point.get("agreement"), point.get("origin")
    if agreement is None or origin is not None:
        return origin or ""
    count = f" ({point['origins']})" if agreement != Agreement.SINGLE else ""
    return f"{catalogue.label(Agreement(agreement))}{count}"
