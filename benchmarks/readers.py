"""Readers: thousands of open streams in one process that does nothing but look at what comes.

Run as `python -m benchmarks.readers PORT COUNT`. It prints a line of JSON once all are open, and
one for each version of the board when the last of them has heard of it; with the end of its input,
or of the streams, it ends. Times are those of the machine's one steady clock.
"""

import json
import selectors
import socket
import sys
import time
from collections import defaultdict

REQUEST = (
    b"GET /v1/stream HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n"
    b"accept-encoding: identity\r\n\r\n"
)
BEGINS = b"HTTP/1.1 200 "
VERSION = b'"version":'
TAKEN = 65_536
UNDER_WAY = 500
"""How many connections are made at a time: less than may wait at a server's door."""


class Readers:
    """All streams of this process."""

    def __init__(self, port: int, count: int) -> None:
        """Begin with none open."""
        self._address = "127.0.0.1", port
        self._count = count
        self._selector = selectors.DefaultSelector()
        self._heard: dict[int, int] = {}
        self._told: dict[int, int] = defaultdict(int)
        self._first: dict[int, float] = {}
        self.left = count

    def open(self) -> None:
        """Open all; raises RuntimeError where the server refuses one."""
        for begun in range(0, self._count, UNDER_WAY):
            some = [self._connected() for _ in range(min(UNDER_WAY, self._count - begun))]
            for each in some:
                head = each.recv(TAKEN)
                if not head.startswith(BEGINS):
                    raise RuntimeError(f"a stream was refused: {head[:500]!r}")
                each.settimeout(0)
                self._heard[each.fileno()] = 0
                self._selector.register(each, selectors.EVENT_READ, each)

    def _connected(self) -> socket.socket:
        made = socket.create_connection(self._address, timeout=60)
        made.sendall(REQUEST)
        return made

    def follow(self) -> None:
        """Look at what comes until the input or all streams end."""
        self._selector.register(sys.stdin, selectors.EVENT_READ, None)
        while self.left:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                self._take(key.data)

    def _take(self, reader: socket.socket) -> None:
        try:
            came = reader.recv(TAKEN)
        except ConnectionResetError:
            came = b""
        if not came:
            self._selector.unregister(reader)
            reader.close()
            self.left -= 1
            return
        found = came.rfind(VERSION)
        if found >= 0:
            start = found + len(VERSION)
            self._note(reader.fileno(), int(came[start : came.index(b"}", start)]))

    def _note(self, reader: int, version: int) -> None:
        if version <= self._heard[reader]:
            return
        self._heard[reader] = version
        now = time.monotonic()
        self._first.setdefault(version, now)
        self._told[version] += 1
        if self._told[version] == self._count:
            tell(version=version, first=self._first[version], last=now)


def tell(**facts: float) -> None:
    """Write a line that says what happened."""
    print(json.dumps(facts), flush=True)


def main() -> None:
    """Open the streams named on the command line, and follow them."""
    port, count = map(int, sys.argv[1:])
    readers = Readers(port, count)
    readers.open()
    tell(open=count)
    readers.follow()
    tell(closed=count - readers.left)


if __name__ == "__main__":
    main()
