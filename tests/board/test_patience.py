"""Patience: while the database keeps us waiting, the board ages, and counts as cut off in time."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.board import board as room
from app.board import patience
from app.board.board import Board
from app.store.database import Database
from tests.archived import NOW
from tests.board.boards import HOUR, board_on, cars, store
from tests.board.test_board import vehicles

STALE_AT = NOW + 24 * HOUR
"""When the number is withheld."""


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have time go on after milliseconds, so that no test waits."""
    monkeypatch.setattr(patience, "EVERY_S", 0.002)
    monkeypatch.setattr(room, "AWAY_S", 0.004)


@pytest.mark.parametrize("asked", ["data_version", "reading", "writing"])
async def test_time_goes_on_while_the_database_is_silent(
    bare_url: str, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    """Wherever a look hangs, a number is withheld at its time, and that is published later."""
    await store(bare_url, cars(400, NOW))
    silence = asyncio.Event()
    async with board_on(bare_url) as board:
        await board.look(NOW)
        await store(bare_url, replace(cars(60, NOW), direction="GE-RU"))
        monkeypatch.setattr(Database, asked, _silent(getattr(Database, asked), silence))
        withheld = _seen(board, lambda: vehicles(board)["no_number"] is not None)
        looking = asyncio.create_task(board.look(STALE_AT - timedelta(milliseconds=1)))
        await _in_time(withheld)
        meanwhile = vehicles(board), board.away
        silence.set()
        await looking
        await board.look(STALE_AT + HOUR)

    assert meanwhile[0]["published_id"] is None
    assert vehicles(board)["published_id"] is not None
    assert not board.away
    assert not board.behind


async def test_a_server_that_does_not_answer_at_once_is_away(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether anybody committed is answered at once, or nobody is there."""
    silence = asyncio.Event()
    async with board_on(bare_url) as board:
        await board.look(NOW)
        quick = Database.data_version
        monkeypatch.setattr(Database, "data_version", _silent(quick, silence))
        away = _seen(board, lambda: board.held().away)
        looking = asyncio.create_task(board.look(NOW))
        await _in_time(away)
        silence.set()
        await looking
        await board.look(NOW)

    assert not board.held().away


def _seen(board: Board, there: Callable[[], bool]) -> asyncio.Event:
    """Give what is set once a view is shown of which something is so."""
    seen = asyncio.Event()
    board.listen(lambda _view, _changes: seen.set() if there() else None)
    return seen


async def _in_time(seen: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await seen.wait()


def _silent(asked: Any, silence: asyncio.Event) -> Any:  # noqa: ANN401 - a method of whatever kind
    """Give the same, answered only once the silence is over."""

    def context(self: Database, **how: bool) -> Any:  # noqa: ANN401
        return _Waiting(asked(self, **how), silence)

    async def answer(self: Database) -> Any:  # noqa: ANN401
        await silence.wait()
        return await asked(self)

    return answer if asyncio.iscoroutinefunction(asked) else context


class _Waiting:
    """A block that begins only once the silence is over."""

    def __init__(self, block: Any, silence: asyncio.Event) -> None:  # noqa: ANN401
        self.block, self.silence = block, silence

    async def __aenter__(self) -> Any:  # noqa: ANN401
        await self.silence.wait()
        return await self.block.__aenter__()

    async def __aexit__(self, *error: object) -> Any:  # noqa: ANN401
        return await self.block.__aexit__(*error)
