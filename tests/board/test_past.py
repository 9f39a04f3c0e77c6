"""The past: each question computed once at a time, remembered within bounds, forgotten on news."""

import asyncio
import gc
from collections.abc import Awaitable, Callable

import pytest

from app.board.budget import Budget
from app.board.document import JSON, Document, document
from app.board.past import Past
from app.domain.errors import Busy


def computing(answer: Document, calls: list[str]) -> Callable[[], Awaitable[Document]]:
    """Make a computation that counts its calls and gives way once."""

    async def compute() -> Document:
        calls.append("call")
        await asyncio.sleep(0)
        return answer

    return compute


async def test_one_question_is_computed_once() -> None:
    """Many who ask the same at once, and later, get one answer computed once."""
    past, answer, calls = Past(Budget()), document(b"a", JSON), list[str]()
    compute = computing(answer, calls)

    together = await asyncio.gather(*(past.answer("question", compute) for _ in range(20)))
    later = await past.answer("question", compute)

    assert {id(each) for each in (*together, later)} == {id(answer)}
    assert len(calls) == 1


async def test_who_leaves_takes_nobody_along() -> None:
    """One asker's going away does not end the computation for the others."""
    past, answer, calls = Past(Budget()), document(b"a", JSON), list[str]()
    gate = asyncio.Event()

    async def compute() -> Document:
        calls.append("call")
        await gate.wait()
        return answer

    first = asyncio.create_task(past.answer("question", compute))
    second = asyncio.create_task(past.answer("question", compute))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    gate.set()

    assert await second is answer
    assert len(calls) == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_news_is_not_answered_from_memory() -> None:
    """After anything was stored, a question is computed anew."""
    past, calls = Past(Budget()), list[str]()
    compute = computing(document(b"a", JSON), calls)
    await past.answer("question", compute)

    past.clear()
    await past.answer("question", compute)

    assert len(calls) == 2


async def test_what_news_overtook_is_not_kept() -> None:
    """An answer that was under way when news came is given out, and not remembered."""
    past, calls = Past(Budget()), list[str]()
    compute = computing(document(b"a", JSON), calls)
    under_way = asyncio.create_task(past.answer("question", compute))
    await asyncio.sleep(0)

    past.clear()
    await under_way
    await past.answer("question", compute)

    assert len(calls) == 2


async def test_memory_is_bounded() -> None:
    """Only the latest answers are kept, by number and by bytes."""
    past, calls = Past(Budget(), most_answers=2, most_bytes=100), list[str]()
    for question in ("a", "b", "c"):
        await past.answer(question, computing(document(b"x" * 40, JSON), calls))

    await past.answer("c", computing(document(b"x" * 40, JSON), calls))
    await past.answer("a", computing(document(b"x" * 40, JSON), calls))

    assert len(calls) == 4


async def test_a_failure_is_not_remembered() -> None:
    """A question whose computation failed is computed again for the next who asks."""
    past, answer = Past(Budget()), document(b"a", JSON)

    async def fail() -> Document:
        raise ConnectionError("away")

    with pytest.raises(ConnectionError):
        await past.answer("question", fail)

    assert await past.answer("question", computing(answer, [])) is answer


async def test_too_many_questions_are_turned_away() -> None:
    """Beyond what may be under way, a new question is refused; the same one is not new."""
    past, gate = Past(Budget(at_once=1, most_waiting=0)), asyncio.Event()

    async def compute() -> Document:
        await gate.wait()
        return document(b"a", JSON)

    first = asyncio.create_task(past.answer("first", compute))
    await asyncio.sleep(0)
    same = asyncio.create_task(past.answer("first", compute))
    with pytest.raises(Busy):
        await past.answer("second", compute)
    gate.set()

    assert await first is await same


async def test_a_failure_that_nobody_hears_is_no_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where all askers have left when it fails, nothing is said of it."""
    past, gate = Past(Budget()), asyncio.Event()

    async def fail() -> Document:
        await gate.wait()
        raise ConnectionError("away")

    asker = asyncio.create_task(past.answer("question", fail))
    await asyncio.sleep(0)
    asker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asker
    gate.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()

    assert caplog.records == []
