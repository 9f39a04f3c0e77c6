"""The client: what it sends, and what it makes of status, headers and pages."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from app.polling.client import user_agent
from app.sources.kit import Blocked, Moved, Request, SourceError, Unreachable, Unreadable
from tests.polling.asking import MANNERS, NOW, PAGES, SOURCE, a_client, to
from tests.upstream import (
    HERE,
    Good,
    Ground,
    Upstream,
    answer,
    raw,
    refusal,
)


async def test_an_answer_and_what_came_with_it() -> None:
    """Body, type, charset, times and validators of an answer are handed on."""
    good = Good(
        body=b'{"queue": 0}',
        media="Application/JSON; charset=Windows-1251",
        etag='"1"',
        headers=(
            ("Date", "Tue, 24 Nov 2026 11:59:00 GMT"),
            ("Last-Modified", "Tue, 24 Nov 2026 11:00:00 GMT"),
        ),
    )
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data?day=1", answer(good))
        given = await client.ask(SOURCE, to(upstream, "/data?day=1"))
        asked = upstream.asked

    assert (given.status, given.body, given.received) == (200, good.body, len(good.body))
    assert given.url == upstream.address() + "/data?day=1"
    assert (given.media, given.charset) == ("application/json", "windows-1251")
    assert given.fetched_at == NOW
    assert given.date == datetime(2026, 11, 24, 11, 59, tzinfo=UTC)
    assert (given.etag, given.modified) == ('"1"', "Tue, 24 Nov 2026 11:00:00 GMT")
    assert not given.not_modified
    assert [request.method for request in asked] == ["GET"]


async def test_what_we_send() -> None:
    """We say who we are, what we unpack, and what the source wants beyond that."""
    wanted = {"X-Requested-With": "XMLHttpRequest", "User-Agent": "Mozilla", "Cookie": "a=b"}
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good()))
        await client.ask(SOURCE, Request(url=to(upstream, "/data").url, headers=wanted))
        (asked,) = upstream.asked

    assert asked.headers["user-agent"] == MANNERS["user_agent"]
    assert asked.headers["accept-encoding"] == "gzip, deflate"
    assert asked.headers["x-requested-with"] == "XMLHttpRequest"
    assert "cookie" not in asked.headers
    assert "authorization" not in asked.headers


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ("mail@example.org", "Darial/1.0 (+mail@example.org)"),
        (None, "Darial/1.0"),
    ],
)
def test_user_agent(contact: str | None, name: str) -> None:
    """The name says which version asks, and whom to write to where that is told."""
    assert user_agent("1.0", contact) == name


async def test_cookies_are_neither_kept_nor_sent() -> None:
    """A cookie that a publisher sets does not come back, after a redirect neither."""
    cookie = ("Set-Cookie", "seen=1; Path=/")
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/led", refusal("302 Found", cookie, ("Location", "/data"))(Good()))
        upstream.serve("/data", answer(Good().having(cookie)))
        await client.ask(SOURCE, to(upstream, "/led"))
        await client.ask(SOURCE, to(upstream, "/data"))
        asked = upstream.asked

    assert len(asked) == 3
    assert all("cookie" not in request.headers for request in asked)


async def test_asking_on_condition() -> None:
    """What has not changed is said to be so, without a body."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good(etag='"1"')))
        given = await client.ask(SOURCE, to(upstream, "/data"), etag='"1"', modified="yesterday")
        (asked,) = upstream.asked

    assert (given.status, given.body, given.not_modified) == (304, b"", True)
    assert given.etag == '"1"'
    assert asked.headers["if-none-match"] == '"1"'
    assert asked.headers["if-modified-since"] == "yesterday"


async def test_not_modified_without_being_asked_is_unreadable() -> None:
    """Somebody who never had the answer cannot be told that it is the same."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
        with pytest.raises(Unreadable, match="304"):
            await client.ask(SOURCE, to(upstream, "/data"))


@pytest.mark.parametrize("etag", ['"' + "x" * 300 + '"', '"\xe9"'])
async def test_a_validator_that_cannot_be_sent_back_is_none(etag: str) -> None:
    """An ETag that is too long, or no ASCII, is not kept."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good(etag=etag)))
        given = await client.ask(SOURCE, to(upstream, "/data"))

    assert given.etag is None


