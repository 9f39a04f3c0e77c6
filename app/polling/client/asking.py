"""The client: asks a publisher one thing, and gives its answer or says what is wrong with it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Self
from urllib.parse import urlsplit

import httpx

from app.dialling import Resolve
from app.polling.client.address import check_mirror, host_of, led_to, plain, wire
from app.polling.client.answer import Answer, media_of, sendable, sent_at
from app.polling.client.decoding import ACCEPTED, Body
from app.polling.client.failure import FAILURES, named, told
from app.polling.client.manners import Manners
from app.polling.client.transport import WAY, Ways
from app.polling.client.verdict import check_media, check_page, check_status
from app.sources.kit import Moved, Request, Source, SourceError, Unreachable

MOST_REDIRECTS = 3

LONGEST_CHARSET = 40


class Client:
    """Asks publishers over HTTP and keeps nothing between two requests: no cookie, no connection.

    It may serve any number of sources at once; none waits for another here.
    """

    def __init__(
        self,
        manners: Manners,
        sources: Sequence[Source],
        *,
        now: Callable[[], datetime],
        resolve: Resolve | None = None,
    ) -> None:
        """Get ready to ask `sources`; names are looked up by `resolve` (default: by the system).

        Raises ValueError where a mirror, proxy or file of authorities is of no use.
        """
        check_mirror(manners.mirror)
        self._manners = manners
        self._now = now
        self._http = httpx.AsyncClient(
            transport=Ways(manners, sources, resolve),
            auth=httpx.Auth(),  # none, whatever stands in an address
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(manners.read_s, connect=manners.connect_s, pool=None),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        """Open it."""
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def ask(
        self,
        source: Source,
        request: Request,
        *,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Answer:
        """Ask for one thing, on condition that it is newer than `etag` and `modified` say.

        Takes the source's timeout at the most and its `largest` bytes. Raises SourceError only; the
        message names the host, never what was asked.
        """
        host, within = _host_of(request), source.timeout.total_seconds()
        headers = self._headers(request, etag, modified)
        try:
            async with asyncio.timeout(within):
                return await self._follow(source, request, headers)
        except SourceError as error:
            named(error, host)
            raise
        except TimeoutError as error:
            late = Unreachable(f"it gave no whole answer within {within:g} s")
            raise named(late, host) from error
        except FAILURES as error:
            raise named(told(error, self._manners), host) from error

    def _headers(self, request: Request, etag: str | None, modified: str | None) -> httpx.Headers:
        headers = httpx.Headers(dict(request.headers))
        headers.pop("cookie", None)
        if etag is not None:
            headers["If-None-Match"] = etag
        if modified is not None:
            headers["If-Modified-Since"] = modified
        headers["User-Agent"] = self._manners.user_agent
        headers["Accept-Encoding"] = ACCEPTED
        headers["Connection"] = "close"
        return headers

    async def _follow(self, source: Source, request: Request, headers: httpx.Headers) -> Answer:
        asked = [plain(request.url)]
        while len(asked) <= MOST_REDIRECTS + 1:
            found = await self._ask_once(source, asked, headers)
            if isinstance(found, Answer):
                return found
            if found in asked:
                raise Moved(f"it leads in a circle at {host_of(found)}")
            asked.append(found)
        raise Moved(f"it leads on more than {MOST_REDIRECTS} times at {host_of(asked[-1])}")

    async def _ask_once(
        self, source: Source, asked: Sequence[httpx.URL], headers: httpx.Headers
    ) -> Answer | httpx.URL:
        """Ask the last address; gives its answer, or the address that it leads to."""
        url, mirror = asked[-1], self._manners.mirror
        async with self._http.stream(
            "GET", wire(url, mirror), headers=headers, extensions={WAY: source.id}
        ) as response:
            now = self._now()
            if response.has_redirect_location:
                return led_to(url, response.headers["location"], mirror)
            if response.status_code == httpx.codes.NOT_MODIFIED and _is_conditional(headers):
                return _answer(response, url, now, b"", 0)
            check_status(response, now)
            check_media(response, source)
            body = await _body(response, source.largest)
            whole = body.whole()
            check_page(media_of(response.headers), whole, source, url.path, led=len(asked) > 1)
            return _answer(response, url, now, whole, body.received)


async def _body(response: httpx.Response, largest: int) -> Body:
    body = Body(response.headers.get("content-encoding", ""), largest)
    async for piece in response.aiter_raw():
        body.add(piece)
    return body


def _answer(
    response: httpx.Response, url: httpx.URL, now: datetime, body: bytes, received: int
) -> Answer:
    headers = response.headers
    return Answer(
        status=response.status_code,
        body=body,
        url=str(url),
        fetched_at=now,
        charset=(response.charset_encoding or "")[:LONGEST_CHARSET] or None,
        media=media_of(headers),
        date=sent_at(headers),
        received=received,
        not_modified=response.status_code == httpx.codes.NOT_MODIFIED,
        etag=sendable(headers.get("etag")),
        modified=sendable(headers.get("last-modified")),
    )


def _is_conditional(headers: httpx.Headers) -> bool:
    return "if-none-match" in headers or "if-modified-since" in headers


def _host_of(request: Request) -> str:
    try:
        return urlsplit(request.url).hostname or "no host"
    except ValueError:
        return "no host"
