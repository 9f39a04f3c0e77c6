"""The addresses we answer at: taken before any work is done, or told why they cannot be."""

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from app.cli.fault import Fault

Address = tuple[object, ...]
"""Host and port, and for IPv6 two numbers more."""

BACKLOG = 2048
"""How many callers may wait until the first one is answered."""

MOST_UNSENT = 64 * 1024
"""Bytes of an answer that the system takes from us before the reader is ready for them: it would
take megabytes for each one who reads nothing, and what we keep ourselves is shared by all."""

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - told from other hosts, never chosen here
"""Hosts that stand for every address of this machine."""

ABSENT = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""What a system answers that lacks one of several addresses, as where IPv6 is off."""

MENDS: dict[int, str] = {
    errno.EADDRINUSE: "Port {port} of {host} is taken by another program: end that one, or choose"
    " another port with DARIAL_PORT or --port.",
    errno.EACCES: "Port {port} is for privileged programs only: choose one above 1023 with"
    " DARIAL_PORT or --port.",
    errno.EADDRNOTAVAIL: "{host} is no address of this machine: give one that is with DARIAL_HOST"
    " or --host.",
}
"""What keeps a port from us, and how to mend it."""


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Take a port on every address of a host; who calls now is answered once we are ready.

    Raises Fault where that cannot be.
    """
    with ExitStack() as taken:
        sockets: list[socket.socket] = []
        for family, address in _addresses(host, port):
            found = _taken(host, family, _at_port(address, sockets), taken)
            sockets += [found] if found else []
        if not sockets:
            raise Fault(_told(errno.EADDRNOTAVAIL, host, port))
        yield sockets


def url(host: str, sockets: list[socket.socket]) -> str:
    """Give the address that a person can open."""
    port = sockets[0].getsockname()[1]
    if host in EVERYWHERE:
        return f"http://localhost:{port} and all other addresses of this machine"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, Address]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise Fault(_told(errno.EADDRNOTAVAIL, host, port)) from error
    return list(dict.fromkeys((family, address) for family, *_, address in found))


def _at_port(address: Address, sockets: list[socket.socket]) -> Address:
    """Have all addresses share the port that the first one was given, if any would do."""
    if not sockets:
        return address
    return (address[0], sockets[0].getsockname()[1], *address[2:])


def _taken(
    host: str, family: socket.AddressFamily, address: Address, taken: ExitStack
) -> socket.socket | None:
    try:
        found = taken.enter_context(socket.socket(family, socket.SOCK_STREAM))
        _bind(found, family, address)
    except OSError as error:
        if error.errno in ABSENT:
            return None
        raise Fault(_told(error.errno, host, address[1], error.strerror)) from error
    return found


def _bind(found: socket.socket, family: socket.AddressFamily, address: Address) -> None:
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, MOST_UNSENT)
    found.bind(address)
    found.listen(BACKLOG)


def _told(code: int | None, host: str, port: object, reason: str | None = None) -> str:
    sentence = MENDS.get(code or 0, "Port {port} of {host} cannot be listened on: {reason}.")
    return sentence.format(host=host, port=port, reason=reason)
