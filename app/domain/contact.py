"""Contacts in a message: what would lead to a person is taken out, what was said stays."""

import re
from collections.abc import Callable

GAP = "…"
"""Stands where something was taken out, so that its neighbours do not become one number."""

LINK = re.compile(
    r"(?:\b\w{1,12}://|\bwww\.|\bmailto:|\btel:)\S+"
    r"|\b(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}/\S*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]{0,64}@[\w.-]+")
"""A handle or an address of e-mail."""

PHONE = re.compile(
    r"(?<!\d)(?<!\d-)(?!\d{4}-\d\d-\d\d)\+?\(?\d(?:[\s().\u2010-\u2013-]{0,2}\d){8,14}(?!\d)"
)
"""At least nine digits, no more than two marks between them, and not a day before its hour."""

DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:20)?\d{2}(?!\d)")

# Whatever looks alike in both scripts is written in either.
LETTER = "[ABCEHKMOPTXYАВЕКМНОРСТУХ]"
PLATE = re.compile(
    rf"\b(?:{LETTER}\d{{3}}{LETTER}{{2}}(?:\s?\d{{2,3}})?|[A-Z]{{2}}-?\d{{3}}-?[A-Z]{{2}}"
    r"|\d{3}[A-Z]{2,3}\d{2})\b",
    re.IGNORECASE,
)
SPACED_PLATE = re.compile(
    rf"\b(?:{LETTER} \d{{3}} {LETTER}{{2}} \d{{2,3}}|\d{{3}} [A-Z]{{3}} \d\d)\b"
)
"""Capitals only: in running text the same letters are short words between numbers."""


MAY_BE_PLATE = re.compile(r"\d\d\d(?:-?[^\W\d_]| [A-ZА-Я])")
"""The digits of any plate and what follows them: without these no plate is looked for.

An expression that begins with one digit is sought ten times as fast as those for the whole.
"""

MAY_BE_PHONE = re.compile(r"\d(?:[\s().\u2010-\u2013-]{0,2}\d){8}")
"""The digits of any phone number, likewise."""

RANGE = re.compile(
    r"\d{1,3}(?:[ \u00a0\u2009\u202f.]\d{3}){1,2}[-\u2010-\u2013]\d{1,3}(?:[ .]\d{3}){1,2}"
)
"""From one count to another, in groups of three: `10 000-12 000`."""


def without_contacts(text: str) -> str:
    """Give a text without links, handles, e-mail addresses, phone numbers and number plates.

    Names that are written out stay: they cannot be told from other words. Doing it twice changes
    nothing.
    """
    return _taken_out(text, lambda _match: GAP)


def masked(text: str) -> str:
    """Give a text without contacts, in which each character of the rest stands where it stood."""
    return _taken_out(text, lambda match: GAP.ljust(len(match[0])))


def _taken_out(text: str, gap: Callable[[re.Match[str]], str]) -> str:
    if "@" in text:
        text = ADDRESS.sub(gap, LINK.sub(gap, text))
    elif "/" in text or ":" in text or _may_have_www(text):
        text = LINK.sub(gap, text)
    if MAY_BE_PLATE.search(text) is not None:
        text = PLATE.sub(gap, SPACED_PLATE.sub(gap, text))
    if MAY_BE_PHONE.search(text) is None:
        return text
    return PHONE.sub(lambda match: match[0] if _is_no_phone(match[0]) else gap(match), text)


def _may_have_www(text: str) -> bool:
    return ("w" in text or "W" in text) and "www" in text.casefold()


def _is_no_phone(digits: str) -> bool:
    """Tell a day and what is counted after it (`24.11.2026 120`), or a range of counts."""
    return DAY.match(digits) is not None or RANGE.fullmatch(digits) is not None
