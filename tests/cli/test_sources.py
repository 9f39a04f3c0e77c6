"""Sources: how each stands, the next thing to do, and the switch to leave one alone."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.clock import now
from app.domain.health import Health, Outcome
from app.polling.registering import facts_of
from app.sources import SOURCES, customs_russia, zitic
from app.store import feeds, polls
from app.store import sources as store
from app.store.database import Database, ReadSession, WriteSession
from app.store.feeds import Feed, RefusedRow
from app.store.polls import Poll
from tests.cli.conftest import NOTHING, Darial, url

BEGAN = datetime(2026, 11, 24, 12, tzinfo=UTC)

UP = Feed(
    source="zitic",
    health=Health.UP,
    since=BEGAN,
    outcome=Outcome.OK,
    polled_at=BEGAN,
    good_at=BEGAN,
    newest_at=BEGAN,
)
DOWN = replace(UP, health=Health.DOWN, outcome=Outcome.BLOCKED, error="it keeps us out", failures=3)

POLL = Poll(
    id="ab",
    source="zitic",
    started_at=BEGAN,
    seconds=1.25,
    outcome=Outcome.OK,
    status=200,
    requests=1,
    bytes=1287,
    reports=2,
    new=1,
    refused=0,
    posts=0,
    error="",
)


@pytest.fixture
def stands(archived: Path) -> Callable[..., None]:
    """Give a function that notes how zitic stands, in a database with the archive."""

    async def note(feed: Feed, poll: Poll | None) -> None:
        database = Database(url(archived))
        try:
            async with database.writing() as session:
                await _noted(session, feed, poll)
        finally:
            await database.close()

    def noted(feed: Feed, poll: Poll | None = None) -> None:
        asyncio.run(note(feed, poll))

    return noted


async def _noted(session: WriteSession, feed: Feed, poll: Poll | None) -> None:
    await store.register(session, facts_of(zitic.SOURCE, BEGAN))
    await feeds.save(session, feed)
    if feed.paused_at is not None:
        await feeds.pause(session, feed.source, feed.paused_at)
    if poll is not None:
        await polls.add(session, poll)


def paused(database: Path) -> datetime | None:
    """Give since when zitic is paused."""

    async def read() -> datetime | None:
        opened = Database(url(database))
        try:
            async with opened.reading() as session:
                return await _paused(session)
        finally:
            await opened.close()

    return asyncio.run(read())


async def _paused(session: ReadSession) -> datetime | None:
    feed = await feeds.one(session, "zitic")
    return feed.paused_at if feed else None


@pytest.mark.usefixtures("archived")
def test_every_source_has_a_line(darial: Darial) -> None:
    """Also those never polled, with what brings them to life."""
    result = darial("sources")

    assert result.code == 0
    assert all(f"\n{source.id} " in result.out for source in SOURCES)
    assert "never polled yet: `darial serve` asks it within a minute" in result.out


def test_a_source_that_is_up_needs_nothing(darial: Darial, stands: Callable[..., None]) -> None:
    """Its line says how it is, and that is all."""
    stands(replace(UP, good_at=now() - timedelta(minutes=5)), POLL)

    lines = darial("sources").out.splitlines()

    (place,) = (number for number, line in enumerate(lines) if line.startswith("zitic "))
    assert lines[place].split() == ["zitic", "up", "ok", "5", "min", "ago", "0", "0"]
    assert not lines[place + 1 :] or not lines[place + 1].startswith(" ")


@pytest.mark.parametrize(
    ("feed", "poll", "step"),
    [
        (DOWN, POLL, "it keeps us out; ask the publisher to let us in"),
        (replace(DOWN, outcome=Outcome.UNREADABLE), POLL, "`darial record zitic` saves"),
        (replace(DOWN, outcome=Outcome.MOVED, error=""), POLL, "moved; look for its new address"),
        (UP, replace(POLL, refused=2), "`darial sources show zitic` tells which and why"),
        (replace(UP, paused_at=BEGAN), POLL, "paused since 2026-11-24 12:00Z: `darial sources"),
    ],
)
def test_the_next_thing_to_do_is_told(
    darial: Darial, stands: Callable[..., None], feed: Feed, poll: Poll, step: str
) -> None:
    """Whoever looks need not know how each outcome is mended."""
    stands(feed, poll)

    result = darial("sources")

    assert step in " ".join(result.out.split())


@pytest.mark.usefixtures("archived")
def test_a_source_that_is_not_chosen_is_shown_as_such(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its terms, which are what one looks at before choosing it."""
    monkeypatch.setenv("DARIAL_SOURCES", "customs_russia")

    result = darial("sources")

    words = " ".join(result.out.split())
    assert "zitic not polled" in words
    assert f"name it in DARIAL_SOURCES; its terms: {zitic.SOURCE.licence}" in words


