"""Atom: what RFC 4287 asks of a feed and of each entry."""

from datetime import UTC, datetime, timedelta

import pytest

from app.board.feed.atom import ATOM, MOST_ENTRIES, Entry, Feed, Link, write
from tests.atom import NAMESPACE, musts, parsed, read, texts

AT = datetime(2022, 9, 28, 12, tzinfo=UTC)
HOSTILE = 'a ]]> <b>bold</b> &amp; "quoted" \u202eturned\x00\x1f\ud800\uffff'
TOLD = 'a ]]> <b>bold</b> &amp; "quoted" turned'


def entry(number: int = 1, **changes: object) -> Entry:
    """Make an entry, a minute older than the one before."""
    told: dict[str, object] = {
        "name": f"published:{number:016x}",
        "title": f"entry {number}",
        "updated": AT - timedelta(minutes=number),
        "published": AT - timedelta(days=1),
        "content": ("first", "second"),
        "links": (Link(rel="alternate", href=f"../published/{number}", media_type="a/b"),),
    }
    return Entry(**told | changes)  # type: ignore[arg-type] # any field of it


def feed(*entries: Entry, text: str = "Text") -> bytes:
    """Write a feed."""
    return write(
        Feed(
            name="feed:access",
            own="access.atom?country=GE&place=lars",
            title=text,
            subtitle=text,
            rights=text,
            entries=entries,
        )
    )


def test_a_feed_has_what_it_must() -> None:
    """The newest comes first, `updated` is its moment, and each part is where readers look."""
    found = read(feed(entry(3), entry(1), entry(2)))

    assert found.feed.updated == "2022-09-28T11:59:00Z"
    assert [each.title for each in found.entries] == ["entry 1", "entry 2", "entry 3"]
    assert found.entries[0].content[0].value == "first\nsecond"
    assert (found.feed.author, found.feed.generator) == ("Darial", "Darial")
    (own,) = found.feed.links
    assert (own.rel, own.href) == ("self", "access.atom?country=GE&place=lars")


def test_an_empty_feed_is_one_too() -> None:
    """Without an entry, `updated` is the epoch: never."""
    assert read(feed()).feed.updated == "1970-01-01T00:00:00Z"


def test_a_feed_is_bounded() -> None:
    """No more than the newest entries are written."""
    found = read(feed(*map(entry, reversed(range(MOST_ENTRIES + 5)))))

    assert [each.title for each in found.entries] == [f"entry {n}" for n in range(MOST_ENTRIES)]


def test_whatever_stands_in_it_is_text() -> None:
    """Markup, ends of CDATA, controls and marks of direction do no harm, wherever they stand."""
    link = Link(rel="via", href=HOSTILE)
    body = feed(
        entry(title=HOSTILE, content=(HOSTILE,), about=(HOSTILE,), links=(link,)), text=HOSTILE
    )

    found = read(body)

    (one,) = parsed(body).findall(f"{NAMESPACE}entry")
    assert texts(one, "title") == texts(one, "content") == [TOLD]
    assert one.findall(f"{NAMESPACE}category")[0].get("term") == TOLD
    assert texts(parsed(body), "rights") == [TOLD]
    assert "\u202e" not in body.decode()
    assert len(found.entries) == 1


def test_an_entry_says_the_same_once() -> None:
    """The same word or link given twice stands once."""
    link = Link(rel="related", href="../places/lars")
    body = feed(entry(about=("lars", "lars"), links=(link, link)))

    (one,) = parsed(body).findall(f"{NAMESPACE}entry")
    assert len(one.findall(f"{NAMESPACE}category")) == 1
    assert len(one.findall(f"{NAMESPACE}link")) == 1


def test_its_type_is_that_of_atom() -> None:
    """Readers know it by its media type."""
    assert ATOM.startswith("application/atom+xml;")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (b"<title>entry 1</title>", b""),
        (b"<name>Darial</name>", b""),
        (b"urn:darial:published:0000000000000001", b"published 1"),
        (b"urn:darial:published:0000000000000001", b"urn:darial:published:0000000000000002"),
        (b"2022-09-28T11:59:00Z", b"2022-09-28 11:59"),
        (b'rel="via"', b'rel="alternate"'),
        (b'href="x"', b'href=""'),
    ],
)
def test_a_broken_feed_is_seen(wrong: bytes, right: bytes) -> None:
    """What these tests look for is found where it is missing."""
    links = (Link(rel="alternate", href="a"), Link(rel="via", href="x"))
    body = feed(entry(1, links=links), entry(2))

    assert musts(body) == []
    assert wrong in body
    assert musts(body.replace(wrong, right)) != []
