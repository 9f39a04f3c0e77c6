"""Ways: certificates, proxies, names and connections, each source by its own."""

import asyncio
import contextlib
import socket
from pathlib import Path

import pytest

from app.polling.client import Client, Manners
from app.sources.kit import Request, Unreachable
from tests.polling.asking import MIRRORED, NOW, SOURCE, a_client, a_source, to
from tests.upstream import (
    HERE,
    Behaviour,
    Good,
    Ground,
    Talk,
    Upstream,
    answer,
    refusal,
    write_authority,
)


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies and keys is not for us."""
    async with Upstream() as upstream:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "SSL_CERT_FILE"):
            monkeypatch.setenv(name, upstream.address(Ground.REFUSED))
        async with a_client() as client:
            upstream.serve("/data", answer(Good()))
            given = await client.ask(SOURCE, to(upstream, "/data"))

    assert given.body == Good().body


async def test_an_authority_of_its_own_counts_for_one_source(tmp_path: Path) -> None:
    """A certificate of an authority that is named for a source is good for that source only."""
    other = a_source(id="lakeford")
    authorities = {SOURCE.id: write_authority(tmp_path)}
    async with Upstream() as upstream, a_client(SOURCE, other, authorities=authorities) as client:
        upstream.serve("/data", answer(Good()))
        request = to(upstream, "/data", Ground.UNTRUSTED)
        given = await client.ask(SOURCE, request)
        with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
            await client.ask(other, request)

    assert given.body == Good().body


async def test_the_name_in_a_certificate_counts(tmp_path: Path) -> None:
    """A good certificate of another name is no better than none."""
    authorities = {SOURCE.id: write_authority(tmp_path)}
    async with Upstream() as upstream, a_client(authorities=authorities) as client:
        upstream.serve("/data", answer(Good()))
        port = upstream.port(Ground.UNTRUSTED)
        given = await client.ask(SOURCE, Request(url=f"https://upstream.example:{port}/data"))
        with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
            await client.ask(SOURCE, Request(url=f"https://hillgate.example:{port}/data"))

    assert given.body == Good().body


async def test_a_proxy_of_its_own_sees_one_source() -> None:
    """A source's requests go by its proxy, those of others do not."""
    other = a_source(id="lakeford")
    async with Upstream() as upstream, Upstream() as proxy:
        login = proxy.address().replace("//", "//user:secret@")
        target = to(upstream, "/data")
        upstream.serve("/data", answer(Good(body=b"direct")))
        proxy.serve(target.url, answer(Good(body=b"by proxy")))
        async with a_client(SOURCE, other, proxies={SOURCE.id: login}) as client:
            own = await client.ask(SOURCE, target)
            others = await client.ask(other, target)
        asked = proxy.asked

    assert (own.body, others.body) == (b"by proxy", b"direct")
    assert [request.target for request in asked] == [target.url]
    assert asked[0].headers["proxy-authorization"].startswith("Basic ")


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()


def _tunnel(port: int) -> Behaviour:
    async def behave(talk: Talk) -> None:
        reader, writer = await asyncio.open_connection(HERE, port)
        try:
            await talk.send(b"HTTP/1.1 200 OK\r\n\r\n")
            there = asyncio.create_task(_pipe(talk.reader, writer))
            await _pipe(reader, talk.writer)
            there.cancel()
        finally:
            writer.close()
            await writer.wait_closed()

    return behave


async def test_a_proxy_passes_tls_on_unread(tmp_path: Path) -> None:
    """By a proxy too the publisher's own certificate is checked."""
    other = a_source(id="lakeford")
    async with Upstream() as upstream, Upstream() as proxy:
        upstream.serve("/data", answer(Good()))
        port = upstream.port(Ground.UNTRUSTED)
        proxy.serve(f"upstream.example:{port}", _tunnel(port))
        async with a_client(
            SOURCE,
            other,
            proxies={SOURCE.id: proxy.address(), other.id: proxy.address()},
            authorities={SOURCE.id: write_authority(tmp_path)},
        ) as client:
            request = Request(url=f"https://upstream.example:{port}/data")
            given = await client.ask(SOURCE, request)
            with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
                await client.ask(other, request)
        asked = proxy.asked

    assert given.body == Good().body
    assert [request.method for request in asked] == ["CONNECT", "CONNECT"]


