"""Language: found from the letters and the small words of a text."""

from collections.abc import Iterable

from app.reading.lexicon import codes, lexicon
from app.reading.token import Kind, tokens

MOST_CHARACTERS = 2000
LETTER, WORD = 1, 3
"""What a letter of its own counts for a language, and a word of its own."""


def language_of(text: str, among: Iterable[str] | None = None) -> str:
    """Give the language of a text (ISO 639-1) by its first 2,000 characters, or an empty text.

    Each language's file names letters that set it apart from its neighbours, and small words; the
    language for which most of them speak is it, and none where two have as many or all none.
    """
    beginning = text[:MOST_CHARACTERS]
    words = [token.folded for token in tokens(beginning) if token.kind is Kind.WORD]
    letters = beginning.casefold()
    scores = {}
    for code in among or codes():
        known = lexicon(code)
        by_letter = sum(letters.count(letter) for letter in known.letters)
        scores[code] = LETTER * by_letter + WORD * sum(word in known.telling for word in words)
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked or not scores[ranked[0]]:
        return ""
    equal = len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]
    return "" if equal else ranked[0]
