"""Files named on the command line, `-` for what comes through a pipe."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from app.catalog.archive import Refused
from app.cli.fault import UNUSABLE, Fault
from app.cli.terminal import tell

STDIN = Path("-")

MOST_SHOWN = 20
"""How many bad rows are listed; of the others, how many there are."""


def named(path: Path) -> str:
    """Give the name that a file is told by."""
    return "standard input" if path == STDIN else str(path)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read; raises Fault where it cannot be."""
    if path == STDIN:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with file:
        yield file


@contextmanager
def on_disk(path: Path) -> Iterator[Path]:
    """Give a file that can be read twice: what comes through a pipe is set down for that long."""
    if path != STDIN:
        yield path
        return
    with TemporaryDirectory(prefix="darial-") as folder:
        copy = Path(folder) / "standard-input.csv"
        with copy.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield copy


def within_a_folder(path: Path) -> None:
    """Raise Fault unless the folder is there in which a file or folder is to be made."""
    if not path.parent.is_dir():
        raise Fault(f"{path.parent} is no folder: make it, or name another.", UNUSABLE)


def unreadable(path: Path, error: OSError) -> Fault:
    """Say why a file cannot be read."""
    reasons = {FileNotFoundError: "there is no such file", IsADirectoryError: "it is a folder"}
    reason = reasons.get(type(error)) or str(error.strerror).lower()
    return Fault(f"{named(path)} cannot be read: {reason}.", UNUSABLE)


def list_refused(name: str, refused: Sequence[Refused], count: int) -> None:
    """List bad rows as `file: line: column: reason`, the first of `count`."""
    for each in refused[:MOST_SHOWN]:
        tell(f"{name}: {each}")
    if count > MOST_SHOWN:
        tell(f"{name}: and {count - MOST_SHOWN:,} more like these")
