"""The edge: what every request meets, seen as a server sees it."""

from typing import Any

import pytest

from app.web.door import Door
from tests.serving import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def sent(door: Door, method: str, path: str) -> list[dict[str, Any]]:
    """Give the messages that a server is given to send."""
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - a message of any kind
        messages.append(dict(message))

    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"testserver")],
        "client": ("192.0.2.1", 5),
        "server": ("testserver", 80),
        "state": {},
    }
    await door(scope, receive, send)
    return messages


@pytest.mark.parametrize(
    "path", ["/v1/status", "/v1/reports?limit=1", "/v1/nothing", "/healthz", "/docs"]
)
async def test_head_has_no_body(service: Service, path: str) -> None:
    """HEAD is sent with the headers of GET, its length included, and without a byte of body."""
    of_get = await sent(service.door, "GET", path)
    of_head = await sent(service.door, "HEAD", path)

    assert of_head[0] == of_get[0]
    assert b"".join(message["body"] for message in of_get[1:])
    assert not b"".join(message["body"] for message in of_head[1:])


async def test_length_is_that_of_the_body(service: Service) -> None:
    """What is announced is what is sent."""
    for path in ("/v1/status", "/v1/events", "/v1/nothing", "/readyz"):
        start, *rest = await sent(service.door, "GET", path)

        length = int(dict(start["headers"])[b"content-length"])
        assert length == len(b"".join(message["body"] for message in rest))


async def test_every_answer_may_be_read_from_anywhere(service: Service) -> None:
    """Answers and problems alike let pages of other origins read them, and are not sniffed."""
    for path in ("/v1/status", "/v1/reports", "/v1/nothing", "/readyz", "/v1/places/Lars"):
        (start, *_) = await sent(service.door, "GET", path)

        headers = start["headers"]
        assert headers.count((b"access-control-allow-origin", b"*")) == 1
        assert headers.count((b"x-content-type-options", b"nosniff")) == 1
        (exposed,) = [value for name, value in headers if name == b"access-control-expose-headers"]
        assert {b"Date", b"Age", b"ETag"} <= set(exposed.split(b", "))


async def test_a_browser_may_ask_with_an_etag(service: Service) -> None:
    """A preflight for If-None-Match is granted, to any origin."""
    response = await service.client.options(
        "/v1/status",
        headers={
            "origin": "https://example.org",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )

    assert response.status_code == 204
    assert response.headers["access-control-allow-headers"] == "*"
    assert "GET" in response.headers["access-control-allow-methods"]
