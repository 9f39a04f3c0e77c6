"""Telling: one message for what turned together, none for what turned back, and a heartbeat."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx
import pytest

from app.polling.telling import Teller, Word, beat
from tests.polling.feeds import NOON


class Post:
    """An address that takes messages, failing as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        """Begin with no message."""
        self.taken: list[Mapping[str, Any]] = []
        self.failures = failures

    async def __call__(self, message: Mapping[str, Any]) -> None:
        """Take a message, or fail."""
        if self.failures:
            self.failures -= 1
            raise httpx.ConnectError("refused")
        self.taken.append(message)


def word(subject: str, state: str, reason: str = "") -> Word:
    """Make a turn."""
    return Word(subject=subject, state=state, reason=reason, at=NOON)


async def told(post: Post, *bundles: list[Word]) -> list[list[tuple[str, str]]]:
    """Tell bundles of words, time passing between them; gives the turns of each message."""
    teller = Teller(post=post, wait=lambda _: asyncio.sleep(0))
    running = asyncio.create_task(teller.run())
    for bundle in bundles:
        for each in bundle:
            teller.tell(each)
        for _ in range(30):
            await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return [[(t["subject"], t["state"]) for t in message["turns"]] for message in post.taken]


async def test_turns_that_come_together_are_one_message() -> None:
    """A cut network is one message that names every source."""
    post = Post()

    turns = await told(post, [word("zitic", "down", "blocked"), word("news", "down")])

    assert turns == [[("zitic", "down"), ("news", "down")]]
    assert post.taken[0]["text"] == "Darial: zitic is down: blocked\nDarial: news is down"


async def test_what_turns_back_at_once_is_not_told() -> None:
    """A source that was down for a moment is no message, nor is the first time it is up."""
    turns = await told(Post(), [word("zitic", "up")], [word("news", "down"), word("news", "up")])

    assert turns == []


async def test_recovery_is_told_once() -> None:
    """Down, and back: two messages, however often it is said."""
    turns = await told(
        Post(), [word("a", "down")], [word("a", "down")], [word("a", "up")], [word("a", "up")]
    )

    assert turns == [[("a", "down")], [("a", "up")]]


async def test_a_message_is_tried_again() -> None:
    """An address that fails twice has the message the third time."""
    assert await told(Post(failures=2), [word("a", "down")]) == [[("a", "down")]]


async def test_a_message_that_never_leaves_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """After four attempts the log says so, and a later turn is still told."""
    turns = await told(Post(failures=4), [word("a", "down")], [word("b", "down")])

    assert turns == [[("b", "down")]]
    assert "an alert could not be sent" in capsys.readouterr().out


async def beating(touch: Callable[[], Awaitable[None]], *, healthy: bool, beats: int) -> None:
    """Let a heart beat so often."""
    left = beats

    async def wait(_: float) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise asyncio.CancelledError

    with suppress(asyncio.CancelledError):
        await beat(touch, lambda: healthy, wait)


async def test_heart_beats_while_healthy() -> None:
    """The switch is touched each minute while all is well, and never while it is not."""
    touched = 0

    async def touch() -> None:
        nonlocal touched
        touched += 1

    await beating(touch, healthy=True, beats=3)
    await beating(touch, healthy=False, beats=3)

    assert touched == 3


async def test_a_failing_switch_is_logged_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A switch that cannot be reached is one line, not one a minute."""

    async def touch() -> None:
        raise httpx.ConnectError("refused")

    await beating(touch, healthy=True, beats=5)

    assert capsys.readouterr().out.count("the heartbeat cannot be sent") == 1
