"""Connecting: names are looked up, and their addresses tried one after the other."""

import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from ipaddress import ip_address

import httpcore
import httpx

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the IP addresses of a host name, for a port; OSError means that there are none."""

Permits = Callable[[str], bool]
"""Tells whether an IP address may be connected to."""

MOST_ADDRESSES = 6
"""So many addresses of one name are tried, one after the other."""

MOST_LOOK_UPS = 32
"""So many names are looked up at once."""


class Names:
    """Looks up names as the system does, on threads of its own.

    A name server that hangs holds its thread for half a minute, and the loop's few threads are
    those that the board is made on.
    """

    def __init__(self) -> None:
        """Begin without any thread: they come when they are needed."""
        self._threads = ThreadPoolExecutor(MOST_LOOK_UPS, thread_name_prefix="names")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Give the addresses of a host; raises OSError where there are none."""
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def close(self) -> None:
        """Look up nothing more; what hangs is left to end by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Dial(httpcore.AsyncNetworkBackend):
    """Makes connections to names that `resolve` knows, where `permits` lets it.

    A name is looked up once for each connection, and what is connected to is an address that was
    found and permitted then: another answer of its name server counts for nothing. Where one of a
    name's addresses is not permitted, none is tried.
    """

    def __init__(
        self,
        resolve: Resolve,
        permits: Permits | None = None,
        ground: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        """Keep who knows the names, who may be connected to, and what makes the connections.

        Without `permits` everybody may be connected to, without `ground` sockets are made.
        """
        self._resolve = resolve
        self._permits = permits
        self._ground = ground or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore calls it so
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of a host's addresses that takes us, within `timeout` seconds."""
        loop, failure = asyncio.get_running_loop(), httpcore.ConnectError("no address")
        ends = None if timeout is None else loop.time() + timeout
        addresses = await self._permitted(host, port, timeout)
        for further, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            # Each gets its share of what is left, so that one that is silent leaves some to others.
            share = None if ends is None else max(0.0, ends - loop.time()) / further
            try:
                return await self._ground.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except httpcore.ConnectTimeout as error:
                late = error
            except httpcore.ConnectError as error:
                late, failure = None, httpcore.ConnectError(_told(error))
        raise late or failure

    async def _permitted(self, host: str, port: int, within: float | None) -> Sequence[str]:
        addresses = await self._addresses(host, port, within)
        if self._permits is not None and not all(map(self._permits, addresses)):
            raise httpcore.ConnectError("its address is one that is never connected to")
        return addresses[:MOST_ADDRESSES]

    async def _addresses(self, host: str, port: int, within: float | None) -> Sequence[str]:
        if _is_address(host):
            return [host]
        try:
            async with asyncio.timeout(within):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("its name is unknown") from error
        if not addresses:
            raise httpcore.ConnectError("its name is unknown")
        return addresses


def trusting(further: Iterable[str]) -> ssl.SSLContext:
    """Trust the authorities that everybody trusts, and those in further files (PEM).

    What the environment says of authorities is not heeded. Raises OSError for a file of no use.
    """
    context = httpx.create_ssl_context(trust_env=False)
    for file in further:
        context.load_verify_locations(cafile=file)
    return context


@cache
def trusted() -> ssl.SSLContext:
    """Trust the authorities that everybody trusts; read once, it is for all and not to be changed.

    They are more than a hundred, which take longer to read than most answers take to come.
    """
    return trusting(())


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _told(error: BaseException) -> str:
    """Give the system's own words for why a connection failed."""
    cause = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    number = cause.errno if isinstance(cause, OSError) else None
    return str(cause) if number is None else os.strerror(number)
