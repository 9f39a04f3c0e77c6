"""What tests of the client ask: a source that nobody publishes, and how it is asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from app.polling.client import Client, Manners, Resolve
from app.sources.kit import Parsed, Request, Source
from tests.upstream import Ground, Upstream, resolve

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

MANNERS: dict[str, Any] = {"user_agent": "Darial/1.0 (+mail@example.org)"}

SHORT = timedelta(milliseconds=80)
"""How long a test waits for what never comes."""


def a_source(**changes: Any) -> Source:  # noqa: ANN401 - fields of Source
    """Make a source; what is not told is harmless."""
    fields: dict[str, Any] = {
        "id": "hillgate",
        "name": "Hillgate",
        "url": "https://hillgate.example/",
        "every": timedelta(minutes=5),
        "licence": "CC0-1.0",
        "attribution": "Hillgate",
        "asks": lambda _scope, _now: (),
        "parse": lambda _payload, _scope: Parsed(),
        "largest": 1024 * 1024,
    }
    return Source(**fields | changes)


SOURCE = a_source()

PAGES = a_source(media=("text/html",))
"""One that reads pages."""

MIRRORED = Request(url="https://hillgate.example/data?day=1")
"""A request for where only a mirror or a proxy can lead: nobody is asked outside."""


@asynccontextmanager
async def a_client(
    *sources: Source,
    resolve: Resolve = resolve,
    **manners: Any,  # noqa: ANN401 - fields of Manners
) -> AsyncIterator[Client]:
    """Open a client; every name is on this machine."""
    told = Manners(**MANNERS | manners)
    async with Client(told, sources or (SOURCE,), now=lambda: NOW, resolve=resolve) as client:
        yield client


def to(upstream: Upstream, target: str, ground: Ground = Ground.GOOD) -> Request:
    """Make a request for a target of an upstream."""
    return Request(url=upstream.address(ground) + target)
