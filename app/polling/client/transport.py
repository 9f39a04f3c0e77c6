"""The ground of the client: each source has its way, by its own proxy or authorities if need be.

No connection serves twice. A source is asked about once a minute, and a connection kept until then
would only be a place where what one answer left behind is taken for the next.
"""

import ssl
from collections.abc import AsyncIterator, Sequence

import httpcore
import httpx

from app.dialling import Dial, Names, Resolve, trusted, trusting
from app.polling.client.manners import Manners
from app.sources.kit import Source

WAY = "source"
"""The extension of a request that names its source."""


class _Body(httpx.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


class Ways(httpx.AsyncBaseTransport):
    """Sends each request on its source's way: its own proxy, its own authorities, or the usual."""

    def __init__(
        self, manners: Manners, sources: Sequence[Source], resolve: Resolve | None
    ) -> None:
        """Make the ways; raises ValueError for a proxy or a file of authorities of no use."""
        self._names = Names()
        self._dial = Dial(resolve or self._names)
        self._usual = self._pool(trusted(), None)
        self._own = {
            source.id: self._pool(_authorities(manners, source.id), _proxy(manners, source.id))
            for source in sources
            if source.id in manners.proxies or source.id in manners.authorities
        }

    def _pool(
        self, context: ssl.SSLContext, proxy: httpcore.Proxy | None
    ) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy,
            # As many as there are sources being asked: one that waits must not hold up another.
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=self._dial,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; raises httpcore's errors."""
        pool = self._own.get(request.extensions.get(WAY, ""), self._usual)
        response = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in (self._usual, *self._own.values()):
            await pool.aclose()
        self._names.close()


def check_way(manners: Manners, source: str) -> None:
    """Raise ValueError where a source's own proxy or file of authorities is of no use."""
    _authorities(manners, source)
    _proxy(manners, source)


def _authorities(manners: Manners, source: str) -> ssl.SSLContext:
    file = manners.authorities.get(source)
    try:
        return trusted() if file is None else trusting([str(file)])
    except OSError as error:
        raise ValueError(
            f"{source}: the file of authorities {file} cannot be used: {error}"
        ) from error


def _proxy(manners: Manners, source: str) -> httpcore.Proxy | None:
    address = manners.proxies.get(source)
    if address is None:
        return None
    try:
        proxy = httpx.Proxy(address)
    except (httpx.InvalidURL, ValueError):
        # Its address may hold a password, so neither it nor the cause is shown.
        raise ValueError(f"{source}: the proxy's address cannot be used") from None
    if proxy.url.scheme not in {"http", "https"} or not proxy.url.host:
        raise ValueError(f"{source}: a proxy's address begins with http:// or https://")
    return httpcore.Proxy(
        str(proxy.url),
        auth=proxy.raw_auth,
        ssl_context=_authorities(manners, source) if proxy.url.scheme == "https" else None,
    )
