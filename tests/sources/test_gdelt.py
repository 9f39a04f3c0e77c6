"""GDELT: the articles of one query, nothing found, and the errors that come as a good answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.catalog import load
from app.domain.channel import ChannelKind
from app.sources.gdelt import SOURCE, asks, parse, strip
from app.sources.kit import Payload, Post, Scope, Unreadable
from tests.sources.made_payloads import FETCHED_AT, made_payload

SCOPE = Scope(places=load().places)
ARTICLE = {
    "url": "https://made.example/1",
    "title": "Upper Lars",
    "seendate": "20261124T110000Z",
    "language": "English",
}


def found(*articles: Any) -> Payload:  # noqa: ANN401 - what is in a list of JSON
    """Give an answer with these articles."""
    body = json.dumps({"articles": articles}).encode()
    return Payload(body=body, fetched_at=FETCHED_AT, url="", about={"area": "ge"})


def test_articles() -> None:
    """A title's place is the article's, else the border asked for; an unknown language is none."""
    first, second, third = parse(made_payload("gdelt", "articles.json"), SCOPE).posts

    assert first == Post(
        identity="https://made.example/1|verkhny-lars",
        published_at=datetime(2026, 11, 24, 11, 30, tzinfo=UTC),
        kind=ChannelKind.MEDIUM,
        language="ru",
        place="verkhny-lars",
        permalink="https://made.example/1",
        speaker=ChannelKind.MEDIUM,
        text="На Верхнем Ларсе очередь : …",
    )
    assert (second.place, second.language) == ("ge", "en")
    assert (third.place, third.language) == ("ge", "")


def test_kept_articles() -> None:
    """What is kept gives the same posts, without pictures and handles."""
    payload = made_payload("gdelt", "articles.json")

    kept = replace(payload, body=strip(payload))

    assert parse(kept, SCOPE) == parse(payload, SCOPE)
    assert strip(kept) == kept.body
    assert b"face.jpg" not in kept.body
    assert b"@" not in kept.body


@pytest.mark.parametrize("body", [b"{}", b'{"articles": []}'])
def test_nothing_found(body: bytes) -> None:
    """That nothing was found is an answer, and gives no post."""
    parsed = parse(replace(found(), body=body), SCOPE)

    assert (parsed.posts, parsed.refused) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        b"Please limit requests to one every 5 seconds",
        b"",
        b"[]",
        b'{"error": "x"}',
        b'{"articles": null}',
    ],
)
def test_error_with_a_good_status(body: bytes) -> None:
    """A sentence, nothing at all, or another document is unreadable, never "no news"."""
    with pytest.raises(Unreadable):
        parse(replace(found(), body=body), SCOPE)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"seendate": "2026-11-24"}, "seendate: it cannot be read"),
        ({"seendate": None}, "AttributeError"),
        ({"seendate": "20261124T121001Z"}, "seendate: it lies in the future"),
        ({"url": "ftp://made.example/1"}, "url: it is no address of the web"),
        ({"url": "https://made.example/a b"}, "url: it is no address of the web"),
        ({"url": f"https://made.example/{'a' * 901}"}, "url: it is no address of the web"),
        ({"url": 5}, "TypeError"),
        ({"title": None}, "TypeError"),
        ({"language": True}, "AttributeError"),
    ],
)
def test_article_that_is_refused(wrong: dict[str, Any], reason: str) -> None:
    """An article without a usable link, title or time is refused; its neighbours stay."""
    payload = found(ARTICLE | wrong, "rubbish", ARTICLE)

    parsed = parse(payload, SCOPE)

    assert [post.permalink for post in parsed.posts] == ["https://made.example/1"]
    first, second = parsed.refused
    assert first.row == "article 1 about ge"
    assert reason in first.reason
    assert second.row == "article 2 about ge"
    kept = replace(payload, body=strip(payload))
    assert parse(kept, SCOPE).posts == parsed.posts


def test_all_refused() -> None:
    """An answer of which no article can be used is unreadable."""
    with pytest.raises(Unreadable, match="all 1 rows"):
        parse(found(ARTICLE | {"seendate": ""}), SCOPE)


def test_what_is_asked() -> None:
    """One question a border, six seconds apart, bounded in time and number."""
    requests = asks(SCOPE, FETCHED_AT)

    assert [request.about["area"] for request in requests] == ["ge", "fi", "kz", "mn"]
    query = parse_qs(urlsplit(requests[0].url).query)
    assert query["query"][0].startswith('("Верхний Ларс" OR ')
    assert (query["timespan"], query["format"]) == (["24h"], ["json"])
    assert int(query["maxrecords"][0]) <= 75
    assert timedelta(seconds=5) < SOURCE.pause


def test_border_that_the_catalogue_does_not_have() -> None:
    """A border that is none of ours is neither asked for nor read."""
    nowhere = Scope(places={})

    assert asks(nowhere, FETCHED_AT) == []
    with pytest.raises(Unreadable, match="which border"):
        parse(found(ARTICLE), nowhere)
