"""Text in feeds: nothing that XML cannot hold, nothing that turns our own sentences round."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.board.feed.text import LONGEST_TITLE, address, line, quoted

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters(codec=None, categories=None), max_size=300))
def test_any_text_is_one_fit_line(text: str) -> None:
    """Whatever was written, what is told can be encoded, parsed again, and is one bounded line."""
    told = line(text)
    written = ET.tostring(_element(told), encoding="utf-8")

    parsed = ET.fromstring(written)  # noqa: S314 - our own bytes
    assert (parsed.text or "") == told
    assert len(told) <= LONGEST_TITLE
    assert not set(TURNING) & set(told)
    assert all(ord(letter) >= 0x20 for letter in told)
    assert line(told) == told


def _element(text: str) -> ET.Element:
    element = ET.Element("title")
    element.text = text
    return element


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("closed\x00 \x0band\nshut", "closed and shut"),
        ("abc\ufffe\uffff\U0001fffe\udc00def", "abc def"),
        ("\u202enepo\u202c is closed", "nepo is closed"),
        ("Дарьял, დარიალი", "Дарьял, დარიალი"),
        (" ]]> <b>&amp; ", "]]> <b>&amp;"),
        ("\x00", ""),
    ],
)
def test_what_is_kept_of_a_text(text: str, expected: str) -> None:
    """Letters of every script and all markup stay as they are; controls and marks do not."""
    assert line(text) == expected


def test_a_long_text_is_cut_and_says_so() -> None:
    """A cut text ends in an ellipsis."""
    assert line("a" * 500, 10) == "a" * 9 + "…"
    assert len(quoted("a " * 5000)) <= 1000


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://example.org/a?b=c&d=%20#e", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202e", False),
        ('https://example.org/"><x', False),
        ("https://example.org/\n", False),
        ("https://example.org/" + "a" * 2000, False),
        ("", False),
    ],
)
def test_only_a_page_is_linked(url: str, fits: bool) -> None:  # noqa: FBT001 - the expected answer
    """A link leads to a page by http or https, in letters that an address may have."""
    assert address(url) == (url if fits else None)
