"""Reading: the rows of an archive's files, checked as they come; whatever comes may be hostile."""

import csv
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from gzip import BadGzipFile, GzipFile
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from app.exporting.cells import BadCell, Value, read
from app.exporting.columns import Column, Kind, kind_of
from app.store import archive_folder
from app.store.archive_folder import INDEX, Filed, Index, UnfitArchive

LONGEST = 64 * 1024
"""Bytes of a line: no row of bounded cells is longer."""

MOST_PACKED = 300
"""How many times as large as a file what is in it may be, beyond a mebibyte; ours are 20 times."""

Values = Mapping[str, Value]


class Row(NamedTuple):
    """A row of a file, with the line on which it begins."""

    line: int
    values: Values


def check(folder: Path, index: Index, tell: Callable[[int, float], None] | None = None) -> None:
    """Hold every file of an archive against its size, its hashes and its number of rows.

    Raises UnfitArchive. `tell` is told how many bytes are done, and what share that is.
    """
    whole, done = max(sum(each.bytes for each in index.files), 1), 0
    for filed in index.files:
        if filed.size > 2**20 + MOST_PACKED * filed.bytes:
            raise UnfitArchive(f"{filed.name}: is packed too tightly to be an archive of ours")
        archive_folder.check(folder, filed)
        for _ in _Lines(folder, filed):
            pass
        done += filed.bytes
        if tell is not None:
            tell(done, done / whole)


def rows(folder: Path, filed: Filed) -> Iterator[Row]:
    """Give the rows of a file; raises UnfitArchive with file, line, column and reason."""
    kind = kind_of(filed.name)
    for line, cells in _Lines(folder, filed):
        yield Row(line, _values(filed, kind, line, cells))


def refused(name: str, line: int, reason: object) -> UnfitArchive:
    """Say what is wrong with a row."""
    return UnfitArchive(f"{name}: line {line:,}: {reason}")


class _Lines:
    """The rows of one file as cells, after its header; counted, measured and hashed."""

    def __init__(self, folder: Path, filed: Filed) -> None:
        self._folder = folder
        self._filed = filed
        self._content = sha256()
        self._size = self._number = self._begin = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        try:
            yield from self._rows()
        except EOFError as error:
            raise self._unfit("is cut short, its end is missing") from error
        except (BadGzipFile, zlib.error) as error:
            raise self._unfit("is damaged, or not packed with gzip") from error
        except OSError as error:
            raise self._unfit(f"cannot be read ({error.strerror})") from error

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        count = -1
        with (
            archive_folder.opened(self._folder, self._filed.name) as file,
            GzipFile(fileobj=file) as packed,
        ):
            for cells in self._cells(packed):
                count += 1
                if count > self._filed.rows:
                    raise self._unfit(f"has more rows than the {self._filed.rows:,} of {INDEX}")
                if count == 0:
                    self._check_header(cells)
                else:
                    yield self._begin, cells
        if count < self._filed.rows:
            raise self._unfit(f"has {max(count, 0):,} rows, and {INDEX} says {self._filed.rows:,}")
        if self._content.hexdigest() != self._filed.content:
            raise self._unfit(f"holds something else than {INDEX} says")

    def _cells(self, packed: GzipFile) -> Iterator[list[str]]:
        reader = csv.reader(self._texts(packed), strict=True)
        while True:
            self._begin = self._number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise refused(self._filed.name, self._begin, f"is no CSV ({error})") from error
            if cells is None:
                return
            yield cells

    def _texts(self, packed: GzipFile) -> Iterator[str]:
        while line := packed.readline(LONGEST):
            self._number += 1
            self._size += len(line)
            if len(line) == LONGEST or self._size > self._filed.size:
                reason = f"is longer than {LONGEST:,} bytes, or than {INDEX} says"
                raise refused(self._filed.name, self._number, reason)
            self._content.update(line)
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                raise refused(self._filed.name, self._number, "is not UTF-8") from error

    def _check_header(self, cells: list[str]) -> None:
        if cells != kind_of(self._filed.name).names:
            raise refused(self._filed.name, 1, "has other columns than this program knows")

    def _unfit(self, reason: str) -> UnfitArchive:
        return UnfitArchive(f"{self._filed.name}: {reason}")


def _values(filed: Filed, kind: Kind, line: int, cells: list[str]) -> Values:
    if len(cells) != len(kind.columns):
        raise refused(filed.name, line, f"has {len(cells)} cells, not {len(kind.columns)}")
    return {
        column.name: _value(filed, column, line, cell)
        for column, cell in zip(kind.columns, cells, strict=True)
    }


def _value(filed: Filed, column: Column, line: int, cell: str) -> Value:
    try:
        value = read(column.type, cell)
    except BadCell as error:
        raise refused(filed.name, line, f"{column.name}: {error}") from error
    if value is None and column.needed:
        raise refused(filed.name, line, f"{column.name}: is empty; it must be given")
    return value


def told(text: object) -> dict[str, object]:
    """Give the object that a cell of JSON holds; raises ValueError for anything else."""
    said = json.loads(str(text))
    if not isinstance(said, dict):
        raise ValueError("told: is no JSON object")  # noqa: TRY004 - a cell is of no type
    return said
