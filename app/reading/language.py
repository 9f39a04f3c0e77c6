"""Language: found from the letters and the small words of a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from app.reading.lexicon import Lexicon, codes, lexicon
from app.reading.memory import Memory
from app.reading.token import WORD, cut

MOST_PIECES = 300
LETTER, OWN_WORD, STRANGE = 1, 3, 2
"""What a letter of its own counts for a language, its own words, and strange letters against it."""

LANE = 32
"""Bits that the score of one language takes in the number that holds those of all."""

MOSTLY = 0.9
"""What share of a text's letters a language must know to be taken for it without further signs."""


def language_of(pieces: Sequence[str]) -> str:
    """Give the language (ISO 639-1) of a text by its first 300 pieces, or an empty text.

    Each language's file names letters that set it apart from its neighbours, letters that it does
    not have and that speak against it, and small words; that for which most speak is it. Where
    none does, or several do alike, it is the usual one of its alphabet by its file.
    """
    beginning = pieces[:MOST_PIECES]
    scores = _scores(sum(map(_signs().__getitem__, beginning)))
    best = max(scores.values(), default=0)
    if best > 0:
        return _one([code for code in scores if scores[code] == best])
    ranked = sorted(scores, key=lambda code: -scores[code])
    words = [token.folded for piece in beginning for token in cut(piece) if token.kind is WORD]
    return next((code for code in ranked if _knows(lexicon(code), words)), "")


def _one(equal: Sequence[str]) -> str:
    """Give the only one of some languages, or the only usual one of them, or an empty text."""
    usual = [code for code in equal if lexicon(code).usual]
    if len(equal) == 1:
        return equal[0]
    return usual[0] if len(usual) == 1 else ""


Weights = dict[str, dict[str, int]]


class Signs(NamedTuple):
    """What tells languages apart: each sign with the languages it speaks for, and how much.

    `letter` finds any of the letters.
    """

    letter: re.Pattern[str]
    letters: Weights
    groups: Weights
    words: Weights

    def of(self, piece: str) -> int:
        """Give how much speaks for each language in a piece of a text."""
        folded = piece.casefold()
        told = [self.letters[letter] for letter in self.letter.findall(folded)]
        words = (token.folded for token in cut(piece) if token.kind is WORD)
        told += [self.words[word] for word in words if word in self.words]
        told += [held for group, held in self.groups.items() for _ in range(folded.count(group))]
        return sum(_lanes(held) for held in told)


def _lanes(held: Mapping[str, int]) -> int:
    """Give a score of each language as one number, in which each has bits of its own.

    So the scores of a text are no more than the sum of those of its pieces.
    """
    return sum(held.get(code, 0) << LANE * at for at, code in enumerate(codes()))


def _scores(lanes: int) -> dict[str, int]:
    """Give the score of each language, by code."""
    scores: dict[str, int] = {}
    for code in codes():
        low = lanes & ((1 << LANE) - 1)
        scores[code] = low - (1 << LANE) if low >> LANE - 1 else low
        lanes = (lanes - scores[code]) >> LANE
    return scores


@cache
def _signs() -> Memory[int]:
    letters, groups, words = Weights(), Weights(), Weights()
    for known in map(lexicon, codes()):
        for sign, weight in _letters(known):
            told = (letters if len(sign) == 1 else groups).setdefault(sign, {})
            told[known.code] = told.get(known.code, 0) + weight
        for word in known.telling:
            words.setdefault(word, {})[known.code] = OWN_WORD
    signs = Signs(re.compile(f"[{re.escape(''.join(letters))}]"), letters, groups, words)
    return Memory(signs.of)


def _letters(known: Lexicon) -> Iterator[tuple[str, int]]:
    yield from ((sign, LETTER) for sign in known.letters)
    yield from ((sign, -STRANGE * LETTER) for sign in known.against)


def _knows(known: Lexicon, words: Sequence[str]) -> bool:
    letters = "".join(words)
    told = sum(letter in known.usual for letter in letters)
    return bool(letters) and told >= MOSTLY * len(letters)
