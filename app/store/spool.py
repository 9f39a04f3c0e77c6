"""The spool: what waits in a folder on disk, in order, until the database can take it.

Each thing is a file that is whole or not there: it is written beside its place, brought to disk and
then renamed. Its first line says its form, how long it is and its checksum. What is damaged is set
aside under another name and never deleted by us. The folder is bounded, whoever fills it: what came
first stays, for what comes next can still be asked for.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from app.store.fault import SpoolDamaged, SpoolFull
from app.store.workplace import workplace

FORM = b"darial-spool 1"
"""How every file begins; the number rises with another form."""

SUFFIX, ASIDE = ".spooled", ".damaged"
NAME = re.compile(r"[A-Za-z0-9_.-]{1,200}")
MEBIBYTE = 1024 * 1024

LEAST = 4096
"""Bytes that a file counts for at least: as many as it takes on disk, so that files are bounded."""

LONGEST_HEAD = 200
LARGEST = 256 * MEBIBYTE
"""Bytes of the largest file that is read: none of ours is as large."""


class Size(NamedTuple):
    """How much waits: files, bytes of all that is in the folder, and files that were set aside."""

    files: int
    bytes: int
    damaged: int = 0


class Spool:
    """A folder in which things wait, each under a name; names sort in the order of storing."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Name the folder, which need not be there, and how much it may hold (0: nothing)."""
        self.folder = folder
        self.most_bytes = most_bytes

    def size(self) -> Size:
        """Give how much is there; what was set aside counts as bytes."""
        files = total = damaged = 0
        for entry in self._entries():
            files += entry.name.endswith(SUFFIX)
            damaged += entry.name.endswith(ASIDE)
            total += _counted(entry)
        return Size(files, total, damaged)

    def check_room(self, bytes_more: int = LEAST) -> None:
        """Raise SpoolFull where so many bytes more may not wait."""
        if self.size().bytes + max(bytes_more, LEAST) > self.most_bytes:
            raise SpoolFull(
                f"the database is away, and {self.folder} holds as much as it may"
                f" ({self.most_bytes // MEBIBYTE} MB)"
            )

    def names(self) -> list[str]:
        """Give the names of all that waits, the first one first."""
        found = (each.name for each in self._entries() if each.name.endswith(SUFFIX))
        return sorted(name.removesuffix(SUFFIX) for name in found)

    def put(self, name: str, content: bytes) -> None:
        """Have something wait under a name; once we return it is on disk.

        Raises SpoolFull, with nothing kept of it, where there is no room.
        """
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} names nothing that could wait")
        file = _head(content) + content
        self.check_room(len(file))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with workplace(self.folder) as place:
                _write(place / name, file)
                (place / name).replace(self._path(name))
            _bring_to_disk(self.folder)
        except OSError as error:
            raise SpoolFull(
                f"the database is away, and {self.folder} cannot be written to: {error.strerror}"
            ) from error

    def read(self, name: str) -> bytes | None:
        """Give what waits under a name; None where it is gone. Raises SpoolDamaged."""
        try:
            with self._path(name).open("rb") as file:
                head, content = file.readline(LONGEST_HEAD), file.read(LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SpoolDamaged(f"{self._path(name)} cannot be read: {error.strerror}") from error
        if head != _head(content):
            raise SpoolDamaged(f"{self._path(name)} is damaged, or of another version")
        return content

    def drop(self, name: str) -> None:
        """Have something wait no more; what is gone already stays so."""
        self._path(name).unlink(missing_ok=True)

    def set_aside(self, name: str) -> None:
        """Put something out of the way that cannot be stored: it is called `.damaged` then."""
        self._path(name).replace(self.folder / f"{name}{ASIDE}")

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder) as entries:
                return [each for each in entries if each.name.endswith((SUFFIX, ASIDE))]
        except OSError:
            return []


def _head(content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    return b"%s %d %s\n" % (FORM, len(content), digest.encode())


def _counted(entry: os.DirEntry[str]) -> int:
    try:
        return max(entry.stat().st_size, LEAST)
    except OSError:
        return 0  # another process has stored it just now


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _bring_to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
