"""News: an RSS and an Atom feed, items that concern us, and what is kept of a feed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.catalog import load
from app.domain.channel import ChannelKind
from app.sources.kit import Payload, Post, Scope, Unreadable
from app.sources.news import asks, parse, strip
from tests.sources.made_payloads import FETCHED_AT, made_names, made_payload

CATALOGUE = load()
SCOPE = Scope(places=CATALOGUE.places, outlets=CATALOGUE.outlets)
WHEN = "Tue, 24 Nov 2026 11:00:00 GMT"


def feed(*items: str) -> Payload:
    """Give an RSS feed of an English outlet."""
    body = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()
    return Payload(body=body, fetched_at=FETCHED_AT, url="", about={"outlet": "civil-georgia"})


def item(title: str = "Upper Lars", link: str = "https://made.example/1", when: str = WHEN) -> str:
    """Give an item; of ours by default."""
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{when}</pubDate></item>"


def test_rss() -> None:
    """An RSS item that names a place is a post; one that names two is a post about each."""
    lars, vaalimaa, nuijamaa = parse(made_payload("news", "rss.xml"), SCOPE).posts

    assert lars == Post(
        identity="https://made.example/lars-queue?p=1#comments|verkhny-lars",
        published_at=datetime(2026, 11, 24, 11, 30, 5, tzinfo=UTC),
        kind=ChannelKind.MEDIUM,
        language="ru",
        place="verkhny-lars",
        permalink="https://made.example/lars-queue?p=1#comments",
        speaker=ChannelKind.MEDIUM,
        said_by=SCOPE.outlets[0].name,
        text="На Верхнем Ларсе — очередь «из 490 фур»\nДвижение открыто , телефон …. Пишите: …",
    )
    assert (vaalimaa.place, nuijamaa.place) == ("vaalimaa", "nuijamaa")
    assert vaalimaa.permalink == nuijamaa.permalink == "https://made.example/two-places"


def test_atom() -> None:
    """An Atom entry is read by its own link and the time when it was first published."""
    (post,) = parse(made_payload("news", "atom.xml"), SCOPE).posts

    assert post.permalink == "https://made.example/reopens"
    assert post.published_at == datetime(2026, 11, 24, 10, 59, 59, tzinfo=UTC)
    assert post.text == "Larsi checkpoint reopens\nTrucks move again."
    assert (post.place, post.language) == ("verkhny-lars", "en")


@pytest.mark.parametrize("name", made_names("news"))
def test_kept_feed(name: str) -> None:
    """What is kept gives the same posts, without bylines, addresses and whole articles."""
    payload = made_payload("news", name)

    kept = replace(payload, body=strip(payload))

    assert parse(kept, SCOPE) == parse(payload, SCOPE)
    assert strip(kept) == kept.body
    for trace in ("Выдуманн", "@", "921", "article", "Весь текст", "Made Editor"):
        assert trace not in kept.body.decode()


def test_nothing_about_us() -> None:
    """A feed in which nobody speaks of our places is read, and gives nothing."""
    parsed = parse(feed(item("Elections"), item("Lars sings")), SCOPE)

    assert (parsed.posts, parsed.refused, parsed.silent) == ([], [], 2)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (item(when="Tue, 24 Nov 2026 11:00:00 -0000"), "time: it has no offset"),
        (item(when="yesterday"), "time: it cannot be read"),
        (item(when=""), "time: it cannot be read"),
        (item(when="Fri, 31 Dec 9999 23:00:00 -1400"), "OverflowError"),
        (item(when="Tue, 24 Nov 2026 12:10:01 GMT"), "time: it lies in the future"),
        (item(link="javascript:alert(1)"), "link: it is no address of the web"),
        (item(link="/lars"), "link: it is no address of the web"),
        (item(link="https:///lars"), "link: it is no address of the web"),
        (item(link="https://made.example/a b"), "link: it is no address of the web"),
        (item(link=f"https://made.example/{'a' * 901}"), "link: it is no address of the web"),
        (item(link="https://ivan:word@made.example/"), "link: it is no address of the web"),
    ],
)
def test_item_that_is_refused(bad: str, reason: str) -> None:
    """An item of ours without a usable time or link is refused; its neighbours stay."""
    parsed = parse(feed(bad, item(link="https://made.example/2")), SCOPE)

    assert [post.permalink for post in parsed.posts] == ["https://made.example/2"]
    (refused,) = parsed.refused
    assert refused.row == "item 1 of civil-georgia"
    assert reason in refused.reason


def test_bad_item_that_is_none_of_ours() -> None:
    """An item that does not concern us is not shown as refused, however bad."""
    parsed = parse(feed(item("Elections", when=""), item("Wine")), SCOPE)

    assert parsed.refused == []


def test_feed_whose_times_changed() -> None:
    """A feed in which no item can be used is unreadable, also when none of them names us."""
    with pytest.raises(Unreadable, match="none of 2 items"):
        parse(feed(item("Elections", when="24/11"), item("Wine", when="")), SCOPE)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel></channel></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b"<html><body>down</body></html>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item/></channel></rss>",
        b"not a feed",
    ],
)
def test_no_feed(body: bytes) -> None:
    """What is no feed, has no items, or declares entities is unreadable, never quiet."""
    with pytest.raises(Unreadable):
        parse(replace(feed(), body=body), SCOPE)


def test_script_is_no_text() -> None:
    """A title that holds markup as text keeps its words, also when kept and read again."""
    payload = feed(item("Upper Lars: a &amp;lt;b&amp;gt; c"))

    (post,) = parse(payload, SCOPE).posts

    assert post.text == "Upper Lars: a <b> c"
    assert parse(replace(payload, body=strip(payload)), SCOPE).posts == [post]


def test_only_so_many_items() -> None:
    """A feed is read for 200 items, a title for 300 characters."""
    many = [item(f"Upper Lars {'x' * 400}", f"https://made.example/{n}") for n in range(250)]

    posts = parse(feed(*many), SCOPE).posts

    assert len(posts) == 200
    assert len(posts[0].text) == 300


def test_what_is_asked() -> None:
    """Each outlet of the catalogue is asked for its feed once."""
    requests = asks(SCOPE, FETCHED_AT)

    assert [request.url for request in requests] == [each.feed for each in SCOPE.outlets]
    assert requests[0].about == {"outlet": "newsgeorgia"}


def test_outlet_that_was_taken_off_the_list() -> None:
    """A feed of an outlet that the catalogue no longer names is not read."""
    with pytest.raises(Unreadable, match="not in the catalogue"):
        parse(made_payload("news", "rss.xml"), Scope(places=CATALOGUE.places))
