"""Mutations: payloads as a feed may spoil them overnight, made from those made by hand."""

import json
from dataclasses import replace
from random import Random
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

from app.sources.kit import Payload

PLANTED = " А123ВС15 +7 921 555-35-35 @made_person "
"""A plate, a phone and a handle, to be put where a feed has a text."""

ODDITIES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**30,
    "",
    "-",
    "٣",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    [],
    {},
    [[]],
    {"": None},
)
SPANS = ("", "-", "0", "9" * 30, "<", "<td>", "</div>", "<div class='", "&#0;", "\ufffe", "\u0660")
TEXTS = (
    "",
    "-",
    "0",
    "9" * 30,
    "https://",
    "&lt;b&gt;",
    "Thu, 31 Dec 9999 23:59:59 -1200",
    "x" * 5000,
)
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
MOST_CHANGES = 3


def mutated(payload: Payload, random: Random) -> Payload:
    """Give a payload with some of it dropped, doubled, retyped or cut off."""
    body = payload.body
    for _ in range(random.randint(1, MOST_CHANGES)):
        if body.startswith(b"<?xml"):
            body = _regrown(body, random)
        elif body.startswith((b"{", b"[")):
            body = json.dumps(_respelt(json.loads(body), random), ensure_ascii=False).encode()
        else:
            charset = payload.charset or "utf-8"
            body = _respanned(body.decode(charset), random).encode(charset, "replace")
    return replace(payload, body=_cut(body, random))


def _regrown(body: bytes, random: Random) -> bytes:
    """Drop or double an element of an XML document, or change its text."""
    root = fromstring(body)  # noqa: S314 - a payload of our own making
    parents = [each for each in root.iter() if len(each)]
    if not parents:
        return body
    parent = random.choice(parents)
    child = random.choice(list(parent))
    match random.choice(["drop", "double", "retype", "retype"]):
        case "drop":
            parent.remove(child)
        case "double":
            parent.append(child)
        case _:
            child.text = random.choice(TEXTS)
    return DECLARATION + tostring(root, encoding="unicode").encode()


def _cut(body: bytes, random: Random) -> bytes:
    return body[: random.randint(0, len(body))] if random.random() < 0.1 else body


def _respanned(text: str, random: Random) -> str:
    """Change one span of a text, begun at a tag or anywhere."""
    edges = [at for at, letter in enumerate(text) if letter in "<>"] or [0]
    start = random.choice([random.choice(edges), random.randint(0, len(text))])
    end = random.choice([random.choice(edges), start + random.randint(0, 30)])
    start, end = sorted((start, end))
    span = text[start:end]
    return text[:start] + random.choice(["", span * 2, *SPANS]) + text[end:]


def _respelt(content: Any, random: Random) -> Any:  # noqa: ANN401 - any JSON
    """Change one value somewhere in a document."""
    keys = list(content) if isinstance(content, dict) else []
    if isinstance(content, list):
        keys = list(range(len(content)))
    if not keys or random.random() < 0.1:
        return random.choice(ODDITIES)
    key = random.choice(keys)
    content = content.copy()
    match random.choice(["deeper", "deeper", "deeper", "drop", "double"]):
        case "deeper":
            content[key] = _respelt(content[key], random)
        case "drop":
            del content[key]
        case "double" if isinstance(content, list):
            content.insert(random.randint(0, len(content)), content[key])
        case _:
            content[str(key) + "2"] = content[key]
    return content


def planted(payload: Payload, random: Random) -> Payload:
    """Give a payload with a plate, a phone and a handle in one of its texts."""
    text = payload.body.decode(payload.charset or "utf-8")
    mark = '": "' if text.lstrip().startswith(("{", "[")) else ">"
    places = [at + len(mark) for at in range(len(text)) if text.startswith(mark, at)]
    at = random.choice(places)
    return replace(
        payload,
        body=(text[:at] + PLANTED + text[at:]).encode(payload.charset or "utf-8", "replace"),
    )
