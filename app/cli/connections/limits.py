"""Limits: how much a connection may bring, how slowly, and how many of them there may be."""

import resource
from dataclasses import dataclass

MOST_FILES = 65_536
"""How many files we let ourselves have open, where the system would allow any number."""

OTHER_FILES = 256
"""How many of them are not for readers: the database's, and connections to sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a connection is held to; sizes in bytes, times in seconds.

    A slow phone must get through, so what counts is that something moves, not how fast.
    """

    connections: int = 12_000
    """How many may be open; whoever comes next is told to come again."""

    turned_away: int = 256
    """How many more are listened to, to be told so; beyond those they are only closed."""

    target: int = 8 * 1024
    """The path with its query."""

    head: int = 32 * 1024
    """The request line with all headers."""

    headers: int = 100
    """How many headers there may be."""

    body: int = 128 * 1024
    """All that may follow the headers; the edge refuses less than that by its announced length."""

    pipelined: int = 32
    """How many requests may be sent ahead of their answers."""

    whole_s: float = 15.0
    """How long a request may take to arrive whole, body included."""

    idle_s: int = 5
    """How long a connection is kept for the next request."""

    stalled_s: float = 120.0
    """How long a reader may take nothing of an answer that waits for them."""

    leaving_s: float = 2.0
    """How long one that was refused may take to read why."""

    @property
    def streams(self) -> int:
        """Give how many connections may be streams: the others are left to whoever only asks."""
        return self.connections * 5 // 6


def room_for(wanted: int) -> int:
    """Give how many connections there is room for, at most those wanted.

    Raises what the system lets us have open as far as we need it, at most MOST_FILES.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = min(_number(soft), MOST_FILES)
    needed = min(wanted + OTHER_FILES, MOST_FILES, _number(hard))
    if needed > files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
        files = needed
    return min(wanted, max(files - OTHER_FILES, files // 2))


def _number(limit: int) -> int:
    return MOST_FILES if limit == resource.RLIM_INFINITY else limit
