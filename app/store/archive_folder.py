"""An archive's folder: which files are in it, as its own index says, and nothing else.

The index is datapackage.json, a Data Package of Frictionless. It may come from anybody, so it is
believed only as far as it can be checked: names are those that we give, sizes have limits.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import Any

from app.store.fault import StoreError

INDEX = "datapackage.json"
SUMS = "SHA256SUMS"
README = "README.md"
OURS = "darial"
"""The member of the index, and of each file in it, that holds what only we say."""

FORMAT = 1
"""Raised when files change so that an earlier program could not take them in."""

LARGEST_INDEX = 4 * 1024 * 1024
MOST_FILES = 1_300
MOST_ROWS = 200_000_000
MOST_BYTES = 2**40
"""Limits of an index: 50 years of months, and more than a machine takes in in a day."""

NAME = re.compile(
    r"(?:(?:sources|acts|act-reports|withholdings|notices|notice-ends)"
    r"|(?:reports|published)-[0-9]{4}-(?:0[1-9]|1[0-2]))\.csv\.gz"
)
BESIDE = re.compile(r"[a-z-]{1,40}\.schema\.json")
HEX = re.compile(r"[0-9a-f]{64}")


class UnfitArchive(StoreError):
    """A folder or file is no archive of ours, or not whole; says which file, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One file as it is described: its name, its bytes and their SHA-256, its rows.

    `content` is the SHA-256 of what is packed in it, `size` how many bytes that is.
    """

    name: str
    bytes: int
    sha256: str
    rows: int
    content: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many reports are left out: of a source, or (None) because too few could be told."""

    source: str | None
    reports: int
    because: str

    def __str__(self) -> str:
        """Say it: `1,204 reports of zitic: its terms do not let its rows be passed on`."""
        reports = "1 report" if self.reports == 1 else f"{self.reports:,} reports"
        return f"{reports} of {self.source or 'several sources'}: {self.because}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What an archive holds: its files, when any of them was last written, what is left out.

    `sources` are the ids of those whose terms apply.
    """

    files: tuple[Filed, ...]
    written_at: datetime
    left_out: tuple[LeftOut, ...]
    sources: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Give what is the same for two archives that say the same, and for nothing else."""
        return digest_of(self.files)

    def file(self, name: str) -> Filed | None:
        """Give a file by its name."""
        return next((each for each in self.files if each.name == name), None)


def digest_of(files: Iterable[Filed]) -> str:
    """Give the SHA-256 of what is in some files, in the order of their names (64 hex digits)."""
    lines = sorted(f"{each.content}  {each.name}\n" for each in files)
    return sha256("".join(lines).encode()).hexdigest()


def read(folder: Path) -> Index:
    """Read the index of a folder; raises UnfitArchive, and FileNotFoundError where it has none."""
    with opened(folder, INDEX) as file:
        text = file.read(LARGEST_INDEX + 1)
    if len(text) > LARGEST_INDEX:
        raise UnfitArchive(f"{INDEX}: is larger than {LARGEST_INDEX:,} bytes")
    try:
        return _index(json.loads(text))
    except UnfitArchive:
        raise
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise UnfitArchive(f"{INDEX}: is no index of `darial export` ({error!r:.200})") from error


@contextmanager
def opened(folder: Path, name: str) -> Iterator[BufferedReader]:
    """Open a plain file of a folder, no link; raises UnfitArchive for anything else, OSError."""
    path = folder / name
    # A pipe is opened without waiting for somebody at its other end.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - from its descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnfitArchive(f"{name}: is no plain file")
        yield file


def check(folder: Path, filed: Filed) -> None:
    """Hold a file against its size and SHA-256; raises UnfitArchive."""
    try:
        with opened(folder, filed.name) as file:
            size = os.fstat(file.fileno()).st_size
            if size != filed.bytes:
                raise UnfitArchive(
                    f"{filed.name}: has {size:,} bytes, and {INDEX} says {filed.bytes:,}"
                )
            digest = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnfitArchive(f"{filed.name}: cannot be read ({error.strerror})") from error
    if digest != filed.sha256:
        raise UnfitArchive(f"{filed.name}: its SHA-256 is not the one that {INDEX} says")


def is_whole(folder: Path, filed: Filed) -> bool:
    """Tell whether a file is there as it is described."""
    try:
        check(folder, filed)
    except UnfitArchive:
        return False
    return True


def _index(said: Any) -> Index:  # noqa: ANN401 - any JSON
    ours, resources = said[OURS], said["resources"]
    if ours["format"] != FORMAT:
        raise UnfitArchive(
            f"{INDEX}: is of format {ours['format']!r:.20}, and this program knows {FORMAT}"
        )
    if not isinstance(resources, list) or len(resources) > MOST_FILES:
        raise UnfitArchive(f"{INDEX}: names no files, or more than {MOST_FILES:,}")
    files = tuple(map(_filed, resources))
    if len({each.name for each in files}) < len(files):
        raise UnfitArchive(f"{INDEX}: names a file twice")
    index = Index(
        files=files,
        written_at=datetime.fromisoformat(str(said["created"])),
        left_out=tuple(map(_left_out, ours["left_out"])),
        sources=tuple(str(each["id"])[:60] for each in said["sources"]),
    )
    if ours["digest"] != index.digest:
        raise UnfitArchive(f"{INDEX}: its digest is not that of the files it names")
    if sum(each.rows for each in files) > MOST_ROWS:
        raise UnfitArchive(f"{INDEX}: names more than {MOST_ROWS:,} rows")
    return index


def _filed(said: Any) -> Filed:  # noqa: ANN401 - any JSON
    name, ours = said["path"], said[OURS]
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise UnfitArchive(f"{INDEX}: {name!r:.80} is no file of an archive")
    return Filed(
        name=name,
        bytes=_count(name, said["bytes"]),
        sha256=_hex(name, str(said["hash"]).removeprefix("sha256:")),
        rows=_count(name, ours["rows"]),
        content=_hex(name, ours["content"]),
        size=_count(name, ours["size"]),
    )


def _left_out(said: Any) -> LeftOut:  # noqa: ANN401 - any JSON
    source = said["source"]
    return LeftOut(
        source=None if source is None else str(source)[:60],
        reports=_count("left_out", said["reports"]),
        because=str(said["because"])[:200],
    )


def _count(name: str, said: object) -> int:
    if type(said) is not int or not 0 <= said <= MOST_BYTES:
        raise UnfitArchive(f"{INDEX}: {name}: {said!r:.40} is no count")
    return said


def _hex(name: str, said: object) -> str:
    if not isinstance(said, str) or not HEX.fullmatch(said):
        raise UnfitArchive(f"{INDEX}: {name}: {said!r:.80} is no SHA-256")
    return said
