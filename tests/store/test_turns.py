"""Turns: how sources stood, now and at any moment of the past."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.domain.health import Health, Outcome
from app.store import turns
from app.store.database import WriteSession
from app.store.turns import LONGEST, Turn
from tests.store.made import HOUR, MINUTE, NOON
from tests.store.refusals import refused

DOWN = Turn(
    source="guard", at=NOON, health=Health.DOWN, outcome=Outcome.BLOCKED, reason="403 Forbidden"
)

UP = Turn(source="guard", at=NOON + HOUR, health=Health.UP, outcome=Outcome.OK)
PAUSED = Turn(source="hotline", at=NOON + HOUR, health=Health.PAUSED)


async def test_the_newest_turns_come_first(writing: WriteSession) -> None:
    """As they were noted, no more than asked for."""
    for turn in (DOWN, UP, PAUSED):
        await turns.add(writing, turn)

    assert await turns.newest(writing, 10) == (PAUSED, UP, DOWN)
    assert await turns.newest(writing, 1) == (PAUSED,)


async def test_which_sources_were_down_at_a_moment(writing: WriteSession) -> None:
    """From the turn itself on, until the next one."""
    await turns.add(writing, DOWN)
    await turns.add(writing, UP)
    await turns.add(writing, replace(DOWN, source="hotline", at=NOON + 30 * MINUTE))

    down = [
        await turns.down_at(writing, NOON + minutes * MINUTE) for minutes in (-1, 0, 30, 59, 60)
    ]

    both = {"guard", "hotline"}
    assert down == [set(), {"guard"}, both, both, {"hotline"}]


async def test_of_two_turns_at_once_the_later_noted_counts(writing: WriteSession) -> None:
    """A source may go down and be paused within one tick of the clock."""
    await turns.add(writing, DOWN)
    await turns.add(writing, replace(DOWN, health=Health.PAUSED))

    assert await turns.down_at(writing, NOON) == frozenset()


async def test_of_a_long_reason_the_beginning_is_kept(writing: WriteSession) -> None:
    """Somebody else wrote it, and it may be endless."""
    await turns.add(writing, replace(DOWN, reason="r" * 9999))

    assert (await turns.newest(writing, 1))[0].reason == "r" * LONGEST


@pytest.mark.parametrize("change", ["UPDATE turns SET at = 0", "DELETE FROM turns"])
async def test_turns_only_grow(writing: WriteSession, change: str) -> None:
    """Nobody changes or removes a turn, not even by hand."""
    await turns.add(writing, DOWN)

    async with refused(writing, "turns only grows"):
        await writing.execute(text(change))

    assert await turns.newest(writing, 10) == (DOWN,)
