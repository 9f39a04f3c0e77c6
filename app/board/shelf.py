"""The shelf: finished documents by path and query string, ready to be handed out.

The standing ones (no filter) are made with each version. Those somebody asked for are remembered
until the next version, within bounds of number and bytes; the least recently asked goes first.
"""

from collections.abc import Mapping

from app.board.document import Document, pack

Key = tuple[str, bytes]
"""The decoded path and the raw query string."""

MOST_ENTRIES = 1024
MOST_BYTES = 32 * 1024 * 1024
LONGEST_QUERY = 2048


class Shelf:
    """Documents that can be handed out as they are."""

    def __init__(self, most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES) -> None:
        """Begin empty; `most_bytes` bounds the remembered forms, not the standing ones."""
        self._standing: Mapping[Key, Document] = {}
        self._asked: dict[Key, Document] = {}
        self._bytes = 0
        self._most_entries = most_entries
        self._most_bytes = most_bytes

    @property
    def standing(self) -> Mapping[Key, Document]:
        """Give the documents of this version that are asked for without a filter."""
        return self._standing

    def find(self, path: str, query: bytes) -> Document | None:
        """Give the document for this very path and query string, if it is there."""
        key = path, query
        found = self._standing.get(key)
        if found is None and (found := self._asked.pop(key, None)) is not None:
            self._asked[key] = found
        return found

    def keep(self, path: str, query: bytes, asked: Document) -> Document:
        """Remember a document somebody asked for, until the next version or until pushed out.

        It is compressed for that, once; gives it as it is remembered, or as it was where it is too
        large.
        """
        key = path, query
        if len(asked.body) > self._most_bytes or len(query) > LONGEST_QUERY:
            return asked
        self._forget(key)
        self._asked[key] = kept = pack(asked)
        self._bytes += kept.size
        while self._bytes > self._most_bytes or len(self._asked) > self._most_entries:
            self._forget(next(iter(self._asked)))
        return kept

    def renew(self, standing: Mapping[Key, Document]) -> None:
        """Put the standing documents of a new version up, and forget the others."""
        self._standing = standing
        self._asked = {}
        self._bytes = 0

    def _forget(self, key: Key) -> None:
        gone = self._asked.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size
