"""The physical lines of a file as text, counted, so that a row can be named by where it starts."""

import io
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

LONGEST = 64 * 1024
"""Characters of a row (bytes of a line): no row of bounded fields is longer."""

TOO_LONG = f"is longer than {LONGEST:,} characters: is a quote left open, or a line end missing?"
NOT_UTF8 = "is not UTF-8: save the file as UTF-8"
HOLDS_NUL = "holds a NUL byte: remove it, or save the file as UTF-8"


class TooLong(Exception):
    """A row that runs on and on."""


class Lines:
    """An iterator over lines that remembers those of the present row, and what is wrong there.

    `begin` starts a row; `put_back` returns all its lines but the first, to be read again.
    """

    def __init__(self, source: Iterable[str] | BinaryIO) -> None:
        """Read a binary file, or lines that are text already."""
        self._source = _decoded(source)
        self._again: deque[tuple[str, str]] = deque()
        self._row: list[tuple[str, str]] = []
        self._number = 0
        self.start = 1
        self.length = 0
        self.fault = ""

    def __iter__(self) -> "Lines":
        """Be an iterator."""
        return self

    def __next__(self) -> str:
        """Give the next line; raises TooLong when the row does not end."""
        line, fault = self._again.popleft() if self._again else next(self._source)
        self._number += 1
        self._row.append((line, fault))
        self.length += len(line)
        self.fault = self.fault or fault
        if self.length > LONGEST:
            raise TooLong
        return line

    def begin(self) -> None:
        """Start a new row."""
        self._row.clear()
        self.start = self._number + 1
        self.length = 0
        self.fault = ""

    def put_back(self) -> None:
        """Return every line of the row but its first."""
        self._again.extendleft(reversed(self._row[1:]))
        self._number = self.start


def _decoded(source: Iterable[str] | BinaryIO) -> Iterator[tuple[str, str]]:
    for number, (line, fault) in enumerate(_raw(source)):
        text = line.removeprefix("\ufeff") if number == 0 else line
        if "\0" in text:
            yield text.replace("\0", ""), fault or HOLDS_NUL
        else:
            yield text, fault


def _raw(source: Iterable[str] | BinaryIO) -> Iterator[tuple[str, str]]:
    if hasattr(source, "readline") and not isinstance(source, io.TextIOBase):
        return _read(cast("BinaryIO", source))
    return map(_checked, source)


def _read(file: BinaryIO) -> Iterator[tuple[str, str]]:
    while line := file.readline(LONGEST):
        if len(line) == LONGEST and not line.endswith(b"\n"):
            while rest := file.readline(LONGEST):
                if rest.endswith(b"\n"):
                    break
            yield "\n", TOO_LONG
            continue
        try:
            yield line.decode(), ""
        except UnicodeDecodeError:
            yield line.decode(errors="replace"), NOT_UTF8


def _checked(line: str) -> tuple[str, str]:
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode(errors="replace").decode(), NOT_UTF8
    return line, ""
