"""A CSV file under way: packed, hashed and counted; the same rows give the same bytes."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from gzip import GzipFile
from hashlib import sha256
from pathlib import Path

from app.store.archive_folder import Filed
from app.store.measured import Measured

LEVEL = 6
"""How hard we try to pack: 9 takes twice as long for a hundredth."""

PIECE = 64 * 1024
"""How many bytes are packed together: always as many, so that what is packed does not depend on how
rows came."""


class CsvFile:
    """One file: a header, then rows."""

    def __init__(self, place: Path | None, name: str, header: Sequence[str]) -> None:
        """Begin a new file in a folder, or nowhere, to be measured only; raises OSError."""
        self._name = name
        self._kept = place is not None
        self._raw = (Path(os.devnull) if place is None else place / name).open("wb")
        self._measured = Measured(self._raw)
        # No name and no time of ours: the same rows give the same bytes.
        self._packed = GzipFile("", "wb", LEVEL if self._kept else 0, self._measured, mtime=0)
        self._content = sha256()
        self._waiting = bytearray()
        self._rows = self._size = 0
        self._put([header])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows; raises OSError."""
        self._put(rows)
        self._rows += len(rows)

    def _put(self, rows: Iterable[Sequence[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        piece = text.getvalue().encode()
        self._content.update(piece)
        self._size += len(piece)
        self._waiting += piece
        while len(self._waiting) >= PIECE:
            self._packed.write(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def finish(self) -> Filed:
        """End the file and bring it to the disk; raises OSError."""
        self._packed.write(bytes(self._waiting))
        self._packed.close()
        self._raw.flush()
        if self._kept:
            os.fsync(self._raw.fileno())
        self._raw.close()
        return Filed(
            name=self._name,
            bytes=self._measured.size,
            sha256=self._measured.digest.hexdigest(),
            rows=self._rows,
            content=self._content.hexdigest(),
            size=self._size,
        )

    def close(self) -> None:
        """Let go of the file; one that is not finished is of no use."""
        self._raw.close()
