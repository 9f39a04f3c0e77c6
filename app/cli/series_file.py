"""Files of series: CSV with a column of times and one or more of waits, lines or kilometres."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from app.catalog.archive import Refused
from app.catalog.archive.lines import Lines
from app.cli.fault import UNUSABLE, Fault
from app.cli.files import named, opened
from app.domain.report_check import PLAUSIBLE
from app.domain.vocabulary import Quantity
from app.simulating.series import FEWEST, Series
from app.simulating.world import BEGINS

TIMES = ("time", "timestamp", "datetime", "date")
"""What the column of times may be called, in the order in which they are looked for."""

FIGURES: Mapping[str, Quantity] = {
    "wait_minutes": Quantity.WAIT_MINUTES,
    "wait": Quantity.WAIT_MINUTES,
    "queue_vehicles": Quantity.QUEUE_VEHICLES,
    "queue": Quantity.QUEUE_VEHICLES,
    "queue_km": Quantity.QUEUE_KM,
}
"""What a column of figures may be called, and what it then holds, in the quantity's unit."""

MOST_ROWS = 600_000
"""A year of minutes, and some."""

FIRST_YEAR, LAST_YEAR = 1970, 2100


class BadCell(ValueError):
    """A cell that cannot be taken; carries its column."""

    def __init__(self, column: str, reason: str) -> None:
        """Keep the column beside the reason."""
        super().__init__(reason)
        self.column = column


@dataclass(slots=True)
class Read:
    """What was read of a file: minutes and figures of each quantity, and the rows refused."""

    rows: dict[Quantity, list[tuple[float, float]]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    newest: float = -math.inf

    def series(self) -> list[Series]:
        """Give the series that have rows enough."""
        return [
            Series(
                quantity=quantity,
                minutes=np.array([minute for minute, _ in rows]),
                values=np.array([value for _, value in rows]),
            )
            for quantity, rows in self.rows.items()
            if len(rows) >= FEWEST
        ]


@dataclass(frozen=True, slots=True)
class Header:
    """Which column holds what: `time` and `figures` are columns' places in `names`."""

    names: Sequence[str]
    time: int
    figures: Mapping[int, Quantity]


def read_series(path: Path, zone: ZoneInfo | None, most: int = MOST_ROWS) -> Read:
    """Read a file of series; times without an offset are of `zone`, or refused.

    Raises Fault where the file or its header cannot be used, or it has more than `most` rows.
    """
    read = Read()
    with opened(path) as file:
        rows = _rows(Lines(file))
        _, names = next(rows, (1, "is empty: it needs a header line"))
        if isinstance(names, str):
            raise Fault(f"{named(path)} {names}.", UNUSABLE)
        header = _header(names, named(path))
        for number, (line, cells) in enumerate(rows):
            if number == most:
                raise Fault(f"{named(path)} has more than {most:,} rows: part it.", UNUSABLE)
            _take(read, header, line, cells, zone)
    return read


def _rows(lines: Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Give each row's line, and its cells or why it has none; a row is one line, blank is none."""
    delimiter = ""
    lines.begin()
    for text in lines:
        if lines.fault:
            yield lines.start, lines.fault
        elif text.strip():
            delimiter = delimiter or max(",;\t", key=text.count)
            yield lines.start, _cells(text, delimiter)
        lines.begin()


def _cells(text: str, delimiter: str) -> list[str] | str:
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter, strict=True))]
    except csv.Error as error:
        return f"is not readable as CSV ({error}): close each quote in its line"


def _header(names: Sequence[str], file: str) -> Header:
    lowered = [name.lower() for name in names]
    time = next((lowered.index(name) for name in TIMES if name in lowered), None)
    figures = {place: FIGURES[name] for place, name in enumerate(lowered) if name in FIGURES}
    if time is None:
        raise Fault(
            f"{file} has no column {' or '.join(TIMES)}: name the one of times so.", UNUSABLE
        )
    if not figures:
        known = ", ".join(FIGURES)
        raise Fault(f"{file} has no column of figures: name it one of {known}.", UNUSABLE)
    if len(set(figures.values())) < len(figures):
        raise Fault(f"{file} has two columns of one quantity: keep one of them.", UNUSABLE)
    return Header(names, time, figures)


def _take(
    read: Read, header: Header, line: int, cells: Sequence[str] | str, zone: ZoneInfo | None
) -> None:
    """Take a row, whole or not at all."""
    try:
        minute, values = _row(header, cells, zone)
        _check_order(read, header, minute)
    except BadCell as error:
        read.refused.append(Refused(line, error.column, str(error)))
        return
    read.newest = minute
    for quantity, value in values.items():
        read.rows.setdefault(quantity, []).append((minute, value))


def _check_order(read: Read, header: Header, minute: float) -> None:
    if minute <= read.newest:
        raise BadCell(
            header.names[header.time],
            "is not after the row before it: sort the rows by time, and keep one of each time",
        )


def _row(
    header: Header, cells: Sequence[str] | str, zone: ZoneInfo | None
) -> tuple[float, dict[Quantity, float]]:
    if isinstance(cells, str):
        raise BadCell("", cells)
    if len(cells) != len(header.names):
        raise BadCell("", f"has {len(cells)} cells, the header {len(header.names)}")
    time = header.names[header.time]
    values = {
        quantity: _figure(header.names[place], cells[place], quantity)
        for place, quantity in header.figures.items()
        if cells[place]
    }
    return (_moment(time, cells[header.time], zone) - BEGINS) / timedelta(minutes=1), values


def _moment(column: str, text: str, zone: ZoneInfo | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadCell(column, f"{text[:40]!r} is no time: write 2026-01-05T14:30Z") from error
    if moment.tzinfo is None and zone is None:
        raise BadCell(
            column, f"{text[:40]!r} has no offset from UTC: write 2026-01-05T14:30Z, or name --zone"
        )
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadCell(column, f"{text[:40]!r} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _figure(column: str, text: str, quantity: Quantity) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise BadCell(column, f"{text[:40]!r} is no number: write 12.5") from error
    allowed = PLAUSIBLE[quantity]
    if not allowed.least <= value <= allowed.greatest:
        raise BadCell(
            column,
            f"{text[:40]} is not between {allowed.least:g} and {allowed.greatest:g}:"
            f" {allowed.reason}",
        )
    return value
