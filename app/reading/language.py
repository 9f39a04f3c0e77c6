"""Language: found from the letters and the small words of a text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from app.reading.lexicon import Lexicon, codes, lexicon
from app.reading.token import WORD, Token, tokens

MOST_CHARACTERS = 2000
MOST_WORDS = 400
LETTER, OWN_WORD, STRANGE = 1, 3, 2
"""What a letter of its own counts for a language, its own words, and strange letters against it."""


MOSTLY = 0.9
"""What share of a text's letters a language must know to be taken for it without further signs."""


def language_of(text: str, cut: Sequence[Token] | None = None) -> str:
    """Give the language of a text (ISO 639-1) by its first 2,000 characters, or an empty text.

    Each language's file names letters that set it apart from its neighbours, letters that it does
    not have and that speak against it, and small words; that for which most speak is it. Where
    none does, or several do alike, it is the usual one of its alphabet by its file. `cut` are the
    text's tokens, where they are known.
    """
    beginning = text[:MOST_CHARACTERS]
    told = tokens(beginning) if cut is None else cut[:MOST_WORDS]
    words = [token.folded for token in told if token.kind is WORD]
    scores = _scores(beginning.casefold(), words)
    ranked = sorted(scores, key=lambda code: -scores[code])
    if ranked and scores[ranked[0]] > 0:
        return _one([code for code in ranked if scores[code] == scores[ranked[0]]])
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


@cache
def _signs() -> Signs:
    letters, groups, words = Weights(), Weights(), Weights()
    for known in map(lexicon, codes()):
        for sign, weight in _letters(known):
            told = (letters if len(sign) == 1 else groups).setdefault(sign, {})
            told[known.code] = told.get(known.code, 0) + weight
        for word in known.telling:
            words.setdefault(word, {})[known.code] = OWN_WORD
    return Signs(re.compile(f"[{re.escape(''.join(letters))}]"), letters, groups, words)


def _letters(known: Lexicon) -> Iterator[tuple[str, int]]:
    yield from ((sign, LETTER) for sign in known.letters)
    yield from ((sign, -STRANGE * LETTER) for sign in known.against)


def _scores(text: str, words: Sequence[str]) -> dict[str, int]:
    """Give how much speaks for each language; only signs that the text has are looked at."""
    scores, signs = dict.fromkeys(codes(), 0), _signs()
    groups = {group: text.count(group) for group in signs.groups if group in text}
    for held, told in (
        (signs.letters, Counter(signs.letter.findall(text))),
        (signs.groups, groups),
        (signs.words, Counter(filter(signs.words.__contains__, words))),
    ):
        for sign, count in told.items():
            for code, weight in held[sign].items():
                scores[code] += count * weight
    return scores


def _knows(known: Lexicon, words: Sequence[str]) -> bool:
    letters = "".join(words)
    told = sum(letter in known.usual for letter in letters)
    return bool(letters) and told >= MOSTLY * len(letters)
