"""Decoding: the body of an answer, unpacked as it comes and never larger than is allowed."""

import zlib
from collections.abc import Callable

from app.sources.kit import Unreadable

ACCEPTED = "gzip, deflate"
"""The encodings that we ask for."""

GZIP = 16 + zlib.MAX_WBITS

ZLIB_METHOD, ZLIB_CHECK = 8, 31
"""How one tells deflate with zlib's header (as it should be) from deflate without (as some do)."""

HEADER = 2


class Body:
    """A body that grows piece by piece.

    `received` counts the bytes that came, `largest` limits both them and what they unpack to.
    """

    def __init__(self, encoding: str, largest: int) -> None:
        """Choose how to unpack by the Content-Encoding; raises Unreadable for unknown ones."""
        name = encoding.strip().lower()
        if name not in UNPACK:
            raise Unreadable(f"its answer is packed as {name[:40]!r}, which we did not ask for")
        self.received = 0
        self._largest = largest
        self._unpack = UNPACK[name](largest)
        self._parts = bytearray()

    def add(self, piece: bytes) -> None:
        """Take the next piece; raises Unreadable where it cannot be unpacked or is too much."""
        self.received += len(piece)
        if self.received > self._largest:
            raise _too_large(self._largest)
        self._parts += self._unpack.add(piece)
        if len(self._parts) > self._largest:
            raise _too_large(self._largest)

    def whole(self) -> bytes:
        """Give the body when all has come; raises Unreadable where it is not whole, or empty."""
        if self.received:
            self._unpack.end()
        if not self._parts:
            raise Unreadable("its answer is empty")
        return bytes(self._parts)


class _Plain:
    """Nothing to unpack."""

    def __init__(self, largest: int) -> None:
        del largest

    def add(self, piece: bytes) -> bytes:
        return piece

    def end(self) -> None:
        pass


class _Packed:
    """One packed stream; it gives at most one byte more than is allowed."""

    def __init__(self, largest: int, window: int) -> None:
        self._unpacking = zlib.decompressobj(window)
        self._left = largest + 1

    def add(self, piece: bytes) -> bytes:
        if self._unpacking.eof or self._left <= 0:
            raise Unreadable("its answer goes on behind the end of what was packed")
        try:
            unpacked = self._unpacking.decompress(piece, self._left)
        except zlib.error as error:
            raise Unreadable(f"its answer cannot be unpacked: {error}") from error
        if self._unpacking.unused_data:
            raise Unreadable("its answer goes on behind the end of what was packed")
        self._left -= len(unpacked)
        return unpacked

    def end(self) -> None:
        if not self._unpacking.eof:
            raise Unreadable("its answer breaks off within what was packed")


class _Deflated:
    """Deflate with or without zlib's header: its first two bytes tell."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._first = b""
        self._packed: _Packed | None = None

    def add(self, piece: bytes) -> bytes:
        if self._packed is not None:
            return self._packed.add(piece)
        self._first += piece
        if len(self._first) < HEADER:
            return b""
        self._packed = _Packed(self._largest, _window(self._first))
        return self._packed.add(self._first)

    def end(self) -> None:
        if self._packed is None:
            raise Unreadable("its answer breaks off within what was packed")
        self._packed.end()


def _window(first: bytes) -> int:
    headed = first[0] & 0x0F == ZLIB_METHOD and (first[0] * 256 + first[1]) % ZLIB_CHECK == 0
    return zlib.MAX_WBITS if headed else -zlib.MAX_WBITS


def _gzipped(largest: int) -> _Packed:
    return _Packed(largest, GZIP)


UNPACK: dict[str, Callable[[int], _Plain | _Packed | _Deflated]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _gzipped,
    "x-gzip": _gzipped,
    "deflate": _Deflated,
}


def _too_large(largest: int) -> Unreadable:
    return Unreadable(f"its answer is larger than {largest} bytes")
