"""Files named on the command line, `-` for what comes through a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.catalog.archive import Refused
from app.cli.fault import UNUSABLE, Fault
from app.cli.terminal import tell

STDIN = Path("-")

MOST_SHOWN = 20
"""How many bad rows are listed; of the others, how many there are."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read; raises Fault where it cannot be."""
    if path == STDIN:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise Fault(f"{path} cannot be read: {_reason(error)}.", UNUSABLE) from error
    with file:
        yield file


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    return str(error.strerror).lower()


def list_refused(name: str, refused: list[Refused], count: int) -> None:
    """List bad rows as `file: line: column: reason`, the first of `count`."""
    for each in refused[:MOST_SHOWN]:
        tell(f"{name}: {each}")
    if count > MOST_SHOWN:
        tell(f"{name}: and {count - MOST_SHOWN:,} more rows like these")
