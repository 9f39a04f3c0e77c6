"""The rows of a file, each a report or refused by line, column and reason; read as a stream."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from app.catalog.archive.header import read_header
from app.catalog.archive.lines import TOO_LONG, Lines, TooLong
from app.catalog.archive.refused import Refused, UnusableFile
from app.catalog.archive.reports import Reader
from app.catalog.catalogue import Catalogue
from app.domain.report import Report
from app.domain.report_check import InvalidReport

Row = Report | Refused

LONGEST_FIELD = 4000
"""Characters of a cell: more than any column keeps."""


def read_rows(
    lines: Iterable[str] | BinaryIO, catalogue: Catalogue, *, source: str, now: datetime
) -> Iterator[Row]:
    """Read a binary file or lines of text in the archive's format, row by row.

    Raises UnusableFile at once where the header cannot be used; a bad row is refused by itself.
    """
    rows = _rows(Lines(lines))
    first = next(rows, None)
    if first is None:
        raise UnusableFile([Refused(1, "", "the file is empty: it needs a header line")])
    if isinstance(first, Refused):
        raise UnusableFile([first])
    header = read_header(first[1], first[0])
    return _reports(rows, header, Reader(catalogue=catalogue, source=source, now=now))


def _rows(lines: Lines) -> Iterator[tuple[int, list[str]] | Refused]:
    """Give each row's first line and cells, or why it has none; blank lines are passed over."""
    reader = csv.reader(lines, strict=True)
    while (row := _next(reader, lines)) is not None:
        if isinstance(row, str):
            yield Refused(lines.start, "", row)
        elif row:
            yield lines.start, row


def _next(reader: Iterator[list[str]], lines: Lines) -> list[str] | str | None:
    """Give the next row's cells, or the reason why it has none; None at the end.

    What a bad quote swallowed is put back: it costs its own line, not the rows after it.
    """
    lines.begin()
    try:
        row = next(reader, None)
    except csv.Error as error:
        lines.put_back()
        return f"is not readable as CSV ({error}): close each quote, and double it inside a field"
    except TooLong:
        lines.put_back()
        return TOO_LONG
    return lines.fault or row


def _reports(
    rows: Iterable[tuple[int, list[str]] | Refused], header: Sequence[str], reader: Reader
) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Refused):
            yield row
        else:
            yield _report(*row, header, reader)


def _report(line: int, cells: Sequence[str], header: Sequence[str], reader: Reader) -> Row:
    if len(cells) != len(header):
        counted = f"has {len(cells)} cells, the header {len(header)}"
        return Refused(line, "", f"{counted}: is a comma inside a field not quoted?")
    if max(map(len, cells)) > LONGEST_FIELD:
        longest = max(range(len(cells)), key=lambda number: len(cells[number]))
        reason = f"has {len(cells[longest]):,} characters: at most {LONGEST_FIELD:,} are read"
        return Refused(line, header[longest], reason)
    try:
        return reader.report(dict(zip(header, cells, strict=True)))
    except InvalidReport as error:
        return Refused(line, _column(error.field, header), error.detail)


def _column(field: str, header: Sequence[str]) -> str:
    """Name the column a field of the report came from."""
    if field == "identity" and "id" in header:
        return "id"
    return field
