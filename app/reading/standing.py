"""Standing: where in a text its parts stand, reckoned when something is told."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

from app.reading.gloss import Glossary
from app.reading.part import Part

TAKES = attrgetter("takes")


class Standing:
    """Where the parts of a text stand in it."""

    def __init__(self, pieces: Sequence[str], parts: Iterable[Part], glossary: Glossary) -> None:
        """Take the pieces of a text, and its parts, of which each takes some of their tokens."""
        self._held = glossary.tokens(pieces)
        self._tokens = list(accumulate(map(len, self._held), initial=0))
        self._characters = list(accumulate([len(piece) + 1 for piece in pieces], initial=0))
        self._parts = list(accumulate(map(TAKES, parts), initial=0))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give from where to where some parts stand, in characters."""
        start, _ = self._token(self._parts[first])
        _, end = self._token(self._parts[last + 1] - 1)
        return start, end

    def _token(self, at: int) -> tuple[int, int]:
        piece = bisect_right(self._tokens, at) - 1
        token = self._held[piece][at - self._tokens[piece]]
        start = self._characters[piece] + token.start
        return start, start + len(token.said)
