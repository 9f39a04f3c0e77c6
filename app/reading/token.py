"""Tokens: a text cut once into words, numbers, dates, clock times and marks, with their places."""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

LONGEST_NUMBER = 15
"""Digits of the longest number that is read as one; whatever is longer names nothing we count."""

LETTERS = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*){0,20}"
SCAN = re.compile(
    r" *+(?:(?P<plain>[a-zA-Zа-яА-ЯёЁ]++(?![\w.'’ʼ\u0300-\u036f]))"
    r"|(?P<word>(?<![^\W_])[AaPp]\.\s?[Mm]\b\.?"
    rf"|{LETTERS}(?:['’ʼ]{LETTERS}){{0,3}})"
    r"|(?P<date>(?<!\d)(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:20)?\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.))(?!\d)"
    r"|(?P<clock>(?<!\d)\d{1,2}:\d\d)(?!\d)"
    r"|(?P<number>\d{1,3}(?:(?P<by>[ \u00a0\u2009\u202f.,'’])\d{3})(?:(?P=by)\d{3}){0,3}(?!\d)"
    r"(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,3}(?!\d))?)"
    r"|(?P<line>\n)"
    r"|(?P<mark>[^\w\s]|_))"
)
"""Every repetition here is followed by something it cannot match itself, so that it is linear.

`plain` are the words of most texts and the blanks are part of a match because that is four times
as fast as to look for the next token at each character.
"""

GROUPED = re.compile(r"(?!0)\d{1,3}(?:[ \u00a0\u2009\u202f.,'’]\d{3})+")
HALF_OF_DAY = re.compile(r"[ap]\.\s?m\.?")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", "ə": "ә"})


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


DATE, CLOCK, NUMBER, WORD, LINE, MARK = Kind
"""By themselves, since Python 3.11 looks for the members of a class ten times as long."""

KINDS = {kind.value: kind for kind in Kind} | {"by": Kind.NUMBER, "plain": Kind.WORD}
GROUPS = {name: "number" if name == "by" else name for name in SCAN.groupindex}
LONGEST_REMEMBERED = 40
"""Letters of the longest word that is remembered: what is kept stays bounded."""


def tokens(text: str) -> Iterator[Token]:
    """Cut a text into its tokens, in one pass."""
    new, token = tuple.__new__, Token  # by itself a named tuple takes twice as long to be made
    for match in SCAN.finditer(text):
        name = match.lastgroup or ""
        kind, group = KINDS[name], GROUPS[name]
        said = match[group]
        start, end = match.span(group)
        if kind is WORD:
            folded, capital = _known(said) if end - start <= LONGEST_REMEMBERED else _word(said)
            yield new(token, (kind, folded, start, end, capital, None))
        else:
            value = _value(said) if kind is NUMBER else None
            yield new(token, (kind, said, start, end, False, value))


def _word(said: str) -> tuple[str, bool]:
    """Give a word as it is compared, and whether it begins with a capital."""
    return fold(said), said[0] != said[0].lower()


_known = lru_cache(maxsize=32_768)(_word)


def fold(word: str) -> str:
    """Give a word as it is compared: small letters, one apostrophe, `е` for `ё`, one Kazakh `ә`."""
    folded = word.casefold()
    if HALF_OF_DAY.fullmatch(folded):
        return folded[0] + "m"
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded).translate(APOSTROPHES)
    return folded.removesuffix("'s")


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
