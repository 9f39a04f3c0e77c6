"""Posting: one message to one address, over a connection of its own, and what came of it.

The name is looked up by us, and the connection goes to the very address that was found fit. No
redirect is followed, no proxy of the environment is used, and of an answer nothing but its status
and Retry-After is read.
"""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

import httpcore
import httpx
import structlog

from app.dialling import Dial, Names, Resolve, retry_of, trusted
from app.store.webhooks import Webhook
from app.webhooks.message import Message
from app.webhooks.reach import Reach
from app.webhooks.signing import signature

log = structlog.get_logger(__name__)

LONGEST_CAUSE = 120

OURS = "a fault of ours, which the log tells"

GONE = 410
"""The status by which a receiver says that it wants nothing more."""

SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (httpcore.ConnectTimeout, "no connection came about within {connect_s:g} s"),
    (TimeoutError, "no answer came within {within_s:g} s"),
    (httpcore.ConnectError, "no connection came about: {cause}"),
    (httpcore.NetworkError, "the connection broke off"),
    (httpcore.ProtocolError, "what it answered is no HTTP"),
    (OSError, "the connection broke off: {cause}"),
)
"""What posting can raise, the narrower kinds first, and what is said of it."""

FAILURES = tuple(kind for kind, _sentence in SENTENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How messages are sent: by which name, to which networks besides, and how long we wait (s)."""

    user_agent: str
    networks: tuple[str, ...] = ()
    connect_s: float = 10
    within_s: float = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one attempt: an HTTP status, or None and the reason.

    `retry` is what Retry-After asks for, at most a day.
    """

    status: int | None
    reason: str = ""
    seconds: float = 0
    retry: datetime | timedelta | None = None

    @property
    def taken(self) -> bool:
        """Tell whether the message was taken."""
        return self.status is not None and httpx.codes.is_success(self.status)

    @property
    def gone(self) -> bool:
        """Tell whether the receiver wants nothing more."""
        return self.status == GONE

    @property
    def told(self) -> str:
        """Say what came back."""
        return self.reason or f"it answered with status {self.status}"


class Poster:
    """Sends messages; keeps nothing between two of them."""

    def __init__(
        self,
        manners: Manners,
        *,
        now: Callable[[], datetime],
        resolve: Resolve | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Get ready; names are looked up by `resolve`, certificates checked by `context`.

        Raises ValueError for a network that is none.
        """
        self._manners, self._now = manners, now
        self._names = Names()
        self._context = context or trusted()
        reach, looked_up = Reach(manners.networks), resolve or self._names
        # Without TLS nothing tells who is spoken to, so that is for an operator's own networks.
        self._ways = {
            "https": self._pool(Dial(looked_up, reach.permits)),
            "http": self._pool(Dial(looked_up, reach.owns)),
        }

    def _pool(self, dial: Dial) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self._context,
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=dial,
        )

    async def __aenter__(self) -> Self:
        """Open it."""
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        """Close every connection."""
        for pool in self._ways.values():
            await pool.aclose()
        self._names.close()

    async def post(self, webhook: Webhook, message: Message) -> Outcome:
        """Send a message to a webhook's address once; whatever happens is told as an Outcome."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._manners.within_s):
                status, retry = await self._post(webhook, message)
        except FAILURES as error:
            reason = self._told(error)
        except Exception:
            # The one net under an attempt: a fault of ours counts as a failure, else it would be
            # tried again at once and for ever.
            log.exception("a message could not be sent", webhook=webhook.id)
            reason = OURS
        else:
            return Outcome(status=status, retry=retry, seconds=time.monotonic() - began)
        return Outcome(status=None, reason=reason, seconds=time.monotonic() - began)

    async def _post(
        self, webhook: Webhook, message: Message
    ) -> tuple[int, datetime | timedelta | None]:
        at, url = self._now(), httpx.URL(webhook.url)
        async with self._ways[url.scheme].stream(
            "POST",
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=self._headers(webhook, url, message, at),
            content=message.body,
            extensions={"timeout": {"connect": self._manners.connect_s}},
        ) as response:
            named = [value for name, value in response.headers if name.lower() == b"retry-after"]
            retry = retry_of(named[0].decode("latin-1"), at) if named else None
            return int(response.status), retry

    def _headers(
        self, webhook: Webhook, url: httpx.URL, message: Message, at: datetime
    ) -> list[tuple[bytes, bytes]]:
        secrets = [webhook.secret]
        if webhook.old_secret and webhook.old_until and at < webhook.old_until:
            secrets.append(webhook.old_secret)
        signed = " ".join(signature(each, message.id, at, message.body) for each in secrets)
        told = {
            "content-type": "application/json",
            "content-length": str(len(message.body)),
            "user-agent": self._manners.user_agent,
            "accept": "*/*",
            "connection": "close",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signed,
        }
        return [
            (b"host", url.netloc),
            *((name.encode("ascii"), value.encode("ascii")) for name, value in told.items()),
        ]

    def _told(self, error: Exception) -> str:
        sentence = next(said for kind, said in SENTENCES if isinstance(error, kind))
        cause = " ".join(str(error).split())[:LONGEST_CAUSE]
        manners = self._manners
        return sentence.format(connect_s=manners.connect_s, within_s=manners.within_s, cause=cause)
