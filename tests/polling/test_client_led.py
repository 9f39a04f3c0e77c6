"""Redirects and mirrors: where the client lets itself be led, and where it asks instead."""

import pytest

from app.sources.kit import Blocked, Moved, Request, Unreadable
from tests.polling.asking import MIRRORED, PAGES, SOURCE, a_client, to
from tests.upstream import (
    HERE,
    Behaviour,
    Good,
    Upstream,
    answer,
    refusal,
)


def _led(location: str, status: str = "302 Found") -> Behaviour:
    return refusal(status, ("Location", location))(Good())


async def test_being_led_to_a_login_is_being_kept_out() -> None:
    """Who reads pages and is led to one under /login is kept out."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", _led("/login?next=data"))
        upstream.serve("/login?next=data", answer(Good(body=b"Hello", media="text/html")))
        with pytest.raises(Blocked):
            await client.ask(PAGES, to(upstream, "/data"))


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
async def test_redirects_at_the_same_host_are_followed(status: str) -> None:
    """Three steps at one host lead to the answer, whose address is the last one."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/a/1", _led("2", status))
        upstream.serve("/a/2", _led("/a/3?x=y#there", status))
        upstream.serve("/a/3?x=y", _led(upstream.address() + "/a/4", status))
        upstream.serve("/a/4", answer(Good()))
        given = await client.ask(SOURCE, to(upstream, "/a/1"))

    assert given.url == upstream.address() + "/a/4"


async def test_too_many_redirects() -> None:
    """A fourth step is one too many."""
    async with Upstream() as upstream, a_client() as client:
        for step in range(4):
            upstream.serve(f"/{step}", _led(f"/{step + 1}"))
        upstream.serve("/4", answer(Good()))
        with pytest.raises(Moved, match="more than 3 times"):
            await client.ask(SOURCE, to(upstream, "/0"))
        asked = upstream.asked

    assert [request.target for request in asked] == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("https://www.elsewhere.example/x?key=secret", "another host, www.elsewhere.example$"),
        ("//elsewhere.example/x", "another host, elsewhere.example$"),
        (f"http://{HERE}:1/x", f"another host, {HERE}:1$"),
        (f"http://user:secret@{HERE}:1/x", f"another host, {HERE}:1$"),
        ("https://" + "a" * 60 + "." + "b" * 60 + ".example/", "another host, aaa"),
        ("ftp://elsewhere.example/x", "no address"),
        ("javascript:alert(1)", "no address"),
        ("http://[::1", "no address"),
        ("//xn--", "no address"),
        ("https:" + "a" * 80 + ":80http:", "no address"),
        ("//@xn--a/\\", "no address|another host"),
        ("http://:99999999/", "no address"),
    ],
)
async def test_redirects_that_lead_elsewhere(location: str, says: str) -> None:
    """Nobody is followed to another host, nor to what is no address."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", _led(location))
        with pytest.raises(Moved, match=says) as caught:
            await client.ask(SOURCE, to(upstream, "/data"))

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("prefix", ["", "/relay"])
async def test_a_mirror_is_asked_instead(prefix: str) -> None:
    """With a mirror, host and path become its path; the answer counts as the publisher's."""
    async with Upstream() as upstream:
        upstream.serve(f"{prefix}/hillgate.example/data?day=1", answer(Good()))
        async with a_client(mirror=f"{upstream.address()}{prefix}/") as client:
            given = await client.ask(SOURCE, MIRRORED)

    assert given.url == MIRRORED.url


@pytest.mark.parametrize(
    "location",
    [
        "https://hillgate.example/there",
        "/there",
        "there",
        "/hillgate.example/there",
        "{mirror}/hillgate.example/there",
    ],
)
async def test_redirects_behind_a_mirror(location: str) -> None:
    """The mirror's words for a place and the publisher's are the same place."""
    async with Upstream() as upstream:
        mirror = upstream.address()
        upstream.serve("/hillgate.example/data?day=1", _led(location.format(mirror=mirror)))
        upstream.serve("/hillgate.example/there", answer(Good()))
        async with a_client(mirror=mirror) as client:
            given = await client.ask(SOURCE, MIRRORED)

    assert given.url == "https://hillgate.example/there"


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("{mirror}/elsewhere.example/x", "another host, elsewhere.example$"),
        ("https://elsewhere.example/x", "another host, elsewhere.example$"),
        ("//elsewhere.example/x", "another host, elsewhere.example$"),
        ("http://hillgate.example/x", "from https to http at hillgate.example$"),
        ("{mirror}/", "no address"),
    ],
)
async def test_redirects_away_behind_a_mirror(location: str, says: str) -> None:
    """Behind a mirror too nobody is followed to another host, nor from https to http."""
    async with Upstream() as upstream:
        mirror = upstream.address()
        upstream.serve("/hillgate.example/data?day=1", _led(location.format(mirror=mirror)))
        async with a_client(mirror=mirror) as client:
            with pytest.raises(Moved, match=says) as caught:
                await client.ask(SOURCE, MIRRORED)

    assert str(caught.value).startswith("hillgate.example: ")


@pytest.mark.parametrize(
    "url", ["ftp://hillgate.example/", "hillgate", "", "http://[::1", "http:///"]
)
async def test_what_is_no_address_is_not_asked(url: str) -> None:
    """A feed that leads to something that is no address of the web is unreadable there."""
    async with a_client() as client:
        with pytest.raises(Unreadable, match="address"):
            await client.ask(SOURCE, Request(url=url))
