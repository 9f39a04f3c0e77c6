"""A poll, from the first request to the stored reports, on a real database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.catalog import Catalogue
from app.domain.health import Health, Outcome
from app.polling.client import Answer
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.poll import Polled, Poller
from app.polling.registering import register
from app.sources.kit import Blocked, Scope, Source, SourceError, Unreachable
from app.store import feeds, held, payloads, polls, reports, sources, turns
from app.store.database import Database
from app.store.fault import DatabaseGone
from app.store.reports import Wanted
from tests.databases import address_of
from tests.others import bring_back, take_away
from tests.polling.feeds import HOUR, MINUTE, NOON, URL, Wire, answer, body, source

Script = Mapping[str, Answer | SourceError]


class Setting:
    """A poller on a script, with a clock that stands where it is set."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, payloads_too: bool = True
    ) -> None:
        """Begin at noon with nothing to answer."""
        self.now, self.database = NOON, database
        self.wire = Wire({})
        gatherer = Gatherer(ask=self.wire.ask, hosts=Hosts(), scope=Scope(places=catalogue.places))
        self.poller = Poller(
            database=database,
            catalogue=catalogue,
            gatherer=gatherer,
            now=lambda: self.now,
            payloads_too=payloads_too,
        )

    async def poll(
        self, said: Answer | SourceError, at: datetime = NOON, of: Source | None = None
    ) -> Polled | None:
        """Poll once at a moment."""
        self.now = at
        said = replace(said, fetched_at=at) if isinstance(said, Answer) else said
        self.wire.script = {URL: said}
        return await self.poller.poll(of or source())

    async def stored(self) -> list[tuple[float | None, datetime]]:
        """Give the stored figures and their moments, in the order of storing."""
        async with self.database.reading() as session:
            page = await reports.page(session, Wanted(), limit=100)
        return [(kept.report.value, kept.report.observed_from) for kept in page.rows]


@pytest.fixture
def setting(database: Database, catalogue: Catalogue) -> Setting:
    """Give a poller on an empty database."""
    return Setting(database, catalogue)


async def test_reports_are_stored_with_their_poll(setting: Setting) -> None:
    """A good poll stores its reports, itself, the source's facts, and that the source is up."""
    polled = await setting.poll(answer(body((NOON, 40), (NOON - MINUTE, 0))))

    assert polled is not None
    async with setting.database.reading() as session:
        page = await reports.page(session, Wanted(), limit=10)
        (poll,) = await polls.newest(session, "feed")
        feed = await feeds.one(session, "feed")
        facts = await sources.one(session, "feed")
        down = await turns.down_at(session, NOON)
    assert {kept.report.value for kept in page.rows} == {40, 0}
    assert {kept.report.poll for kept in page.rows} == {poll.id}
    assert (poll.outcome, poll.new, poll.requests) == (Outcome.OK, 2, 1)
    assert feed is not None
    assert (feed.health, feed.good_at, feed.newest_at) == (Health.UP, NOON, NOON)
    assert facts is not None
    assert facts.cadence == timedelta(minutes=5)
    assert down == frozenset()


async def test_the_same_answer_is_stored_once(setting: Setting) -> None:
    """What a feed repeats is known already; what it corrects is a revision."""
    await setting.poll(answer(body((NOON, 40))))
    again = await setting.poll(answer(body((NOON, 40))), NOON + MINUTE)
    corrected = await setting.poll(answer(body((NOON, 41))), NOON + 2 * MINUTE)

    assert again is not None
    assert corrected is not None
    assert (again.kept.added.new, again.kept.added.repeated) == (0, 1)
    assert (corrected.kept.added.new, corrected.kept.added.revised) == (0, 1)


async def test_failures_count_up_and_end_with_the_next_answer(setting: Setting) -> None:
    """A source turns down once, is asked later and later, and is up at once when it answers."""
    outcomes = []
    said: list[Answer | SourceError] = [answer(body((NOON, 40))), Unreachable("gone")]
    said += [Unreachable("gone"), answer(body((NOON, 41)))]
    for minute, each in enumerate(said):
        polled = await setting.poll(each, NOON + minute * MINUTE)
        assert polled is not None
        turn = polled.kept.turn
        outcomes.append((polled.pace.failures, turn and turn.health))

    assert outcomes == [(0, Health.UP), (1, Health.DOWN), (2, None), (0, Health.UP)]
    async with setting.database.reading() as session:
        assert await turns.down_at(session, NOON + 2 * MINUTE) == {"feed"}
        assert await turns.down_at(session, NOON + 3 * MINUTE) == frozenset()


async def test_retry_after_reaches_the_pace(setting: Setting) -> None:
    """A publisher that asks for an hour gets it."""
    polled = await setting.poll(Blocked("429", retry=HOUR))

    assert polled is not None
    assert polled.pace.not_before == NOON + HOUR


