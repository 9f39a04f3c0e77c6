"""Tidy CSV: one line for each queue, quantity and subject, made from the same rows as the JSON.

Hazards last heard of are stale events.

Times are as in the JSON. A text that a spreadsheet would take for a formula gets an apostrophe
in front.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.board.notation import Fields
from app.board.selection import LAST_HEARD, PARTS
from app.domain.vocabulary import UNITS, Freshness, NoNumber, Quantity
from app.domain.withholding import covers

QUEUE_COLUMNS = ("place", "kind", "direction", "mode", "coverage")
PART_COLUMNS = (
    "quantity", "subject", "unit", "low", "mid", "high", "bound", "per", "word", "said_of",
    "said_of_mode", "method", "claim", "observed_from", "observed_to", "last_heard", "freshness",
    "late_at", "stale_at", "agreement", "origins", "origin", "no_number", "withheld_until",
    "withheld_reason", "last_word", "last_low", "last_mid", "last_high", "last_observed_from",
    "last_observed_to", "published_id", "url",
)  # fmt: skip
COLUMNS = (*QUEUE_COLUMNS, *PART_COLUMNS, "sources")
"""The columns of a status in CSV."""

QUANTITY_OF = {part: quantity for quantity, part in PARTS.items()}
"""A quantity of each part of a row; lines of weather name their own."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(columns: Iterable[str], lines: Iterable[Mapping[str, Any]]) -> bytes:
    """Write lines as CSV (RFC 4180, UTF-8, with a header); what a line lacks is an empty cell."""
    names = list(columns)
    return _csv([names]) + _csv([_cell(line.get(name)) for name in names] for line in lines)


def tidy(rows: Iterable[Fields]) -> bytes:
    """Write rows of a status as tidy CSV."""
    return b"".join((HEADER, *map(lines_of, rows)))


def lines_of(row: Fields) -> bytes:
    """Write a row of a status as the lines it has in tidy CSV."""
    return _csv([_cell(line.get(name)) for name in COLUMNS] for line in _lines(row))


def _csv(lines: Iterable[Iterable[str | float]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode()


HEADER = _csv([COLUMNS])
"""The first line of tidy CSV."""


def _lines(row: Fields) -> Iterator[Fields]:
    queue = {name: row[name] for name in QUEUE_COLUMNS} | {"sources": row["sources"]}
    for name, quantity in QUANTITY_OF.items():
        part = row.get(name)
        for each in part if isinstance(part, list) else [part]:
            if each is not None:
                yield _with_reason(_flat(quantity, each), row["withheld"]) | queue
    for hazard in row.get(LAST_HEARD, []):
        yield _flat(Quantity.EVENT, hazard) | {"freshness": Freshness.STALE} | queue


def _with_reason(line: Fields, withheld: Iterable[Fields]) -> Fields:
    """Add why a number is withheld; of several orders the one that reaches furthest."""
    if line.get("no_number") != NoNumber.WITHHELD:
        return line
    orders = [each for each in withheld if covers(each["quantity"], line["quantity"])]
    last = max(orders, key=lambda each: str(each["until"]))
    return line | {"withheld_until": last["until"], "withheld_reason": last["reason"]}


def _flat(quantity: Quantity, part: Fields) -> Fields:
    if quantity is Quantity.ACCESS:
        return _access(part)
    said = Quantity(part.get("quantity", quantity))
    last = part.get("last") or {}
    return part | {
        "quantity": said,
        "unit": UNITS.get(said),
        "said_of": part.get("place"),
        "said_of_mode": part.get("mode"),
        "observed_to": part.get("observed_to") or part.get("until"),
        **{f"last_{name}": value for name, value in last.items()},
    }


def _access(access: Fields) -> Fields:
    last = access["last"] or {}
    return access | {
        "quantity": Quantity.ACCESS,
        "word": access["state"],
        "observed_from": access["since"],
        "observed_to": access["until"],
        "no_number": access["because"],
        "last_word": last.get("state"),
        "last_observed_to": last.get("observed_to"),
        "said_of": access["place"],
    }


def _cell(value: object) -> str | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = " ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(FORMULA) else text
