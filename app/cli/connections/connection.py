"""A connection: uvicorn's own way to speak HTTP/1.1, held to limits.

Uvicorn bounds neither how much of a request it takes nor how long it waits for one. Here a request
has limits of size and must arrive whole in time; a reader must take something of what waits for
them, and connections are counted. Refusals are problem documents as far as anything can be said;
no line in the log tells of any of it.
"""

import asyncio
import fcntl
import sys
import termios
from collections.abc import Iterable
from typing import Any

import httptools
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.cli.connections.limits import Limits
from app.cli.connections.refusal import refusal
from app.domain.errors import Busy, DarialError
from app.web.problems import LargeHead, LongTarget, Malformed, TooSlow
from app.web.stream import PATH

ALWAYS_ANSWERED = (b"GET /healthz ", b"GET /readyz ", b"GET /metrics ")
"""How requests begin that are answered though all connections are taken: a supervisor that was
turned away would end a service that only has many readers."""


NOT_HTTP = "this is not a request that we understand: we speak HTTP/1.1"


class State(ServerState):
    """What the connections of a server share: its limits besides what uvicorn knows."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any connection."""
        super().__init__()
        self.limits = limits


class Connection(HttpToolsProtocol):
    """One connection of one reader."""

    def __init__(
        self,
        config: Config,
        server_state: State,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Take the limits from what the server's connections share."""
        super().__init__(config, server_state, app_state, _loop)
        self.limits = server_state.limits
        self._full = False
        self._left = False
        self._came = 0
        self._seen: RequestResponseCycle | None = None
        self._excused: RequestResponseCycle | None = None
        self._since: float | None = None
        self._waiting = 0
        self._moved = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection up, unless there are far too many."""
        there = len(self.connections)
        if there >= self.limits.connections + self.limits.turned_away:
            self.transport = transport
            transport.abort()
            return
        super().connection_made(transport)
        self._full = there >= self.limits.connections

    def data_received(self, data: bytes) -> None:
        """Take what came, and refuse what is too much or cannot be understood.

        This is gone through with every request, so what can be seen later is left to `look`.
        """
        if (self._full or self._left) and not self._wanted(data):
            return
        self._unset_keepalive_if_required()
        self._came += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # We speak nothing else, and answer in HTTP/1.1; what follows is not ours to read.
            self._hang_up_after()
        except httptools.HttpParserError as error:
            told = error.__context__
            self._refuse(told if isinstance(told, DarialError) else Malformed(NOT_HTTP))
        else:
            if self._came > self.limits.head:
                self._hold()

    def on_headers_complete(self) -> None:
        """Have a request answered whose head is within the limits."""
        limits = self.limits
        if len(self.pipeline) >= limits.pipelined:
            raise Malformed("too many requests were sent ahead of their answers")
        # What came may hold more than one request, so it is counted only where it could matter.
        if (
            len(self.url) > limits.target
            or len(self.headers) > limits.headers
            or (self._came > limits.head and self._size() > limits.head)
        ):
            raise self._large()
        self._came = 0
        super().on_headers_complete()

    def shutdown(self) -> None:
        """End in order; a stream that its reader does not take is not waited for."""
        if self._answering() and self.flow.write_paused and self.cycle.scope["path"] == PATH:
            self.transport.abort()
        else:
            super().shutdown()

    def look(self, now: float) -> None:
        """End what has been too slow by `now`, of the loop's clock."""
        if self._left:
            self._end(now, self.limits.leaving_s)
        elif self._overdue(now):
            self._refuse(TooSlow(f"a request must arrive within {self.limits.whole_s:g} s"))
        elif self._stalled(now):
            self.transport.abort()

    def _overdue(self, now: float) -> bool:
        """Tell whether a request has begun to arrive, and is not whole, for too long."""
        cycle = self._cycle()
        arriving = cycle is None or cycle.more_body or (self._came and cycle.response_complete)
        if not arriving:
            self._since = None
        elif self._since is None or cycle is not self._seen:
            self._since = now
        self._seen = cycle
        return self._since is not None and now - self._since >= self.limits.whole_s

    def _stalled(self, now: float) -> bool:
        """Tell whether what waits to be read has not become less for too long."""
        waiting = self.transport.get_write_buffer_size()
        if waiting:
            waiting += _queued(self.transport)
        if not waiting or waiting < self._waiting or not self._waiting:
            self._moved = now
        self._waiting = waiting
        return now - self._moved >= self.limits.stalled_s

    def _wanted(self, data: bytes) -> bool:
        """Tell whether what comes is still listened to where there is no room, or we hung up."""
        if not self._left and not data.startswith(ALWAYS_ANSWERED):
            self._came += len(data)
            self._refuse(Busy("all connections are taken; ask again in a few seconds"))
        return not self._left

    def _hold(self) -> None:
        """Hold a request that is not whole yet to its limits."""
        cycle = self._cycle()
        if cycle is not None and cycle.more_body:
            if self._came > self.limits.body:
                self._hang_up_after()
        elif cycle is self._excused:
            self._refuse(self._large())
        else:
            # Most of it may have been the end of a body, so it is counted anew, once.
            self._excused, self._came = cycle, 0

    def _size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    def _large(self) -> DarialError:
        limits = self.limits
        if len(getattr(self, "url", b"")) > limits.target:  # there is none before a request
            return LongTarget(f"path and query may have at most {limits.target} bytes")
        return LargeHead(
            f"a request may have at most {limits.headers} headers, and {limits.head} bytes up to"
            " their end"
        )

    def _cycle(self) -> RequestResponseCycle | None:
        """Give the newest request; there is none at first, which uvicorn's types do not tell."""
        return self.cycle

    def _answering(self) -> bool:
        cycle = self._cycle()
        return cycle is not None and not cycle.response_complete

    def _hang_up_after(self) -> None:
        """Take nothing more, and close the connection once what is under way is answered."""
        if self._answering():
            self.cycle.keep_alive = False
            self._left = True
        else:
            self._leave()

    def _refuse(self, error: DarialError) -> None:
        """Tell what is wrong and hang up: without a word where an answer is under way."""
        cycle = self._cycle()
        if self.transport.is_closing() or self._answering():
            self.transport.abort()
            return
        if self._came and (cycle is None or not cycle.more_body):
            self.transport.write(refusal(error, self.server_state.default_headers))
        self._leave()

    def _leave(self) -> None:
        """Hang up, and give the other side time to read what it was told."""
        self._left = True
        self._since = None
        self._unset_keepalive_if_required()
        # Closed at once, what was sent meanwhile and not read would take our answer with it.
        self.transport.write_eof()

    def _end(self, now: float, after_s: float) -> None:
        """End a connection that we hung up on, once its answer is out or its time is over."""
        if self._answering():
            return
        if self._since is None:
            self._since = now
        if now - self._since >= after_s:
            self.transport.abort()


def _queued(transport: asyncio.Transport) -> int:
    """Give how many bytes the system has of us that the reader's side did not take yet."""
    found = transport.get_extra_info("socket")
    try:
        told = fcntl.ioctl(found.fileno(), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int.from_bytes(told, sys.byteorder)


def look_after(connections: Iterable[object], now: float) -> None:
    """End each connection that has been too slow by `now`, of the loop's clock."""
    for each in list(connections):
        if isinstance(each, Connection):
            each.look(now)
