"""Progress: how far a long piece of work has come, for whoever looks at a terminal."""

import sys
from collections.abc import Iterable, Iterator
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

    def __init__(self, what: str, whole: int | None = None) -> None:
        """Say what is counted (`scored`), and how much the whole is, where that is known."""
        self._what = what
        self._whole = whole
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

    def over(self, things: Iterable[Each]) -> Iterator[Each]:
        """Give each thing, and count it."""
        for number, each in enumerate(things):
            self.at(number, number)
            yield each

    def at(self, count: int, done: int | None = None) -> None:
        """Say how many there are so far, and how much of the whole they make."""
        time = monotonic()
        if self._shown and time - self._looked >= BETWEEN_S:
            self._looked = time
            self._write(CLEAR + self._line(count, done, time - self._began))

    def _line(self, count: int, done: int | None, seconds: float) -> str:
        rate = f"{count:,} rows {self._what}, {count / seconds:,.0f} a second"
        if not self._whole or done is None:
            return rate
        share = min(done / self._whole, 1.0)
        return f"[{'#' * round(share * BAR):<{BAR}}] {share:4.0%}  {rate}"

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
