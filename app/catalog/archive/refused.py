"""Rows and files that cannot be taken, and why."""

from collections.abc import Iterable
from typing import NamedTuple


class Refused(NamedTuple):
    """A row that cannot be taken: the line it starts in, the column (empty: all of it), why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        """Give it as one line."""
        column = f" {self.column}:" if self.column else ""
        return f"line {self.line}:{column} {self.reason}"


class UnusableFile(Exception):
    """A file of which no row can be taken; carries what is wrong with it."""

    def __init__(self, refused: Iterable[Refused]) -> None:
        """Say everything that is wrong, one a line."""
        self.refused = tuple(refused)
        super().__init__("\n".join(map(str, self.refused)))
