"""A payload: one answer of a source as it came, and the ways to read it. Pure and bounded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from selectolax.lexbor import LexborHTMLParser

from app.sources.kit.errors import Unreadable

LONGEST_SHOWN = 120
"""Characters of an answer that an error shows."""

END = 4000
"""How near its end a page must say that it ends: comments and scripts may follow."""


class _Plain(TreeBuilder):
    """Builds what is plainly there: entities need a document type, and none is taken."""

    def doctype(self, *_: object) -> None:
        """Refuse a document type before it can act."""
        raise ValueError("a document type is declared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What one request brought: decoded bytes (never more than the source's limit).

    `about` is what the request knew beside its address (see Request); `charset` is the one the
    answer named (None: it named none).
    """

    body: bytes
    fetched_at: datetime
    url: str
    about: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None

    def json(self) -> Any:  # noqa: ANN401 - what a feed sends is what it sends
        """Read the body as JSON (UTF-8; NaN and Infinity are no JSON); raises Unreadable."""
        try:
            return json.loads(self.body.decode("utf-8-sig"), parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"no JSON: {error}; it begins with {self.shown()}") from error

    def text(self) -> str:
        """Read the body as text in its charset, UTF-8 where none is named; raises Unreadable."""
        charset = self.charset or "utf-8"
        try:
            return self.body.decode(charset)
        except (LookupError, ValueError) as error:
            raise Unreadable(f"no text in {charset}: {error}") from error

    def html(self) -> LexborHTMLParser:
        """Read the body as HTML; raises Unreadable where it is no text, or no whole page.

        Any text is some HTML, and a page that broke off would be one with fewer rows.
        """
        text = self.text()
        if "\x00" in text:
            raise Unreadable("the page holds NUL characters")
        if "</html" not in text[-END:].lower():
            raise Unreadable(f"the page breaks off before its end; it begins with {self.shown()}")
        return LexborHTMLParser(text)

    def xml(self) -> Element:
        """Read the body as XML without a document type (entities could grow); raises Unreadable."""
        parser = XMLParser(target=_Plain())  # noqa: S314 - _Plain refuses what could grow
        try:
            parser.feed(self.body)
            found: Element = parser.close()
        except (ParseError, ValueError, LookupError) as error:
            raise Unreadable(f"no XML: {error}; it begins with {self.shown()}") from error
        return found

    def shown(self) -> str:
        """Give the beginning of the body for an error, printable and short."""
        return ascii(self.body[:LONGEST_SHOWN].decode("utf-8", "replace"))


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")
