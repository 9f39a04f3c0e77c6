"""Pieces: what a row is in a form of an answer, written once for as long as the row stands.

Most rows stay as they are from version to version, and an answer about all of them is made with
each version, by every process that serves it.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from app.board.row import Row

_pieces: WeakKeyDictionary[Row, dict[str, bytes]] = WeakKeyDictionary()


def piece(row: Row, form: str, write: Callable[[Row], bytes]) -> bytes:
    """Give a row in a form, from memory or by writing it; it goes with the row."""
    pieces = _pieces.get(row)
    if pieces is None:
        pieces = _pieces[row] = {}
    found = pieces.get(form)
    if found is None:
        found = pieces[form] = write(row)
    return found
