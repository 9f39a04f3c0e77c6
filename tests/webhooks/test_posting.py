"""Posting: to the very address that was found fit, within limits, and with nothing else heeded."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from app.dialling import Resolve, trusting
from app.webhooks.message import trial
from app.webhooks.posting import Outcome, Poster
from tests.archived import NOW
from tests.upstream import (
    HERE,
    NAMELESS_HOST,
    Behaviour,
    Good,
    Ground,
    Talk,
    Upstream,
    answer,
    certificates,
    raw,
    resolve,
)
from tests.webhooks.office import MANNERS
from tests.webhooks.receiver import receiving
from tests.webhooks.test_signing import hook

MESSAGE = trial("ab", NOW)

OUTWARDS = "93.184.215.14"
"""A public address, which no test may reach."""


def found(*addresses: str) -> Resolve:
    """Find these addresses under every name."""

    async def look_up(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return look_up


@asynccontextmanager
async def a_poster(
    resolve: Resolve = resolve,
    context: ssl.SSLContext | None = None,
    **manners: Any,  # noqa: ANN401 - fields of Manners
) -> AsyncIterator[Poster]:
    """Open a poster; every name is on this machine."""
    told = replace(MANNERS, **manners)
    async with Poster(told, now=lambda: NOW, resolve=resolve, context=context) as poster:
        yield poster


async def posted(url: str, **poster: Any) -> Outcome:  # noqa: ANN401 - fields of Manners
    """Post once to an address."""
    async with a_poster(**poster) as opened:
        return await opened.post(hook(url), MESSAGE)


REFUSED = "no connection came about: its address is one that is never connected to"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("::1",),
        ("169.254.169.254",),
        ("10.0.0.1",),
        ("::ffff:127.0.0.1",),
        (OUTWARDS, "127.0.0.1"),
        ("127.0.0.1", OUTWARDS),
    ],
)
async def test_a_name_that_leads_inwards(scheme: str, addresses: tuple[str, ...]) -> None:
    """Nothing is connected to where any of a name's addresses is inside."""
    async with receiving() as receiver:
        port = receiver.url.partition("127.0.0.1:")[2].partition("/")[0]
        url = f"{scheme}://receiver.example:{port}/hook"
        outcome = await posted(url, resolve=found(*addresses), networks=())

    assert (outcome.status, outcome.reason) == (None, REFUSED)
    assert receiver.came == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
async def test_an_address_that_leads_inwards(host: str) -> None:
    """Written as a number it is refused as well, should it ever have been added."""
    assert (await posted(f"https://{host}/hook", networks=())).reason == REFUSED


async def test_numbers_that_the_system_reads_otherwise() -> None:
    """What looks like a name and is found to be this machine is this machine."""
    async with Poster(replace(MANNERS, networks=()), now=lambda: NOW) as poster:
        for host in ("127.1", "2130706433", "0x7f.1", "localhost"):
            outcome = await poster.post(hook(f"https://{host}:9/"), MESSAGE)
            assert outcome.reason == REFUSED


async def test_plain_http_goes_into_own_networks_alone() -> None:
    """Without TLS nobody outside is spoken to, whatever the name leads to."""
    outcome = await posted("http://receiver.example/", resolve=found(OUTWARDS))

    assert outcome.reason == REFUSED


async def test_a_name_that_is_answered_otherwise_the_second_time() -> None:
    """A name is looked up once for a connection, and that answer is what is connected to."""
    asked: list[str] = []

    async def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    async with receiving() as receiver:
        url = receiver.url.replace(HERE, "receiver.example")
        async with a_poster(rebinding, networks=("127.0.0.1/32",)) as poster:
            first = await poster.post(hook(url), MESSAGE)
            second = await poster.post(hook(url), MESSAGE)

    assert first.taken
    assert second.reason == REFUSED
    assert asked == ["receiver.example"] * 2
    assert len(receiver.came) == 1
    assert receiver.came[0].headers["host"].startswith("receiver.example:")


async def test_the_address_is_not_asked_for_again_between_check_and_connection() -> None:
    """Nobody but our own look-up finds the address: a connection is made to a number."""
    reached: list[str] = []

    async def public_first(_host: str, _port: int) -> Sequence[str]:
        reached.append("looked up")
        return [HERE]

    async with receiving() as receiver:
        # The system knows no such name, so it would have failed if the system had been asked.
        url = receiver.url.replace(HERE, NAMELESS_HOST)
        outcome = await posted(url, resolve=public_first)

    assert (outcome.status, reached) == (204, ["looked up"])


