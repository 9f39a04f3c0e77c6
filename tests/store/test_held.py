"""Held: which payloads wait to be tried again."""

from app.store import held
from app.store.database import WriteSession
from app.store.held import Held
from tests.store.made import HOUR, NOON

FIRST, SECOND = "a1" * 32, "0b" * 32


async def test_what_is_held_of_a_source(writing: WriteSession) -> None:
    """The longest held first; another source's payloads are its own."""
    await held.add(writing, "guard", SECOND, NOON + HOUR)
    await held.add(writing, "guard", FIRST, NOON)
    await held.add(writing, "hotline", FIRST, NOON)

    assert await held.of(writing, "guard") == [
        Held(digest=FIRST, at=NOON),
        Held(digest=SECOND, at=NOON + HOUR),
    ]
    assert await held.of(writing, "hotline") == [Held(digest=FIRST, at=NOON)]


async def test_a_payload_is_held_once(writing: WriteSession) -> None:
    """From the first time on, however often it comes again."""
    for at in (NOON, NOON + HOUR):
        await held.add(writing, "guard", FIRST, at)

    assert await held.of(writing, "guard") == [Held(digest=FIRST, at=NOON)]


async def test_a_payload_is_let_go(writing: WriteSession) -> None:
    """By the source it is of, and by no other; letting go twice does no harm."""
    for source in ("guard", "hotline"):
        await held.add(writing, source, FIRST, NOON)

    for _ in range(2):
        await held.drop(writing, "guard", FIRST)

    assert await held.of(writing, "guard") == []
    assert await held.of(writing, "hotline") == [Held(digest=FIRST, at=NOON)]
