"""The first line of a file: which columns it has, and that it can be read at all."""

from collections.abc import Sequence

from app.catalog.archive.refused import Refused, UnusableFile
from app.catalog.mistakes import suggestion

REQUIRED = (
    "place",
    "direction",
    "mode",
    "quantity",
    "observed_from",
    "observed_to",
    "precision",
    "origin",
    "origin_kind",
)
"""Columns without which no row says enough."""

OPTIONAL = (
    "id",
    "value",
    "low",
    "high",
    "bound",
    "word",
    "subject",
    "claim",
    "note",
    "published_on",
    "publisher",
    "url",
    "language",
    "per",
    "source",
    "identity",
    "recorded_at",
    "published_at",
    "retracts",
    "method",
)
"""Columns that a file may have besides; an empty cell is as good as no column."""

KNOWN = (*REQUIRED, *OPTIONAL)
SEPARATORS = {";": "semicolons", "\t": "tabs"}


def read_header(cells: Sequence[str], line: int) -> tuple[str, ...]:
    """Give the columns in their order; raises UnusableFile with all that is wrong."""
    header = tuple(cell.strip() for cell in cells)
    reasons = [*_separators(header)] or [*_unknown(header), *_twice(header), *_missing(header)]
    if reasons:
        raise UnusableFile(Refused(line, column, reason) for column, reason in reasons)
    return header


def _separators(header: Sequence[str]) -> list[tuple[str, str]]:
    if len(header) > 1:
        return []
    return [
        ("", f"the columns are separated by {name}: save the file with commas")
        for mark, name in SEPARATORS.items()
        if mark in "".join(header)
    ]


def _unknown(header: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (column[:80], f"is no column of this format: {suggestion(column[:80], KNOWN)}")
        for column in header
        if column not in KNOWN
    ]


def _twice(header: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (column, "is there twice: keep one of the columns")
        for number, column in enumerate(header)
        if column in KNOWN and column in header[:number]
    ]


def _missing(header: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (column, "is missing: the format needs this column")
        for column in REQUIRED
        if column not in header
    ]
