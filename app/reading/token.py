"""Tokens: a text cut once into words, numbers, dates, clock times and marks, with their places."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
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
PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
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


Senses = Mapping[str, float]
"""What a phrase can mean: `noun.car`, `unit.hour`; numbers with their value, others with 0."""

NOTHING: Senses = {}


class Token(NamedTuple):
    """A word, a number or a mark as it was `said`; `folded` is what it is compared by.

    `value` is given of numbers of at most fifteen digits. It means nothing before it is looked up.
    `start` counts characters from the beginning of its piece, so that the same piece has the same
    tokens wherever it stands; `glued`: nothing stands between it and the token before. A phrase
    `takes` so many tokens.
    """

    kind: Kind
    folded: str
    said: str
    senses: Senses
    value: float | None
    capital: bool
    start: int
    glued: bool
    takes: int = 1

    def means(self, *senses: str) -> bool:
        """Say whether it can mean one of these."""
        held = self.senses
        return not held.keys().isdisjoint(senses) if held else False

    def among(self, senses: Collection[str]) -> list[str]:
        """Give which of these it can mean."""
        return [sense for sense in self.senses if sense in senses] if self.senses else []


DATE, CLOCK, NUMBER, WORD, LINE, MARK = Kind
"""By themselves, since Python 3.11 looks for the members of a class ten times as long."""

KINDS = {kind.value: kind for kind in Kind} | {"by": Kind.NUMBER, "plain": Kind.WORD}
GROUPS = {name: "number" if name == "by" else name for name in SCAN.groupindex}
BLANK = re.compile(r" (?!(?<=\d )\d|(?<=[AaPp]\. )[Mm])")
"""What divides a text into pieces: no blank within a number or in `a. m.`."""


def pieces(text: str) -> list[str]:
    """Divide a text into what stands between blanks; two blanks have an empty piece between."""
    return BLANK.split(text)


def cut(piece: str) -> tuple[Token, ...]:
    """Cut a piece of a text into its tokens."""
    made, end = list[Token](), -1
    for match in SCAN.finditer(piece):
        token = _token(match, end)
        made.append(token)
        end = token.start + len(token.said)
    return tuple(made)


def _token(match: re.Match[str], end: int) -> Token:
    """Give the token of a match; the one before it ends at `end`."""
    name = match.lastgroup or ""
    kind, group = KINDS[name], GROUPS[name]
    said = match[group]
    folded, capital = _word(said) if kind is WORD else (said, False)
    value = _value(said) if kind is NUMBER else None
    start = match.start(group)
    return Token(kind, folded, said, NOTHING, value, capital, start, glued=start == end)


def _word(said: str) -> tuple[str, bool]:
    """Give a word as it is compared, and whether it begins with a capital."""
    return fold(said), said[0] != said[0].lower()


def fold(word: str) -> str:
    """Give a word as it is compared: small letters, one apostrophe, `е` for `ё`, one Kazakh `ә`."""
    folded = word.casefold()
    if HALF_OF_DAY.fullmatch(folded):
        return folded[0] + "m"
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded).translate(APOSTROPHES)
    return folded.removesuffix("'s")


def _value(written: str) -> float | None:
    """Give a number's value: groups of three are thousands, unless it begins with a zero.

    None where it is too long, or where groups of digits begin with a zero: `000 180` is none.
    """
    if len(written) > LONGEST_NUMBER:
        return None
    grouped = GROUPED.match(written)
    if grouped is None:
        return float(written.replace(",", ".")) if PLAIN.fullmatch(written) else None
    whole = re.sub(r"\D", "", grouped[0])
    rest = written[grouped.end() :].replace(",", ".")
    return float(whole + rest)
