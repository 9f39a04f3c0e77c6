"""Tokens: a text cut once into words, numbers, dates, clock times and marks, with their places."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

LONGEST_NUMBER = 15
"""Digits of the longest number that is read as one; whatever is longer names nothing we count."""

SCAN = re.compile(
    r"(?P<date>(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:20)?\d\d))(?!\d)"
    r"|(?P<clock>(?<!\d)\d{1,2}:\d\d)(?!\d)"
    r"|(?P<number>\d{1,3}(?:(?P<by>[ \u00a0\u2009\u202f.,'’])\d{3})(?:(?P=by)\d{3}){0,3}(?!\d)"
    r"(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,3}(?![\d]))?)"
    r"|(?P<word>(?<![^\W_])[AaPp]\.\s?[Mm]\b\.?|(?:(?<=\d)[ap]m\b)|(?:[^\W\d_][\u0300-\u036f]{0,2})+(?:['’ʼ](?:[^\W\d_][\u0300-\u036f]{0,2})+){0,3})"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\w\s]|_)"
)
"""Every repetition here is followed by something it cannot match itself, so that it is linear."""

GROUPED = re.compile(r"(?!0)\d{1,3}(?:[ \u00a0\u2009\u202f.,'’]\d{3})+")
HALF_OF_DAY = re.compile(r"[ap]\.\s?m\.?")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "ё": "е"})


class Kind(StrEnum):
    """What a token is."""

    DATE = "date"
    CLOCK = "clock"
    NUMBER = "number"
    WORD = "word"
    LINE = "line"
    MARK = "mark"


class Token(NamedTuple):
    """A piece of a text: `start` and `end` count characters, `folded` is what it is compared by.

    `value` is given of numbers of at most fifteen digits.
    """

    kind: Kind
    folded: str
    start: int
    end: int
    capital: bool = False
    value: float | None = None


def tokens(text: str) -> Iterator[Token]:
    """Cut a text into its tokens, in one pass."""
    for match in SCAN.finditer(text):
        kind = Kind(match.lastgroup or "mark") if match.lastgroup != "by" else Kind.NUMBER
        said = match[0]
        if kind is Kind.WORD:
            yield Token(kind, fold(said), match.start(), match.end(), said[0] != said[0].lower())
        elif kind is Kind.NUMBER:
            yield Token(kind, said, match.start(), match.end(), value=_value(said))
        else:
            yield Token(kind, said, match.start(), match.end())


def fold(word: str) -> str:
    """Give a word as it is compared: small letters, one apostrophe, `е` for `ё`."""
    folded = word.casefold()
    if HALF_OF_DAY.fullmatch(folded):
        return folded[0] + "m"
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded).translate(APOSTROPHES)
    return folded.removesuffix("'s").removesuffix("’s")


def _value(written: str) -> float | None:
    """Give a number's value: groups of three are thousands, unless it begins with a zero."""
    if len(written) > LONGEST_NUMBER:
        return None
    grouped = GROUPED.match(written)
    if grouped is None:
        return float(written.replace(",", "."))
    whole = re.sub(r"\D", "", grouped[0])
    rest = written[grouped.end() :].replace(",", ".")
    return float(whole + rest)
