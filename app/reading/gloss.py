"""Glosses: what each piece of a text holds in a language, by itself and whatever stands beside it.

Most pieces are one word that means the same wherever it stands. What stands beside the others
decides: a phrase may begin there, the name of a place, a number, or a word that is cut short.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from app.reading.lexicon import Lexicon, Trail
from app.reading.memory import Memory
from app.reading.token import NUMBER, WORD, Senses, Token, cut

SHORT = 4
"""Letters of the longest unit or multiplier that is taken for shortened before a full stop."""

STOPPED = frozenset({"multiplier", "small.shortened"})
Following = Mapping[str, Trail | None]
ANYTHING: Following = {}
"""Nothing is known of what may follow: it has to be looked at."""


class Gloss(NamedTuple):
    """The tokens of a piece, each word with what it means alone.

    `open` are those that what follows can change: where they stand, and what is known of words
    after them.
    """

    tokens: tuple[Token, ...]
    open: tuple[tuple[int, Following], ...]


class Glossed(NamedTuple):
    """A text's tokens, and those of them that what follows can change."""

    tokens: list[Token]
    open: list[tuple[int, Following]]


def no_name(_word: str) -> bool:
    """Say that no name of a place begins with a word."""
    return False


class Glossary:
    """The glosses of a language."""

    def __init__(self, lexicon: Lexicon, names: Callable[[str], bool] = no_name) -> None:
        """Take the words of the language, and what says whether a name may begin with a word."""
        self.lexicon, self._names = lexicon, names
        self._known = Memory(self._gloss)
        self._forgotten = lexicon.forgotten

    def of(self, pieces: Iterable[str]) -> Glossed:
        """Give the tokens of a text by its pieces."""
        if self._forgotten != self.lexicon.forgotten:
            self._known.clear()
            self._forgotten = self.lexicon.forgotten
        tokens, opened = list[Token](), list[tuple[int, Following]]()
        for held, changed in map(self._known.__getitem__, pieces):
            for each, following in changed:
                opened.append((len(tokens) + each, following))
            tokens += held
        return Glossed(tokens, opened)

    def tokens(self, pieces: Iterable[str]) -> list[tuple[Token, ...]]:
        """Give the tokens of each piece."""
        return [held for held, _ in map(self._known.__getitem__, pieces)]

    def _gloss(self, piece: str) -> Gloss:
        tokens = [self._alone(token) for token in cut(piece)]
        held = ((at, self._following(token)) for at, token in enumerate(tokens))
        return Gloss(tuple(tokens), tuple((at, each) for at, each in held if each is not None))

    def _alone(self, token: Token) -> Token:
        found = self.lexicon.trail(token.folded).found if token.kind is WORD else None
        return token if found is None else token._replace(senses=found.senses)

    def _following(self, token: Token) -> Following | None:
        """Give what is known of words after a token, or None where none changes it."""
        if token.kind is not WORD:
            return ANYTHING if token.kind is NUMBER else None
        if self._names(token.said) or shortened(token.folded, token.senses):
            return ANYTHING
        trail = self.lexicon.trail(token.folded)
        return trail.then if trail.goes_on else None


def shortened(word: str, senses: Senses) -> bool:
    """Say whether a full stop after a word may be its own."""
    if len(word) > SHORT or not senses:
        return False
    return not STOPPED.isdisjoint(senses) or any(each.startswith("unit.") for each in senses)
