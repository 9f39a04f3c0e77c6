"""Atom as its readers see it: what RFC 4287 demands, and a feed read by a reader of feeds."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import feedparser

NAMESPACE = "{http://www.w3.org/2005/Atom}"


def parsed(body: bytes) -> ET.Element:
    """Give the root of a feed."""
    return ET.fromstring(body)  # noqa: S314 - our own bytes


def texts(element: ET.Element, name: str) -> list[str]:
    """Give the texts of the children of this name."""
    return [each.text or "" for each in element.findall(NAMESPACE + name)]


def read(body: bytes) -> Any:  # noqa: ANN401 - feedparser ships no types
    """Give a feed as feedparser reads it; it is well formed and has what it must."""
    found = feedparser.parse(body)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    assert musts(body) == []
    return found


def musts(body: bytes) -> list[str]:
    """Give what RFC 4287 demands of a feed and does not find."""
    root = parsed(body)
    every = [root, *root.findall(f"{NAMESPACE}entry")]
    return [
        *(fault for each in every for fault in _incomplete(each)),
        *_unnamed(every),
        *(f"{each!r} is no moment" for each in _moments(root) if not _is_moment(each)),
        *([] if root.findall(f"{NAMESPACE}author/{NAMESPACE}name") else ["no author"]),
    ]


def _incomplete(element: ET.Element) -> list[str]:
    """Give what stands too often or not at all in a feed or an entry."""
    counts = {name: len(texts(element, name)) for name in ("id", "title", "updated")}
    links = element.findall(f"{NAMESPACE}link[@rel='alternate']")
    kinds = [(each.get("type"), each.get("hreflang")) for each in links]
    faults = [f"{name} stands {count} times" for name, count in counts.items() if count != 1]
    if len(kinds) != len(set(kinds)):
        faults.append("two alternates of one type")
    if not all(each.get("href") for each in element.findall(f"{NAMESPACE}link")):
        faults.append("a link to nothing")
    return faults


def _unnamed(every: list[ET.Element]) -> list[str]:
    """Give the ids that are no IRI, or stand twice."""
    ids = [identity for each in every for identity in texts(each, "id")]
    faults = [f"{each!r} is no IRI" for each in ids if not re.fullmatch(r"urn:[a-z]+:\S+", each)]
    return faults + (["an id twice"] if len(ids) != len(set(ids)) else [])


def _moments(root: ET.Element) -> list[str]:
    names = ("updated", "published")
    return [each.text or "" for name in names for each in root.iter(NAMESPACE + name)]


def _is_moment(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) is not None
