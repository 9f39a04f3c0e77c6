"""Measured: a file under way, of which size and SHA-256 are known once it is written."""

from hashlib import sha256
from typing import BinaryIO


class Measured:
    """Passes on what is written to a file, and takes its size (bytes) and SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with nothing written."""
        self._file = file
        self.digest = sha256()
        self.size = 0

    def write(self, piece: bytes) -> int:
        """Write a piece; raises OSError."""
        self.digest.update(piece)
        self.size += len(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        """Pass on whatever waits in between; raises OSError."""
        self._file.flush()
