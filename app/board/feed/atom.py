"""Atom: a feed and its entries, written as RFC 4287 asks.

Nothing in the bytes follows a clock: `updated` is that of the newest entry. We do not know under
which address we are read, nor does a mirror, so every link is relative to the feed's own address,
and there is no `xml:base`. What identifies feeds and entries is the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app import __version__
from app.board.feed.text import fit, line
from app.board.notation import instant

ATOM = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"

NAME = "Darial"
URN = "urn:darial:"

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""What `updated` tells where there is no entry: RFC 4287 asks for a moment in any case."""

MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link, relative to the feed's own address where it is ours.

    An alternate without a type is what readers of feeds lead people to.
    """

    rel: str
    href: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, whose id is `name` after `urn:darial:`.

    `content` is sentences, a line each; `about` are words to sort it by: places, and how it stands.
    """

    name: str
    title: str
    updated: datetime
    published: datetime
    content: Sequence[str]
    links: Sequence[Link]
    about: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, whose id is `name` after `urn:darial:`; `own` is its address from its own folder.

    Its entries are written the newest first; those of one moment stay in the order they have here.
    """

    name: str
    own: str
    title: str
    subtitle: str
    rights: str
    entries: Sequence[Entry]
    links: Sequence[Link] = ()


def write(feed: Feed) -> bytes:
    """Write a feed, with its newest entries and no more of them than MOST_ENTRIES."""
    entries = sorted(feed.entries, key=lambda entry: entry.updated, reverse=True)
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _text(root, "id", URN + feed.name)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", instant(entries[0].updated if entries else NEVER))
    _text(SubElement(root, "author"), "name", NAME)
    _text(root, "rights", feed.rights)
    _text(root, "generator", NAME).set("version", __version__)
    _link(root, Link(rel="self", href=feed.own, media_type=ATOM.partition(";")[0]))
    for link in feed.links:
        _link(root, link)
    for entry in entries[:MOST_ENTRIES]:
        _entry(SubElement(root, "entry"), entry)
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(element: Element, entry: Entry) -> None:
    _text(element, "id", URN + entry.name)
    _text(element, "title", line(entry.title))
    _text(element, "updated", instant(entry.updated))
    _text(element, "published", instant(entry.published))
    for each in dict.fromkeys(entry.about):
        SubElement(element, "category", {"term": fit(each)})
    for link in dict.fromkeys(entry.links):
        _link(element, link)
    content = _text(element, "content", "")
    content.set("type", "text")
    content.text = "\n".join(map(fit, entry.content))


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = fit(text)
    return element


def _link(parent: Element, link: Link) -> None:
    told = {"rel": link.rel, "type": link.media_type, "href": link.href}
    SubElement(parent, "link", {name: fit(each) for name, each in told.items() if each})