def trusting_ours() -> ssl.SSLContext:
    """Trust the authority of our upstreams."""
    context = trusting(())
    certificates().configure_trust(context)
    return context


@pytest.mark.parametrize(
    ("host", "context", "taken"),
    [
        ("upstream.example", True, True),
        ("other.example", True, False),
        ("upstream.example", False, False),
    ],
)
async def test_certificates_are_checked(host: str, context: bool, taken: bool) -> None:  # noqa: FBT001
    """By the name of the address, though the connection goes to a number; and by its authority."""
    async with Upstream(otherwise=answer(Good(body=b""))) as upstream:
        url = f"https://{host}:{upstream.port(Ground.UNTRUSTED)}/hook"
        outcome = await posted(url, context=trusting_ours() if context else None)

    assert outcome.taken is taken
    assert taken or "CERTIFICATE_VERIFY_FAILED" in outcome.reason


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies and authorities is not for us."""
    async with receiving() as receiver, Upstream() as upstream:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "SSL_CERT_FILE"):
            monkeypatch.setenv(name, upstream.address())
        outcome = await posted(receiver.url)
        proxied = list(upstream.asked)

    assert outcome.taken
    assert proxied == []


async def _silent(talk: Talk) -> None:
    await talk.hold()


async def _dripping(talk: Talk) -> None:
    await talk.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await talk.send(b"x-more: 1\r\n")
        await asyncio.sleep(0.01)


async def _endless(talk: Talk) -> None:
    await talk.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        await talk.send(b"x" * 65_536)


async def _never_through(talk: Talk) -> None:
    while True:
        await talk.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await asyncio.sleep(0)


LATE = "no answer came within 0.2 s"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (_silent, LATE),
        (_dripping, LATE),
        (_never_through, LATE),
        (raw(b""), "what it answered is no HTTP"),
        (raw(b"220 mail.example ESMTP\r\n"), "what it answered is no HTTP"),
        (raw(b"HTTP/1.1 2000 OK\r\n\r\n"), "what it answered is no HTTP"),
        (raw(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000), "what it answered is no HTTP"),
    ],
)
async def test_what_is_no_answer_is_a_failure(behaviour: Behaviour, reason: str) -> None:
    """Silence, a header that never ends, garbage: each ends in time, and is told."""
    async with Upstream(otherwise=behaviour) as upstream:
        outcome = await posted(upstream.address() + "/hook", within_s=0.2)

    assert (outcome.status, outcome.reason) == (None, reason)


async def test_what_an_answer_says_is_not_read() -> None:
    """The status is all that counts: a body without end costs nothing."""
    async with Upstream(otherwise=_endless) as upstream:
        outcome = await posted(upstream.address() + "/hook")

    assert outcome.taken
    assert outcome.seconds < 10


@pytest.mark.parametrize(
    ("ground", "reason"),
    [
        (Ground.REFUSED, "no connection came about: Connection refused"),
        (Ground.NAMELESS, "no connection came about: its name is unknown"),
        (Ground.NO_TLS, "no connection came about: "),
    ],
)
async def test_where_nobody_is(ground: Ground, reason: str) -> None:
    """What keeps us from a receiver is told without more of its address than its host."""
    async with Upstream() as upstream:
        outcome = await posted(upstream.address(ground) + "/hidden?key=word")

    assert outcome.reason.startswith(reason)
    assert not [word for word in ("hidden", "key", "word") if word in outcome.reason]


async def test_a_fault_of_ours_is_an_outcome_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever breaks in us is logged and counts as a failure: else it would be tried for ever."""

    async def breaks(_host: str, _port: int) -> Sequence[str]:
        raise KeyError("ours")

    outcome = await posted("http://receiver.example/", resolve=breaks)

    assert outcome.reason == "a fault of ours, which the log tells"
    assert "a message could not be sent" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("status", "taken"), [(200, True), (204, True), (299, True), (199, False), (300, False)]
)
def test_only_a_2xx_takes(status: int, taken: bool) -> None:  # noqa: FBT001
    """All others are failures."""
    assert Outcome(status=status).taken is taken
