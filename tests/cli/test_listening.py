"""Listening: a port is ours before anything else is done, or a sentence says why not."""

import socket

import pytest

from app.cli.fault import Fault
from app.cli.listening import listening, url

HOST = "127.0.0.1"


def test_any_free_port_is_taken_and_told() -> None:
    """Port 0 becomes a real one, and callers may call at once."""
    with listening(HOST, 0) as sockets:
        port = sockets[0].getsockname()[1]
        with socket.create_connection((HOST, port), timeout=5):
            told = url(HOST, sockets)

    assert told == f"http://127.0.0.1:{port}"


def test_every_address_of_a_name_shares_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is answered at each of its addresses, but for those that this machine lacks."""
    stream = (socket.SOCK_STREAM, 6, "")
    addresses = [
        (socket.AF_INET, *stream, ("192.0.2.1", 0)),
        (socket.AF_INET, *stream, (HOST, 0)),
        (socket.AF_INET, *stream, ("127.0.0.2", 0)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)

    with listening("several", 0) as sockets:
        names = [each.getsockname() for each in sockets]

    assert [host for host, _ in names] == [HOST, "127.0.0.2"]
    assert len({port for _, port in names}) == 1


def test_the_port_is_free_again_at_once() -> None:
    """Nothing lingers after the block, also where somebody had called."""
    with listening(HOST, 0) as sockets:
        port = sockets[0].getsockname()[1]
        with socket.create_connection((HOST, port), timeout=5):
            sockets[0].accept()[0].close()

    with listening(HOST, port) as again:
        assert again[0].getsockname()[1] == port


def test_a_taken_port_is_named_with_the_setting() -> None:
    """Whoever comes second is told which port, and how to choose another."""
    with listening(HOST, 0) as sockets:
        port = sockets[0].getsockname()[1]
        with pytest.raises(Fault) as refused, listening(HOST, port):
            pass

    assert str(refused.value) == (
        f"Port {port} of 127.0.0.1 is taken by another program: end that one, or choose another"
        " port with DARIAL_PORT or --port."
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_host_that_is_not_ours_is_told(host: str) -> None:
    """An address of somebody else, and a name of nobody."""
    with pytest.raises(Fault, match="is no address of this machine"), listening(host, 0):
        pass


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("0.0.0.0", "http://localhost:{} and all other addresses of this machine"),  # noqa: S104
        ("::1", "http://[::1]:{}"),
        ("localhost", "http://localhost:{}"),
    ],
)
def test_the_address_told_can_be_opened(host: str, told: str) -> None:
    """IPv6 stands in brackets; the host that stands for all has a name to try."""
    with listening(HOST, 0) as sockets:
        said = url(host, sockets)
        port = sockets[0].getsockname()[1]

    assert said == told.format(port)
