"""A replica in a test: answers as it is told to, and keeps what it was asked."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from app.clock import now
from tests.replicas.front import Headers

BODY = b"what is published now"
TAG = '"a"'
KEPT = {"ETag": TAG, "Cache-Control": "public, max-age=600, stale-if-error=60"}
COMPUTED = "/v1/history?place=verkhny-lars"
"""A question whose answer takes long."""

EVERY_WAY = ("/v1/status", "/en/", COMPUTED, "/v1/stream", "/v1/archive/a.csv.gz")
"""A path of each kind that the configuration tells apart."""


@dataclass(frozen=True)
class Asked:
    """What reached a replica: the first line of a request, and its headers in lower case."""

    line: str
    headers: Headers


Reply = tuple[int, Headers, bytes]


def kept(_asked: Asked) -> Reply:
    """Answer with what may be kept."""
    return 200, KEPT, BODY


def before(seconds: int) -> str:
    """Give a moment that has passed, as nginx writes one."""
    return f"@{int(now().timestamp()) - seconds}"


def expired(asked: Asked) -> Reply:
    """Answer with what may be kept, and has just become too old; nothing of it ever changes.

    The first header is nginx's own, and saves a test the time in which an answer grows old.
    """
    status = 304 if asked.headers.get("if-none-match") == TAG else 200
    return status, {**KEPT, "X-Accel-Expires": before(1)}, BODY


def gone(_asked: Asked) -> Reply:
    """Answer as a replica that has no board."""
    return 503, {"Cache-Control": "no-store", "Retry-After": "5"}, b"busy"


class Replica:
    """A server that answers as it is told to, and keeps what it was asked."""

    def __init__(self, reply: Callable[[Asked], Reply]) -> None:
        """Answer each request by `reply`."""
        self.reply = reply
        self.asked: list[Asked] = []
        self._kept = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (_Handler,), {"it": self}))
        self._server.daemon_threads = False
        self.port = self._server.server_port

    def heard(self, asked: Asked) -> Reply:
        """Keep what is asked, and answer it."""
        with self._kept:
            self.asked.append(asked)
        return self.reply(asked)

    @contextmanager
    def running(self) -> Iterator["Replica"]:
        """Answer for the length of the block."""
        thread = Thread(target=self._server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    it: Replica
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer as the replica says, on a connection that ends with it."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, told, body = self.it.heard(Asked(self.requestline, headers))
        self.send_response(status)
        self.send_header("Connection", "close")
        for name, value in {"Content-Length": str(len(body)), **told}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        self.wfile.write(b"" if status == http.client.NOT_MODIFIED else body)

    do_OPTIONS = do_GET  # noqa: N815 - the name that http.server looks for

    def log_message(self, *_words: object) -> None:
        """Keep quiet."""
