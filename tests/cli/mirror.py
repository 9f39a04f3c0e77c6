"""A mirror on loopback: answers for publishers, in a thread beside the command that asks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTHING = (404, "text/plain", b"nothing is here")


@dataclass(slots=True)
class Mirror:
    """What is answered to whom: `serve` says it by the publisher's address, `asked` has the rest.

    `agents` are the names that whoever asked has given.
    """

    address: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    _answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)

    def serve(
        self, url: str, body: bytes, media: str = "application/json", status: int = 200
    ) -> None:
        """Answer so whatever is asked at this address, with or without a query."""
        self._answers[url.removeprefix("https:/")] = (status, media, body)

    def answer(self, target: str, agent: str) -> tuple[int, str, bytes]:
        """Give the answer to a target, and note who asked for it."""
        self.asked.append(target)
        self.agents.add(agent)
        return self._answers.get(target.partition("?")[0], NOTHING)


@contextmanager
def mirrored() -> Iterator[Mirror]:
    """Serve a mirror for the length of the block."""
    mirror = Mirror()

    class Handler(BaseHTTPRequestHandler):
        """Answers by the mirror."""

        def do_GET(self) -> None:
            """Answer."""
            status, media, body = mirror.answer(self.path, self.headers.get("user-agent", ""))
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        mirror.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield mirror
        finally:
            server.shutdown()
            thread.join()
