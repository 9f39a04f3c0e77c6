"""The first text: what a poor connection has to bring before anything can be read."""

import brotli
import pytest

from tests.serving import Service
from tests.web.page.markup import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="module")

BYTES_A_SECOND = 50_000 / 8
LATENCY_S = 2.0
WANTED_S = 3.0

PAGES = (
    "/en/",
    f"/en/?{HEIGHT}",
    "/ka/",
    "/mn/map",
    "/ka/places/verkhny-lars",
    f"/ka/places/verkhny-lars?{HEIGHT}",
    "/ru/sources",
)


async def compressed(service: Service, path: str) -> tuple[int, bytes]:
    """Give how long an answer's headers are, and its body as it comes over the network."""
    asked = {"accept-encoding": "br"}
    async with service.client.stream("GET", path, headers=asked) as response:
        body = b"".join([piece async for piece in response.aiter_raw()])
    assert response.headers["content-encoding"] == "br"
    return sum(len(name) + len(value) + 4 for name, value in response.headers.raw), body


def needed(body: bytes, text: bytes) -> int:
    """Give how many bytes of a compressed page must be there until it shows a text."""
    reader, shown = brotli.Decompressor(), b""
    for count, byte in enumerate(body, start=1):
        shown += reader.process(bytes([byte]))
        if text in shown:
            return count
    raise AssertionError(f"{text!r} stands nowhere in the page")


@pytest.mark.parametrize("path", PAGES)
async def test_it_is_there_soon(service: Service, path: str) -> None:
    """At 50 kbit/s and 2 s latency the heading can be read within 3 s: nothing else is waited for.

    A browser draws what it has: the style is in the page, and scripts come after it.
    """
    headers, body = await compressed(service, path)
    seconds = LATENCY_S + (headers + needed(body, b"</h1>")) / BYTES_A_SECOND
    page = brotli.decompress(body).decode()

    assert seconds < WANTED_S
    assert 'rel="stylesheet"' not in page
    assert page.count("<script") == page.count('<script type="module"')