def test_json_tells_the_same(darial: Darial, stands: Callable[..., None]) -> None:
    """For scripts: one object a source."""
    stands(DOWN, POLL)

    told = {each["id"]: each for each in json.loads(darial("sources", "--json").out)}

    assert told.keys() == {source.id for source in SOURCES}
    assert told["zitic"]["health"] == "down"
    assert told["zitic"]["good_at"] == "2026-11-24T12:00:00Z"
    assert told["zitic"]["failures"] == 3
    assert told["customs_russia"]["good_at"] is None


@pytest.mark.usefixtures("archived")
def test_polling_that_is_switched_off_is_told(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one would wait in vain."""
    monkeypatch.setenv("DARIAL_POLLING", "false")

    assert "DARIAL_POLLING is false here" in darial("sources").err


@pytest.mark.usefixtures("archived")
def test_a_misspelt_choice_is_told(darial: Darial, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it would stop the server."""
    monkeypatch.setenv("DARIAL_SOURCES", "zitik")

    result = darial("sources")

    assert result.code == 3
    assert "did you mean zitic?" in result.err


@pytest.mark.usefixtures("database")
def test_without_a_database_it_says_how_to_make_one(darial: Darial) -> None:
    """The way of every command."""
    result = darial("sources")

    assert result.code == 3
    assert NOTHING in result.err


def test_one_source_is_shown_whole(darial: Darial, stands: Callable[..., None]) -> None:
    """Terms, hosts, pace, last polls and refused rows."""
    refused = (RefusedRow("row 3", "status: '\x1b[2J' is none"),)
    stands(replace(UP, refused=refused), replace(POLL, refused=1))

    result = darial("sources", "show", "zitic")

    words = " ".join(result.out.split())
    assert result.code == 0
    assert f"terms: {zitic.SOURCE.licence}" in words
    assert "asks: zitic.ru every 60 min, as Darial/" in words
    assert "speaks: every 2 h: late after 4 h, withheld after 12 h" in words
    assert "2026-11-24 12:00Z 1.2 s ok 200 1 1,287 2 1 1" in words
    assert "row 3: status: ' [2J' is none" in words


@pytest.mark.usefixtures("archived")
def test_a_past_and_quiet_hours_are_told(darial: Darial) -> None:
    """Where a source has them."""
    result = darial("sources", "show", customs_russia.SOURCE.id)

    assert "the past: `darial backfill customs_russia` asks for it" in result.out
    assert "quiet hours: 00:00 to 05:00, Europe/Moscow" in result.out


def test_a_source_is_paused_and_resumed(darial: Darial, archived: Path) -> None:
    """Even one that was never polled; pausing twice keeps the first moment."""
    first = darial("sources", "pause", "zitic")
    since = paused(archived)
    darial("sources", "pause", "zitic", "customs_russia")
    again = paused(archived)
    resumed = darial("sources", "resume", "zitic")

    assert first.code == 0
    assert "zitic is paused: a running server notices at its next poll" in first.out
    assert since is not None
    assert again == since
    assert "zitic is not paused: a running server polls it again within a minute." in resumed.out
    assert paused(archived) is None


@pytest.mark.usefixtures("archived")
def test_resuming_what_is_not_chosen_says_so(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would not be polled all the same."""
    monkeypatch.setenv("DARIAL_SOURCES", "customs_russia")

    result = darial("sources", "resume", "zitic")

    assert "not chosen either: name it in DARIAL_SOURCES" in result.out


def test_a_slip_among_several_pauses_none(darial: Darial, archived: Path) -> None:
    """All of them or none."""
    result = darial("sources", "pause", "zitic", "zitik")

    assert result.code == 2
    assert paused(archived) is None