@pytest.mark.parametrize(
    "ground", [Ground.REFUSED, Ground.NAMELESS, Ground.NO_TLS, Ground.UNTRUSTED]
)
async def test_a_proxy_that_is_not_there(ground: Ground) -> None:
    """A proxy that cannot be reached makes its source unreachable."""
    async with Upstream() as upstream:
        proxies = {SOURCE.id: upstream.address(ground)}
        async with a_client(proxies=proxies) as client:
            with pytest.raises(Unreachable, match=r"^hillgate\.example: no connection"):
                await client.ask(SOURCE, MIRRORED)


async def test_a_proxy_that_refuses() -> None:
    """A proxy that does not let us through is told as that."""
    async with Upstream() as proxy:
        proxy.serve("hillgate.example:443", refusal("403 Forbidden")(Good()))
        async with a_client(proxies={SOURCE.id: proxy.address()}) as client:
            with pytest.raises(Unreachable, match="the proxy refused: 403 Forbidden"):
                await client.ask(SOURCE, MIRRORED)


@pytest.mark.parametrize(
    "address", ["socks5://user:secret@127.0.0.1:1", "127.0.0.1:1", "http://[::1", ""]
)
def test_a_proxy_of_no_use_is_told_at_the_start(address: str) -> None:
    """An address that no proxy can have stops the start; as it may hold a password, unshown."""
    manners = Manners(user_agent="Darial/1.0", proxies={SOURCE.id: address})
    with pytest.raises(ValueError, match="hillgate: ") as caught:
        Client(manners, [SOURCE], now=lambda: NOW)

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_of_no_use_is_told_at_the_start(tmp_path: Path, content: str | None) -> None:
    """A file of authorities that is missing or something else stops the start."""
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    manners = Manners(user_agent="Darial/1.0", authorities={SOURCE.id: file})

    with pytest.raises(ValueError, match=r"hillgate: the file of authorities .*authority\.pem"):
        Client(manners, [SOURCE], now=lambda: NOW)


async def test_names_are_looked_up_by_the_system() -> None:
    """Without a resolver of its own the client finds this machine by its name."""
    manners = Manners(user_agent="Darial/1.0")
    async with Upstream() as upstream, Client(manners, [SOURCE], now=lambda: NOW) as client:
        upstream.serve("/data", answer(Good()))
        given = await client.ask(
            SOURCE, Request(url=f"http://localhost:{upstream.port(Ground.GOOD)}/data")
        )

    assert given.body == Good().body


async def test_no_connection_is_kept() -> None:
    """Each request has a connection of its own, and asks for it to be closed."""
    async with Upstream() as upstream, a_client() as client:
        upstream.serve("/data", answer(Good()))
        await client.ask(SOURCE, to(upstream, "/data"))
        await client.ask(SOURCE, to(upstream, "/data"))
        asked = upstream.asked

    assert upstream.connections == 2
    assert [request.headers["connection"] for request in asked] == ["close", "close"]


@pytest.mark.parametrize("mirror", ["ftp://relay.example", "relay.example", "", "http://a/?b=c"])
def test_a_mirror_of_no_use_is_told_at_the_start(mirror: str) -> None:
    """An address that cannot be asked for anything stops the start."""
    manners = Manners(user_agent="Darial/1.0", mirror=mirror)

    with pytest.raises(ValueError, match="the mirror's address"):
        Client(manners, [SOURCE], now=lambda: NOW)


async def test_a_name_without_addresses_is_unknown() -> None:
    """A name that is known and stands for nothing is no better than an unknown one."""

    async def nothing(_host: str, _port: int) -> list[str]:
        return []

    async with a_client(resolve=nothing) as client:
        with pytest.raises(Unreachable, match="its name is unknown"):
            await client.ask(SOURCE, MIRRORED)


def _full(opened: contextlib.ExitStack) -> int:
    """Make a port that takes no further connection and does not refuse it either."""
    full = opened.enter_context(socket.socket())
    full.bind((HERE, 0))
    full.listen(0)
    for _ in range(4):  # they fill the queue of those who wait to be let in
        waiting = opened.enter_context(socket.socket())
        waiting.settimeout(0)
        waiting.connect_ex(full.getsockname())
    taken: int = full.getsockname()[1]
    return taken


async def test_one_that_takes_no_connection_is_left() -> None:
    """A host of which every address is silent is left when the time for connecting is up."""

    async def twice(_host: str, _port: int) -> list[str]:
        return [HERE, HERE]

    with contextlib.ExitStack() as opened:
        request = Request(url=f"http://hillgate.example:{_full(opened)}/")
        async with a_client(resolve=twice, connect_s=0.08) as client:
            with pytest.raises(Unreachable, match=r"no connection came about within 0\.08 s$"):
                await client.ask(SOURCE, request)