@pytest.mark.parametrize(
    ("headers", "date"),
    [
        ([("Date", "Tue, 24 Nov 2026 12:00:30 GMT")], NOW + timedelta(seconds=30)),
        ([("Date", "Tue, 24 Nov 2026 11:59:00 GMT"), ("Age", "90")], NOW + timedelta(seconds=30)),
        ([("Date", "Tue, 24 Nov 2026 15:00:00 +0300")], NOW),
        ([("Date", "soon")], None),
        ([("Date", "Tue, 24 Nov 99999999999999 11:59:00 GMT")], None),
        ([("Date", "Tue, 24 Nov 2026 11:59:00 GMT"), ("Age", "x")], None),
        ([], None),
    ],
)
async def test_date_of_the_server(
    headers: Sequence[tuple[str, str]], date: datetime | None
) -> None:
    """The server's moment is its Date, later by how long a cache kept it; garbage is none."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good().having(*headers)))
        given = await client.ask(SOURCE, to(upstream, "/data"))

    assert given.date == date


@pytest.mark.parametrize(
    ("value", "retry"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("999999", timedelta(days=1)),
        ("9" * 30, None),
        ("Tue, 24 Nov 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
        ("Tue, 24 Nov 2099 13:00:00 GMT", NOW + timedelta(days=1)),
        ("Tue, 24 Nov 2020 13:00:00 GMT", None),
        ("-5", None),
        ("later", None),
        ("", None),
    ],
)
@pytest.mark.parametrize(
    ("status", "kind"), [("429 Too Many Requests", Blocked), ("503 Away", Unreachable)]
)
async def test_retry_after(
    value: str, retry: timedelta | datetime | None, status: str, kind: type[SourceError]
) -> None:
    """Retry-After is seconds or a date, a day at the most; garbage says nothing."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", refusal(status, ("Retry-After", value))(Good()))
        with pytest.raises(kind) as caught:
            await client.ask(SOURCE, to(upstream, "/data"))

    assert isinstance(caught.value, Blocked | Unreachable)
    assert caught.value.retry == retry


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("401 No", Blocked),
        ("451 No", Blocked),
        ("404 No", Moved),
        ("410 No", Moved),
        ("400 No", Unreachable),
        ("407 No", Unreachable),
        ("502 No", Unreachable),
        ("599 No", Unreachable),
        ("300 No", Moved),
        ("302 No", Moved),
        ("202 Later", Unreadable),
        ("205 No", Unreadable),
        ("206 Part", Unreadable),
    ],
)
async def test_status(status: str, kind: type[SourceError]) -> None:
    """Each status that is no good answer has its outcome, and is named."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good(status=status)))
        with pytest.raises(kind, match=status[:3]):
            await client.ask(SOURCE, to(upstream, "/data"))


async def test_no_type_is_allowed() -> None:
    """An answer that does not name its type is read all the same."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good(media=None)))
        given = await client.ask(SOURCE, to(upstream, "/data"))

    assert (given.media, given.charset) == ("", None)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>Just a moment...</title>", Blocked),
        ("<form>ВОЙТИ</form>", Blocked),
        ('<input type="password">', Blocked),
        ("<p>We are being repaired.</p>", Unreadable),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "cp1251"])
async def test_a_page_where_data_was_expected(
    page: str, kind: type[SourceError], charset: str
) -> None:
    """A page for logging in or telling robots is one that keeps us out; others are unreadable."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good(body=page.encode(charset), media="text/html")))
        with pytest.raises(kind):
            await client.ask(SOURCE, to(upstream, "/data"))


async def test_a_page_that_was_expected_may_speak_of_logging_in() -> None:
    """A page that the source reads is not taken for a doorkeeper's by a word in its corner."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/authority", answer(Good(body=b"<a>log in</a>", media="text/html")))
        given = await client.ask(PAGES, to(upstream, "/authority"))

    assert given.body == b"<a>log in</a>"


async def test_an_address_carries_no_login() -> None:
    """User and password in an address are not sent."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good()))
        url = f"http://user:secret@{HERE}:{upstream.port(Ground.GOOD)}/data"
        given = await client.ask(SOURCE, Request(url=url))
        (asked,) = upstream.asked

    assert "authorization" not in asked.headers
    assert "secret" not in given.url
