"""Telling: an operator hears of each turn once, and a dead man's switch hears that we live.

Turns that come close together go out as one message, so that a cut network is not twenty alarms; a
subject that turns back before the message left is not told of at all.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import structlog

log = structlog.get_logger(__name__)

GATHERED_S = 30.0
"""How long turns are gathered before they go out together."""

ATTEMPTS = 4
RETRY_S = 20.0
"""How often, and how far apart (then twice as far), a message is tried."""

BEAT_S = 60.0
"""How often the dead man's switch is told that we live."""

MOST_WAITING = 500

Wait = Callable[[float], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is told of a subject (a source's id, or `service`): `up` or `down`, why, since when."""

    subject: str
    state: str
    reason: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Teller:
    """Sends messages to one address; `post` gives it JSON and raises httpx.HTTPError."""

    post: Callable[[Mapping[str, Any]], Awaitable[None]]
    wait: Wait = asyncio.sleep
    _told: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, Word] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, word: Word) -> None:
        """Have a turn told; the first `up` of a subject is no news."""
        told = self._told.get(word.subject, "up")
        self._waiting.pop(word.subject, None)
        if word.state != told and len(self._waiting) < MOST_WAITING:
            self._waiting[word.subject] = word
            self._news.set()

    async def run(self) -> None:
        """Send what there is to tell until cancelled."""
        while True:
            await self._news.wait()
            await self.wait(GATHERED_S)
            self._news.clear()
            words = list(self._waiting.values())
            self._waiting.clear()
            if words:
                await self._send(words)

    async def _send(self, words: list[Word]) -> None:
        for attempt in range(ATTEMPTS):
            try:
                await self.post(message(words))
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
            else:
                self._told |= {word.subject: word.state for word in words}
                return
            await self.wait(RETRY_S * 2**attempt)
        log.error("an alert could not be sent", reason=reason, subjects=[w.subject for w in words])


def message(words: list[Word]) -> Mapping[str, Any]:
    """Give the JSON of a message: `text` for people and chat programs, `turns` for programs."""
    return {
        "text": "\n".join(_sentence(word) for word in words),
        "turns": [
            {
                "subject": word.subject,
                "state": word.state,
                "reason": word.reason,
                "at": word.at.isoformat(timespec="seconds"),
            }
            for word in words
        ],
    }


def _sentence(word: Word) -> str:
    because = f": {word.reason}" if word.reason else ""
    return f"Darial: {word.subject} is {word.state}{because}"


async def beat(
    touch: Callable[[], Awaitable[None]], healthy: Callable[[], bool], wait: Wait = asyncio.sleep
) -> None:
    """Touch the dead man's switch while we are healthy, until cancelled; a failure is logged once.

    Whoever watches the switch learns of our silence, whatever its cause.
    """
    failing = False
    while True:
        if healthy():
            failing = await _touched(touch, failing=failing)
        await wait(BEAT_S)


async def _touched(touch: Callable[[], Awaitable[None]], *, failing: bool) -> bool:
    try:
        await touch()
    except httpx.HTTPError as error:
        if not failing:
            log.warning("the heartbeat cannot be sent", reason=str(error) or type(error).__name__)
        return True
    if failing:
        log.info("the heartbeat is sent again")
    return False
