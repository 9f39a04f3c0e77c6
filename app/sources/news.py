"""News: the feeds of the catalogue's outlets, read for items that name one of our places.

RSS 2.0 or Atom. All rights stay with the outlets: we keep link and time, no sentence of theirs.
Oddities we rely on:

- Titles and summaries hold HTML, escaped once or twice; a feed's own text is all that is read.
- A title or a summary must name a place by the rules of app/domain/naming.py, in the language of
  the outlet. An item that names several places is a post about each.
- A time without an offset and a link that is not of the web are refused, but only shown for items
  that concern us; a feed in which no item has both is unreadable, and so is one without items.
- Feeds carry bylines, addresses and whole articles: what is kept is built anew from title, summary,
  link and time, without contacts.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from selectolax.lexbor import LexborHTMLParser

from app.domain.channel import ChannelKind, Outlet
from app.domain.contact import without_contacts
from app.domain.naming import Naming
from app.domain.report_check import FIGURE_AHEAD
from app.sources.kit import (
    Parsed,
    Payload,
    Post,
    Refused,
    Request,
    Scope,
    Source,
    Unreadable,
)
from app.sources.kit.parsed import ODD, reason_of

ATOM = "{http://www.w3.org/2005/Atom}"
MOST_ITEMS = 200
MOST_MARKUP = 20_000
LONGEST_TITLE, LONGEST_SUMMARY = 300, 2000
WEB = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S{0,900})?", re.IGNORECASE)


class Item(NamedTuple):
    """One item: its words, plain, and what its link and its time are written as."""

    title: str
    summary: str
    link: str
    time: str
    atom: bool = False

    def address(self) -> str:
        """Give the link; raises ValueError where it is none of the web."""
        if not WEB.fullmatch(self.link) or not self.link.isprintable():
            raise ValueError("link: it is no address of the web, or too long")
        return self.link

    def published_at(self) -> datetime:
        """Give the time (UTC); raises one of ODD where it is none, or has no offset."""
        read = datetime.fromisoformat if self.atom else parsedate_to_datetime
        try:
            at = read(self.time)
        except ValueError as error:
            # Python's own words would show what stands there.
            raise ValueError("time: it cannot be read") from error
        if at.tzinfo is None:
            raise ValueError("time: it has no offset")
        return at.astimezone(UTC).replace(microsecond=0)


def asks(scope: Scope, _now: datetime) -> Sequence[Request]:
    """Ask for the feed of each outlet."""
    return [Request(url=outlet.feed, about={"outlet": outlet.id}) for outlet in scope.outlets]


def parse(payload: Payload, scope: Scope) -> Parsed:
    """Read the items of a feed that name places of ours; raises SourceError."""
    outlet = _outlet(payload, scope)
    items, naming = _items(payload), Naming(scope.places.values())
    parsed, faults = Parsed(), []
    for position, item in enumerate(items, start=1):
        places = naming.named(f"{item.title}\n{item.summary}", outlet.language)
        try:
            posts = _posts(item, places, outlet, payload.fetched_at)
        except ODD as error:
            row = f"item {position} of {outlet.id}"
            faults.append(Refused(row=row, reason=reason_of(error)))
            parsed.refused += faults[-1:] if places else []
        else:
            parsed.posts += posts
            parsed.silent += not posts
    if len(faults) == len(items):
        raise Unreadable(f"none of {len(items)} items can be used: {faults[0].reason}")
    return parsed


def strip(payload: Payload) -> bytes:
    """Give the feed as RSS, with nothing but what is read of its items; raises SourceError."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    for item in _items(payload):
        kept = SubElement(channel, "item")
        SubElement(kept, "title").text = escape(item.title)
        SubElement(kept, "description").text = escape(item.summary)
        try:
            written = item.address(), format_datetime(item.published_at())
        except ODD:
            continue
        SubElement(kept, "link").text, SubElement(kept, "pubDate").text = written
    return tostring(feed, encoding="unicode").encode()


def _outlet(payload: Payload, scope: Scope) -> Outlet:
    for outlet in scope.outlets:
        if outlet.id == payload.about.get("outlet"):
            return outlet
    raise Unreadable("the outlet that was asked for is not in the catalogue")


def _items(payload: Payload) -> list[Item]:
    feed = payload.xml()
    if feed.tag == "rss":
        items = [_from_rss(each) for each in feed.findall("channel/item")[:MOST_ITEMS]]
    else:
        entries = feed.findall(f"{ATOM}entry") if feed.tag == f"{ATOM}feed" else []
        items = [_from_atom(each) for each in entries[:MOST_ITEMS]]
    if not items:
        raise Unreadable("no feed with items in it")
    return items


def _from_rss(item: Element) -> Item:
    address = item.find("guid[@isPermaLink='true']")
    guid = "" if address is None else address.text or ""
    return Item(
        title=_plain(item.findtext("title"), LONGEST_TITLE),
        summary=_plain(item.findtext("description"), LONGEST_SUMMARY),
        link=(item.findtext("link") or guid).strip(),
        time=(item.findtext("pubDate") or "").strip(),
    )


def _from_atom(entry: Element) -> Item:
    links = [each for each in entry.findall(f"{ATOM}link") if _leads_to_the_page(each)]
    time = entry.findtext(f"{ATOM}published") or entry.findtext(f"{ATOM}updated") or ""
    return Item(
        title=_plain(entry.findtext(f"{ATOM}title"), LONGEST_TITLE),
        summary=_plain(entry.findtext(f"{ATOM}summary"), LONGEST_SUMMARY),
        link=links[0].get("href", "").strip() if links else "",
        time=time.strip(),
        atom=True,
    )


def _leads_to_the_page(link: Element) -> bool:
    return link.get("rel", "alternate") == "alternate"


def _plain(markup: str | None, longest: int) -> str:
    """Give the words of a piece of HTML on one line, without contacts."""
    text = LexborHTMLParser((markup or "")[:MOST_MARKUP]).text(separator=" ")
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return without_contacts(" ".join(shown.split())[:longest].strip())


def _posts(item: Item, places: Sequence[str], outlet: Outlet, now: datetime) -> list[Post]:
    """Give a post about each place; raises one of ODD also where there is none, to test a feed."""
    link, at = item.address(), item.published_at()
    if at > now + FIGURE_AHEAD:
        raise ValueError("time: it lies in the future")
    return [
        Post(
            identity=f"{link}|{place}",
            speaker=ChannelKind.MEDIUM,
            said_by=outlet.name,
            published_at=at,
            kind=ChannelKind.MEDIUM,
            language=outlet.language,
            place=place,
            permalink=link,
            text=f"{item.title}\n{item.summary}".strip(),
        )
        for place in places
    ]


SOURCE = Source(
    id="news",
    name="News of the outlets in the catalogue",
    url="https://www.rssboard.org/rss-specification",
    every=timedelta(minutes=15),
    licence="all rights with the outlets; facts, time and link only",
    attribution="the outlet named in each link",
    asks=asks,
    parse=parse,
    media=(
        "application/rss+xml",
        "application/atom+xml",
        "application/xml",
        "text/xml",
    ),
    strip=strip,
    largest=2 * 1024 * 1024,
)
