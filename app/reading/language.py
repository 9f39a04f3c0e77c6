"""Language: found from the letters and the small words of a text."""

from collections.abc import Sequence

from app.reading.lexicon import Lexicon, codes, lexicon
from app.reading.token import Kind, Token, tokens

MOST_CHARACTERS = 2000
MOST_WORDS = 400
LETTER, WORD, STRANGE = 1, 3, 2
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
    words = [token.folded for token in told if token.kind is Kind.WORD]
    letters = beginning.casefold()
    scores = {code: _score(lexicon(code), letters, words) for code in codes()}
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


def _score(known: Lexicon, text: str, words: Sequence[str]) -> int:
    by_letter = sum(map(text.count, known.letters))
    by_letter -= STRANGE * sum(map(text.count, known.against))
    return LETTER * by_letter + WORD * sum(map(known.telling.__contains__, words))


def _knows(known: Lexicon, words: Sequence[str]) -> bool:
    letters = "".join(words)
    told = sum(letter in known.usual for letter in letters)
    return bool(letters) and told >= MOSTLY * len(letters)
