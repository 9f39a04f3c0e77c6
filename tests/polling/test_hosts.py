"""Hosts: one request at a time for each, and a pause after it."""

import asyncio
from datetime import timedelta

import pytest

from app.polling.hosts import Hosts

SECOND = timedelta(seconds=1)


class Time:
    """Seconds that pass only by waiting."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.now = 0.0

    async def wait(self, seconds: float) -> None:
        """Let seconds pass at once."""
        self.now += seconds

    def elapsed(self) -> float:
        """Give the seconds passed."""
        return self.now


async def test_one_at_a_time_per_host() -> None:
    """Two that ask one host follow each other; another host is asked meanwhile."""
    hosts, inside, most = Hosts(), 0, 0

    async def asks(host: str) -> None:
        nonlocal inside, most
        async with hosts.turn(host, timedelta(0)):
            inside += host == "a.example"
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= host == "a.example"

    await asyncio.gather(*(asks("a.example") for _ in range(5)))
    async with hosts.turn("a.example", timedelta(0)):
        await asks("b.example")

    assert most == 1


async def test_pause_after_each_request() -> None:
    """A host is left alone for the pause after a request, and no longer than needed."""
    time = Time()
    hosts = Hosts(time.wait, time.elapsed)

    for _ in range(3):
        async with hosts.turn("a.example", 4 * SECOND):
            time.now += 1

    assert time.now == 1 + 4 + 1 + 4 + 1


async def _broken() -> None:
    raise asyncio.CancelledError


async def test_a_failed_request_counts() -> None:
    """A request that failed is followed by the pause as well."""
    time = Time()
    hosts = Hosts(time.wait, time.elapsed)
    with pytest.raises(asyncio.CancelledError):
        async with hosts.turn("a.example", 4 * SECOND):
            await _broken()

    async with hosts.turn("a.example", SECOND):
        begun = time.now

    assert begun == 4
