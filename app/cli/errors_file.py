"""The file of refused rows: every one of them, however many."""

import csv
from collections.abc import Iterable
from pathlib import Path

from app.catalog.archive import Refused

COLUMNS = ("file", "line", "column", "reason")


class Errors:
    """A CSV file of refused rows, begun anew by each command."""

    def __init__(self, path: Path) -> None:
        """Begin the file, so that one that cannot be written is told before any work is done."""
        self._path = path
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(COLUMNS)

    def add(self, name: str, refused: Iterable[Refused]) -> None:
        """Add the refused rows of one file."""
        with self._path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((name, *row) for row in refused)
