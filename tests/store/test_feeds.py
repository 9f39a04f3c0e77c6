"""Feeds: how each live source stands."""

from dataclasses import replace

from app.domain.health import Health, Outcome
from app.store import feeds
from app.store.database import WriteSession
from app.store.feeds import LONGEST, MOST_REFUSED, Feed, RefusedRow
from tests.store.made import DAY, HOUR, NOON
from tests.store.refusals import refused

DOWN = Feed(
    source="guard",
    health=Health.DOWN,
    since=NOON - HOUR,
    outcome=Outcome.UNREADABLE,
    error="no list of queues",
    polled_at=NOON,
    good_at=NOON - DAY,
    newest_at=NOON - DAY - HOUR,
    failures=7,
    refused=(RefusedRow("{'cars': '«много»'}", "invalid literal"), RefusedRow("[]", "no queue")),
    fingerprint="ab12",
    fingerprint_at=NOON - 2 * DAY,
)


async def test_a_feed_comes_back_as_saved(writing: WriteSession) -> None:
    """With every moment, count and refused row; one never polled has none."""
    await feeds.save(writing, DOWN)

    assert await feeds.one(writing, "guard") == DOWN
    assert await feeds.one(writing, "hotline") is None


async def test_a_feed_is_renewed_in_its_place(writing: WriteSession) -> None:
    """There is one row a source, and what is not known any more does not stay."""
    up = Feed(source="guard", health=Health.UP, polled_at=NOON + HOUR)
    await feeds.save(writing, DOWN)
    await feeds.save(writing, replace(DOWN, source="hotline"))

    await feeds.save(writing, up)

    assert await feeds.every(writing) == {
        "guard": up,
        "hotline": replace(DOWN, source="hotline"),
    }


async def test_a_poll_does_not_undo_a_pause(writing: WriteSession) -> None:
    """One that was under way when the operator paused its source knows nothing of it."""
    await feeds.save(writing, DOWN)
    await feeds.pause(writing, "guard", NOON)

    await feeds.save(writing, replace(DOWN, failures=8))

    assert await feeds.one(writing, "guard") == replace(DOWN, failures=8, paused_at=NOON)


async def test_a_source_is_paused_and_resumed(writing: WriteSession) -> None:
    """How it stood meanwhile stays as it was, also before its first poll."""
    await feeds.save(writing, DOWN)
    for source in ("guard", "hotline"):
        await feeds.pause(writing, source, NOON)
    paused = await feeds.every(writing)

    await feeds.pause(writing, "guard", None)

    assert paused == {
        "guard": replace(DOWN, paused_at=NOON),
        "hotline": Feed(source="hotline", paused_at=NOON),
    }
    assert await feeds.one(writing, "guard") == DOWN


async def test_no_text_from_outside_fills_the_table(writing: WriteSession) -> None:
    """Of endless errors and rows the beginning is kept."""
    endless = RefusedRow("r" * 9999, "w" * 9999)

    await feeds.save(writing, replace(DOWN, error="e" * 9999, refused=(endless,) * 9999))

    kept = await feeds.one(writing, "guard")
    assert kept is not None
    assert kept.error == "e" * LONGEST
    assert kept.refused == (RefusedRow("r" * LONGEST, "w" * LONGEST),) * MOST_REFUSED


async def test_no_text_from_outside_brings_a_nul(writing: WriteSession) -> None:
    """PostgreSQL knows none; what stood for one is seen, and the rest of the text is kept."""
    await feeds.save(writing, replace(DOWN, error="a\x00b"))

    kept = await feeds.one(writing, "guard")
    assert kept is not None
    assert kept.error == "a\ufffdb"


async def test_only_registered_sources_have_a_feed(writing: WriteSession) -> None:
    """A slip in a name is an error, not a row."""
    async with refused(writing, "foreign key"):
        await feeds.pause(writing, "gaurd", NOON)
