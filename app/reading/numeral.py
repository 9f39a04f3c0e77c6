"""Numerals: numbers in digits with the ending or the word that their language joins to them.

Many languages write an ending after a number: a case (`300-ს`), an ordinal (`3-ші`, `მე-3`), or
what we write as words of their own (`300-დან`: from 300). Some name months by numbers (`9 сар`).
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.reading.lexicon import Lexicon
from app.reading.token import NOTHING, WORD, Senses, Token

HYPHENS = frozenset("-‑–")
GLUE = HYPHENS | {":"}
DASHES = HYPHENS | {"—"}
MONTHS = 12
CASES = frozenset({"suffix.case", "small.ending"})
NOT_OF_MONTHS = frozenset({"month_of.number", "unit.month"})


class Numeral(NamedTuple):
    """A number in digits: how many tokens it takes, what they mean beside it, and its value.

    An ordinal has no value, since it counts nothing.
    """

    length: int
    senses: Senses
    value: float | None


def numeral(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Numeral:
    """Give the numeral that begins at a number."""
    value = tokens[at].value
    if _led(tokens, at, lexicon):
        return _ordinal(tokens, at, at + 1, lexicon)
    after = at + 1
    if after < len(tokens) and tokens[after].folded in GLUE:
        after += 1
    elif _stopped(tokens, after, lexicon):
        return Numeral(2, NOTHING, value)
    if after < len(tokens) and tokens[after].kind is WORD:
        return _joined(tokens, at, after, lexicon)
    return Numeral(1, NOTHING, value)


def _joined(tokens: Sequence[Token], at: int, after: int, lexicon: Lexicon) -> Numeral:
    """Give a number with the word that comes at once after it, if that belongs to it."""
    value, found = tokens[at].value, lexicon.at(tokens, after)
    alone = Numeral(1, NOTHING, value)
    if found is None:
        return alone
    length = after + found.length - at
    apart = not all(token.glued for token in tokens[at + 1 : after + 1])
    if "month_of.number" in found.senses and value is not None and 1 <= value <= MONTHS:
        senses = {each: 0.0 for each in found.senses if each not in NOT_OF_MONTHS}
        return Numeral(length, {**senses, "month": value}, None)
    if apart and "suffix.apart" not in found.senses:
        return alone
    if "suffix.ordinal" in found.senses:
        return _ordinal(tokens, at, at + length, lexicon)
    if found.senses.keys() & CASES:
        return Numeral(length, NOTHING, value)
    return Numeral(after - at, NOTHING, value) if "suffix.ending" in found.senses else alone


def _stopped(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a full stop belongs to a day's number: `28. Mai`, `21.-27. Mai`."""
    if at + 1 >= len(tokens) or tokens[at].folded != "." or not tokens[at].glued:
        return False
    month = at + 1
    if tokens[month].folded in DASHES and at + 4 < len(tokens) and tokens[at + 3].folded == ".":
        month = at + 4
    found = lexicon.at(tokens, month) if tokens[month].kind is WORD else None
    return found is not None and "month" in found.senses


def _led(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Say whether a beginning joined to a number makes it an ordinal: `მე-3`."""
    if at < 2 or tokens[at - 1].folded not in HYPHENS:  # noqa: PLR2004 - a word and a hyphen
        return False
    found = lexicon.at(tokens, at - 2) if tokens[at - 2].kind is WORD else None
    glued = tokens[at - 1].glued and tokens[at].glued
    return glued and found is not None and "suffix.before" in found.senses


def _ordinal(tokens: Sequence[Token], at: int, end: int, lexicon: Lexicon) -> Numeral:
    """Give an ordinal: `3-ші күн`, the third day, is at least two of them; else it is nothing."""
    value = tokens[at].value
    word = end < len(tokens) and tokens[end].kind is WORD
    found = lexicon.at(tokens, end) if word else None
    if found is None or "unit.day" not in found.senses or value is None or value < 2:  # noqa: PLR2004
        return Numeral(end - at, NOTHING, None)
    return Numeral(end + found.length - at, {"days_at_least": value - 1}, None)
