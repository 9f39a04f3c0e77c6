"""Months: which of them have new rows, by what is remembered of the last export.

Rows only ever come to a table, so a month without new ones is as it was. What is remembered lies
beside the files, is of use to nobody else, and counts only for the very database it is about.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Self

from app.store.columns import micros
from app.store.export import Day, Mark, Window

MEMORY = ".darial-export.json"
LARGEST_MEMORY = 4 * 1024 * 1024


class Month(NamedTuple):
    """A month of the calendar, in UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Give the month of a day, or of a moment in UTC."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        """Write it as in the names of files: `2022-09`."""
        return f"{self.year:04d}-{self.month:02d}"

    def begins(self) -> int:
        """Give where it begins, in microseconds since 1970."""
        return micros(datetime(self.year, self.month, 1, tzinfo=UTC))

    def ends(self) -> int:
        """Give where the next one begins, in microseconds since 1970."""
        return Month(self.year + self.month // 12, self.month % 12 + 1).begins()


@dataclass(slots=True)
class Span:
    """The numbers of the first and last row of a month; how many were written, and not told."""

    first: int
    last: int
    rows: int = 0
    untold: int = 0


@dataclass(slots=True)
class Remembered:
    """What is remembered of a table: its last row, what tells that from others, its months."""

    last: int = 0
    mark: Mark | None = None
    spans: dict[Month, Span] = field(default_factory=dict)

    def note(self, days: Iterable[Day]) -> set[Month]:
        """Take in the days of new rows; gives the months that they touch."""
        touched = set()
        for ordinal, first, last in days:
            month = Month.of(date.fromordinal(ordinal))
            span = self.spans.setdefault(month, Span(first, last))
            span.first, span.last = min(span.first, first), max(span.last, last)
            self.last = max(self.last, last)
            touched.add(month)
        return touched

    def window(self, months: Iterable[Month]) -> Window:
        """Give the rows among which those of some months are."""
        chosen = sorted(months)
        spans = [self.spans[month] for month in chosen]
        return Window(
            min(span.first for span in spans),
            max(span.last for span in spans),
            chosen[0].begins(),
            chosen[-1].ends(),
        )


def read(folder: Path, policy: str) -> dict[str, Remembered] | None:
    """Give what is remembered of each table; None where nothing is, or by another policy."""
    try:
        with (folder / MEMORY).open("rb") as file:
            said = json.loads(file.read(LARGEST_MEMORY))
        if said["policy"] != policy:
            return None
        return {name: _remembered(each) for name, each in said["tables"].items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        # Without it everything is written anew, which costs only time.
        return None


def _remembered(said: Mapping[str, Any]) -> Remembered:
    mark = said["mark"]
    return Remembered(
        last=int(said["last"]),
        mark=None if mark is None else (mark[0], mark[1]),
        spans={
            Month(*map(int, month.split("-"))): Span(*map(int, span))
            for month, span in said["months"].items()
        },
    )


def written(policy: str, tables: Mapping[str, Remembered]) -> bytes:
    """Write what is to be remembered."""
    said = {
        "policy": policy,
        "tables": {
            name: {
                "last": each.last,
                "mark": each.mark,
                "months": {
                    str(month): [span.first, span.last, span.rows, span.untold]
                    for month, span in sorted(each.spans.items())
                },
            }
            for name, each in tables.items()
        },
    }
    return json.dumps(said).encode()
