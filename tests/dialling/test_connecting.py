"""Connecting: how time is shared among the addresses of one name, and which authorities count."""

from collections.abc import Iterable, Sequence

import httpcore
import pytest

from app.dialling import Dial, trusted, trusting

SILENT, TAKES = "192.0.2.1", "192.0.2.2"
PORT, WITHIN = 443, 60.0


class Ground(httpcore.AsyncMockBackend):
    """Connects to one address only, the others are silent; keeps what time each was given."""

    def __init__(self) -> None:
        """Begin without having been asked for anything."""
        super().__init__(buffer=[])
        self.given: dict[str, float | None] = {}

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore calls it so
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the one that takes us, on no network; raises ConnectTimeout for the others."""
        self.given[host] = timeout
        if host != TAKES:
            raise httpcore.ConnectTimeout("silent")
        return await super().connect_tcp(host, port, timeout, local_address, socket_options)


def _named(*addresses: str) -> tuple[Dial, Ground]:
    """Give a way to connect to a name of these addresses."""

    async def look_up(_host: str, _port: int) -> Sequence[str]:
        return addresses

    ground = Ground()
    return Dial(look_up, ground=ground), ground


async def test_a_silent_address_leaves_time_for_the_next() -> None:
    """A host whose first address is silent is reached at its second, which has its share left."""
    dial, ground = _named(SILENT, TAKES)

    await dial.connect_tcp("hillgate.example", PORT, WITHIN)

    assert ground.given[SILENT] == pytest.approx(WITHIN / 2, rel=0.1)
    assert ground.given[TAKES] == pytest.approx(WITHIN, rel=0.1)  # no time passed at the first


async def test_where_all_are_silent_the_time_is_up() -> None:
    """A host of which each address was tried in vain is one that did not answer in time."""
    dial, ground = _named(SILENT, "192.0.2.3")

    with pytest.raises(httpcore.ConnectTimeout):
        await dial.connect_tcp("hillgate.example", PORT, WITHIN)

    assert list(ground.given) == [SILENT, "192.0.2.3"]


async def test_without_an_end_each_has_all_the_time() -> None:
    """Where nobody set a time for connecting, none is set for an address either."""
    dial, ground = _named(SILENT, TAKES)

    await dial.connect_tcp("hillgate.example", PORT)

    assert ground.given == {SILENT: None, TAKES: None}


def test_authorities_of_the_environment_are_not_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it names is not even read: everybody's authorities are trusted, and no fewer."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.setenv(name, "/nowhere")

    assert trusting(()).cert_store_stats()["x509_ca"] > 50


def test_authorities_are_read_once() -> None:
    """Whoever needs no further ones shares them; who trusts further ones does so alone."""
    shared = trusted()

    assert trusted() is shared
    assert trusting(()) is not shared
