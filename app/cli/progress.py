"""Progress: how far a long piece of work has come, for whoever looks at a terminal."""

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

from app.cli.terminal import on_terminal

Each = TypeVar("Each")

BETWEEN_S = 0.1
"""How much time passes between two looks."""

BAR = 30
"""Columns of a full bar."""

CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over and over, and gone at the end.

    Off a terminal it writes nothing.
    """

    def __init__(self, done: str, things: str = "rows") -> None:
        """Say what is done to which things: `scored`, to rows."""
        self._done = f"{things} {done}"
        self._shown = on_terminal(sys.stderr)
        self._began = self._looked = monotonic()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Clear the line, also when the work failed."""
        if self._shown:
            self._write(CLEAR)

    def over(self, things: Sequence[Each]) -> Iterator[Each]:
        """Give each thing, and count it."""
        for number, each in enumerate(things):
            self.at(number, number / len(things))
            yield each

    def at(self, count: int, share: float) -> None:
        """Say how many rows are done, and what share of the whole that is."""
        time = monotonic()
        if self._shown and time - self._looked >= BETWEEN_S:
            self._looked = time
            rate = f"{count:,} {self._done}, {count / (time - self._began):,.0f} a second"
            bar = f"[{'#' * round(share * BAR):<{BAR}}]"
            self._write(f"{CLEAR}{bar} {share:4.0%}  {rate}")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