async def test_a_paused_source_is_not_asked(setting: Setting) -> None:
    """An operator's pause holds until it is taken back."""
    await register(setting.database, [source()], NOON)
    async with setting.database.writing() as session:
        await feeds.pause(session, "feed", NOON)
    paused = await setting.poll(answer(body((NOON, 40))))
    async with setting.database.writing() as session:
        await feeds.pause(session, "feed", None)

    resumed = await setting.poll(answer(body((NOON, 40))))

    assert paused is None
    assert resumed is not None
    assert len(setting.wire.asked) == 1


async def test_refused_rows_are_shown_until_the_next_reading(setting: Setting) -> None:
    """A refused row stands in the feed with its reason; an unchanged answer leaves it there."""
    good, bad = body((NOON, 40)), body((NOON, None)).replace(b"null", b'"many"')
    rows = good.replace(b"}]", b"}, " + bad[len(b'{"rows": [') : bad.index(b"]") + 1])
    await setting.poll(answer(rows, etag='"1"'))
    await setting.poll(answer(status=304, not_modified=True), NOON + MINUTE)

    async with setting.database.reading() as session:
        feed = await feeds.one(session, "feed")

    assert feed is not None
    assert feed.outcome is Outcome.NOT_MODIFIED
    assert [row.reason for row in feed.refused] == ["ValueError: 'many' is no number"]
    assert "'cars': 'many'" in feed.refused[0].row


async def test_conditions_are_learned_only_from_what_was_stored(setting: Setting) -> None:
    """Where storing failed, the next poll asks for all of it again, and nothing is lost."""
    await setting.poll(answer(body((NOON, 40)), etag='"1"'))
    url = address_of(setting.database)
    take_away(url)
    with pytest.raises(DatabaseGone):
        await setting.poll(answer(body((NOON + MINUTE, 41)), etag='"2"'), NOON + MINUTE)
    await bring_back(url, setting.database)
    setting.wire.asked.clear()

    await setting.poll(answer(body((NOON + MINUTE, 41)), etag='"2"'), NOON + 2 * MINUTE)

    assert setting.wire.asked == [(URL, '"1"')]
    assert (41, NOON + MINUTE) in await setting.stored()


async def test_what_lies_ahead_is_tried_again(setting: Setting) -> None:
    """A report ahead of our clock is held with its payload, and stored once its time has come."""
    ahead = NOON + 30 * MINUTE
    polled = await setting.poll(answer(body((NOON, 40), (ahead, 41))))
    before = await setting.stored()

    await setting.poll(answer(body((ahead - MINUTE, 42))), NOON + 25 * MINUTE)

    assert polled is not None
    assert len(polled.attempt.verdict.future) == 1
    assert before == [(40, NOON)]
    assert (41, ahead) in await setting.stored()


async def test_what_stays_ahead_is_given_up(setting: Setting) -> None:
    """A stamp of a year ahead is no matter of clocks: after two days it is tried no more."""
    ahead = NOON + timedelta(days=300)
    await setting.poll(answer(body((NOON, 40), (ahead, 41))))
    async with setting.database.reading() as session:
        before = await held.of(session, "feed")

    await setting.poll(answer(body((NOON, 40))), NOON + timedelta(days=3))

    async with setting.database.reading() as session:
        after = await held.of(session, "feed")
    assert (len(before), len(after)) == (1, 0)
    assert await setting.stored() == [(40, NOON)]


async def test_payloads_are_kept_unless_told_otherwise(
    database: Database, catalogue: Catalogue
) -> None:
    """Answers are kept to be read again; an operator may do without."""
    keeping = Setting(database, catalogue)
    await keeping.poll(answer(body((NOON, 40))))
    without = Setting(database, catalogue, payloads_too=False)
    await without.poll(answer(body((NOON, 41))), NOON + MINUTE)

    async with database.reading() as session:
        digests = await payloads.digests(session, "feed", NOON - HOUR)
        (kept,) = [await payloads.one(session, digest) for digest in digests]

    assert kept is not None
    assert kept.body == body((NOON, 40))


async def test_personal_data_is_stripped_before_keeping(setting: Setting) -> None:
    """What a source strips never reaches the store."""
    stripping = source(strip=lambda payload: payload.body.replace(b"A123BC15", b"-"))
    said = body((NOON, 40)).replace(b'"further"', b'"plate": "A123BC15", "further"')

    await setting.poll(answer(said), of=stripping)

    async with setting.database.reading() as session:
        (digest,) = await payloads.digests(session, "feed", NOON - HOUR)
        kept = await payloads.one(session, digest)
    assert kept is not None
    assert b"A123BC15" not in kept.body
