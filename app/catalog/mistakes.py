"""What can be wrong with a catalogue: said with file, line and the way to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Mistake(NamedTuple):
    """One thing that is wrong in one line of one file, and what to do about it."""

    file: str
    line: int
    what: str
    fix: str

    def __str__(self) -> str:
        """Give it as one line, in the form that editors jump to."""
        return f"{self.file}:{self.line}: {self.what}: {self.fix}"


class CatalogueError(Exception):
    """A catalogue that cannot be used; carries every mistake in it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        """Say all mistakes, one a line."""
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Say what was probably meant; else `otherwise`, or all that may stand here."""
    known = sorted(map(str, known))
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return otherwise or f"write one of {', '.join(known)}"
