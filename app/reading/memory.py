"""Memory: what was found out about words, since they come again from text to text."""

from collections.abc import Callable
from typing import Generic, TypeVar

LONGEST, MOST = 40, 32_768
"""Characters of the longest word that is remembered, and how many are: it stays bounded."""

Held = TypeVar("Held")


class Memory(dict[str, Held], Generic[Held]):
    """What there is to know about each word, found once; where they become too many, all anew."""

    def __init__(self, find: Callable[[str], Held]) -> None:
        """Take what finds it out."""
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Held:
        """Find it out, and keep it."""
        found = self._find(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found
