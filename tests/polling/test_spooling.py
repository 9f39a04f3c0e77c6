"""Spooling: what was polled while the database was away is stored once it is back, in order."""

import errno
import os
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.board.board import Board
from app.board.shelf import Shelf
from app.catalog import Catalogue
from app.clock import now
from app.domain.health import Health
from app.polling.client import Answer, Client, Manners
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.made import made_of
from app.polling.poll import Polled, Poller
from app.polling.registering import register
from app.polling.spooling import Spooling, packed, unpacked
from app.sources import SOURCES
from app.sources.kit import Scope, Source, SourceError, Unreachable
from app.store import feeds, leading, payloads, polls, reports, turns
from app.store.database import Database
from app.store.fault import DatabaseGone, LeadLost, SpoolDamaged, SpoolFull
from app.store.leading import fence_of
from app.store.reports import Wanted
from app.store.spool import LEAST, MEBIBYTE, Spool
from tests.databases import address_of
from tests.mirror import Mirror, behave, scope_of_made
from tests.others import bring_back, take_away
from tests.polling.feeds import MINUTE, NOON, URL, Wire, answer, body, source
from tests.upstream import Upstream

ANNOUNCED = '"1"'


class Killed(BaseException):
    """The process ended here."""


class Process:
    """A process that polls on a script, and what waits on its disk."""

    def __init__(
        self, database: Database, catalogue: Catalogue, folder: Path, most: int = MEBIBYTE
    ) -> None:
        """Begin with nothing to answer."""
        self.now, self.database, self.wire = NOON, database, Wire({})
        self.spooling = Spooling(database=database, spool=Spool(folder, most))
        self.poller = Poller(
            database=database,
            catalogue=catalogue,
            gatherer=Gatherer(
                ask=self.wire.ask, hosts=Hosts(), scope=Scope(places=catalogue.places)
            ),
            now=lambda: self.now,
            spooling=self.spooling,
        )

    async def poll(
        self, said: Answer | SourceError, minute: int, of: Source | None = None
    ) -> Polled | None:
        """Poll once, so many minutes after noon."""
        self.now = NOON + minute * MINUTE
        if isinstance(said, Answer):
            said = replace(said, fetched_at=self.now)
        self.wire.script = {URL: said}
        return await self.poller.poll(of or source())

    async def cars(self, number: float, minute: int) -> Polled | None:
        """Poll a figure that is of that very minute."""
        return await self.poll(answer(body((NOON + minute * MINUTE, number))), minute)

    @property
    def waiting(self) -> int:
        """Give how many polls wait."""
        return len(self.spooling.spool.names())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name where polls wait."""
    return tmp_path / "spool"


@pytest.fixture
async def process(database: Database, catalogue: Catalogue, folder: Path) -> Process:
    """Give a process that polled once at noon, when the source said 10 cars."""
    made = Process(database, catalogue, folder)
    await made.cars(10, 0)
    return made


@asynccontextmanager
async def away(database: Database) -> AsyncIterator[None]:
    """Have the database away for the length of the block."""
    url = address_of(database)
    take_away(url)
    yield
    await bring_back(url, database)


async def stored(database: Database) -> list[tuple[float | None, datetime]]:
    """Give the stored figures and when each was recorded, in the order of storing."""
    async with database.reading() as session:
        page = await reports.page(session, Wanted(), limit=100)
    rows = sorted(page.rows, key=lambda kept: kept.number)
    return [(kept.report.value, kept.report.recorded_at) for kept in rows]


async def polled(database: Database) -> list[datetime]:
    """Give when the stored polls began, newest first."""
    async with database.reading() as session:
        return [each.started_at for each in await polls.newest(session, "feed")]


def at(*minutes: int) -> list[datetime]:
    """Give moments, each so many minutes after noon."""
    return [NOON + minute * MINUTE for minute in minutes]


async def test_polls_wait_and_are_stored_before_the_next(process: Process) -> None:
    """Each counts as made, and stands in the store as if it had been there: times and order."""
    async with away(process.database):
        first = await process.cars(11, 1)
        second = await process.cars(12, 2)
        assert first is not None
        assert second is not None
        assert (first.kept.waits, second.kept.waits, process.waiting) == (True, True, 2)
    third = await process.cars(13, 3)

    assert third is not None
    assert not third.kept.waits
    assert process.waiting == 0
    assert await stored(process.database) == list(
        zip((10, 11, 12, 13), at(0, 1, 2, 3), strict=True)
    )
    assert await polled(process.database) == at(3, 2, 1, 0)


async def test_a_source_that_turns_meanwhile(process: Process) -> None:
    """Turns are told at once, and stored with their times; failures count along."""
    async with away(process.database):
        down = await process.poll(Unreachable("gone"), 1)
        still = await process.poll(Unreachable("gone"), 2)
        up = await process.cars(11, 3)
    await process.spooling.store()

    assert down is not None
    assert still is not None
    assert up is not None
    turned = [each.kept.turn and each.kept.turn.health for each in (down, still, up)]
    assert turned == [Health.DOWN, None, Health.UP]
    assert (still.pace.failures, up.pace.failures) == (2, 0)
    async with process.database.reading() as session:
        assert [each.at for each in await turns.newest(session, 10)] == at(3, 1, 0)
        feed = await feeds.one(session, "feed")
    assert feed is not None
    assert (feed.health, feed.polled_at, feed.failures) == (Health.UP, *at(3), 0)


async def test_a_board_hears_of_what_is_stored_late(process: Process, catalogue: Catalogue) -> None:
    """It follows the order of storing: what was heard long ago is news when it is stored."""
    board = Board(process.database, catalogue, Shelf())
    await board.look(NOON)
    async with away(process.database):
        await process.cars(300, 1)
    await board.look(NOON + 2 * MINUTE)
    before = board.version
    await process.spooling.store()
    await board.look(NOON + 2 * MINUTE)

    assert board.version == before + 1


async def test_conditions_are_kept_for_what_waits(process: Process) -> None:
    """What waits is as safe as what is stored: it need not be sent again."""
    async with away(process.database):
        await process.poll(answer(body((NOON, 11)), etag=ANNOUNCED), 1)
        await process.poll(answer(status=304, not_modified=True), 2)

    assert process.wire.asked[-1] == (URL, ANNOUNCED)


@pytest.mark.parametrize("step", ["commit", "drop"])
async def test_killed_while_it_is_stored(
    process: Process, catalogue: Catalogue, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the commit or after it, the next process stores each once, in order."""
    async with away(process.database):
        await process.cars(11, 1)
        await process.cars(12, 2)

    def die(*_arguments: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        where: tuple[object, str] = (polls, "add") if step == "commit" else (Spool, "drop")
        patched.setattr(*where, die)
        with pytest.raises(Killed):
            await process.spooling.store()
    assert process.waiting == 2
    assert len(await stored(process.database)) == (1 if step == "commit" else 2)

    after = Process(process.database, catalogue, process.spooling.spool.folder)
    await after.spooling.store()

    assert not any(os.scandir(process.spooling.spool.folder))
    assert await stored(process.database) == list(zip((10, 11, 12), at(0, 1, 2), strict=True))
    assert await polled(process.database) == at(2, 1, 0)


async def test_another_process_polled_meanwhile(
    process: Process, database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    """What the other found stands; of ours is added what it had not heard, under its own time."""
    other_database = Database(address_of(database))
    other = Process(other_database, catalogue, tmp_path / "other")
    async with away(database):
        await process.poll(answer(body((NOON, 11), (NOON - MINUTE, 5))), 1)
        await process.poll(Unreachable("gone"), 2)
    await other.poll(answer(body((NOON, 12))), 3)
    await process.spooling.store()
    await other_database.close()

    assert await stored(database) == list(zip((10, 12, 5), at(0, 3, 1), strict=True))
    assert await polled(database) == at(3, 2, 1, 0)
    async with database.reading() as session:
        feed = await feeds.one(session, "feed")
        told = await turns.newest(session, 10)
    assert feed is not None
    assert (feed.health, feed.polled_at) == (Health.UP, *at(3))
    assert [each.at for each in told] == at(0)


async def test_who_does_not_lead_any_more(process: Process) -> None:
    """A poll in hand when another began to lead is not stored, and does not wait to be."""
    async with process.database.writing() as session:
        lead = await leading.begin(session, NOON)
    process.poller.database = process.database.fenced(fence_of(lead))
    await process.cars(11, 1)
    async with process.database.writing() as session:
        await leading.begin(session, NOON)

    with pytest.raises(LeadLost):
        await process.cars(12, 2)

    assert process.waiting == 0
    assert [value for value, _ in await stored(process.database)] == [10, 11]


async def test_what_waits_is_stored_by_who_does_not_lead(process: Process) -> None:
    """Whoever cut off polled on stores what it heard once it is back, though another leads."""
    async with process.database.writing() as session:
        lead = await leading.begin(session, NOON)
    process.poller.database = process.database.fenced(fence_of(lead))
    async with away(process.database):
        await process.cars(11, 1)
    async with process.database.writing() as session:
        await leading.begin(session, NOON)

    await process.spooling.store()

    assert [value for value, _ in await stored(process.database)] == [10, 11]


async def test_what_is_damaged_is_set_aside(
    process: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others are stored; it is told, and its source is asked for all of it again."""
    async with away(process.database):
        await process.cars(11, 1)
        await process.poll(answer(body((NOON, 12)), etag=ANNOUNCED), 2)
    last = process.spooling.spool.folder / f"{process.spooling.spool.names()[1]}.spooled"
    last.write_bytes(last.read_bytes()[:-1])

    await process.poll(answer(status=304, not_modified=True), 3)
    await process.cars(14, 4)

    assert [asked for _, asked in process.wire.asked] == [None, None, None, ANNOUNCED, None]
    assert [value for value, _ in await stored(process.database)] == [10, 11, 14]
    assert [each.suffix for each in process.spooling.spool.folder.iterdir()] == [".damaged"]
    assert capsys.readouterr().out.count("cannot be stored") == 1


async def test_the_bounds(database: Database, catalogue: Catalogue, folder: Path) -> None:
    """A full spool keeps what came first; then no publisher is asked for what would be lost."""
    process = Process(database, catalogue, folder, most=2 * LEAST)
    await process.cars(10, 0)
    async with away(database):
        await process.cars(11, 1)
        await process.cars(12, 2)
        asked = len(process.wire.asked)
        with pytest.raises(SpoolFull):
            await process.cars(13, 3)
        assert len(process.wire.asked) == asked
    await process.cars(14, 4)

    assert [value for value, _ in await stored(database)] == [10, 11, 12, 14]


async def test_a_full_disk(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll that can neither be stored nor wait fails, and what it brought is asked for again."""

    def no_space(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with away(process.database):
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", no_space)
            with pytest.raises(SpoolFull, match="No space left"):
                await process.poll(answer(body((NOON, 11)), etag=ANNOUNCED), 1)
        await process.cars(12, 2)
    await process.spooling.store()

    assert process.wire.asked[-1] == (URL, None)
    assert [value for value, _ in await stored(process.database)] == [10, 12]


async def test_a_paused_source_stays_paused(process: Process) -> None:
    """Who paused it is obeyed while the database is away, also by who just began to poll."""
    paused = source(id="paused")
    async with process.database.writing() as session:
        await feeds.save(session, feeds.Feed(source="feed"))
    await register(process.database, [paused], NOON)
    async with process.database.writing() as session:
        await feeds.pause(session, "paused", NOON)
    process.poller.know(await register(process.database, [paused], NOON))

    async with away(process.database):
        assert await process.poll(answer(body((NOON, 11))), 1, paused) is None
        with pytest.raises(DatabaseGone):
            await process.poll(answer(body((NOON, 11))), 1, source(id="never_heard_of"))


async def test_what_others_left_is_stored_by_itself(
    process: Process, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """A process that finds polls at its start stores them, and says so once."""
    async with away(process.database):
        await process.cars(11, 1)
        await process.cars(12, 2)
    later = Process(process.database, catalogue, process.spooling.spool.folder)
    looks = 0

    async def wait(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise Killed

    with pytest.raises(Killed):
        await later.spooling.run(wait)

    assert [value for value, _ in await stored(process.database)] == [10, 11, 12]
    told = capsys.readouterr().out
    assert told.count("waits on disk") == 1
    assert told.count("what waited on disk is stored") == 1


async def test_nothing_personal_waits(process: Process) -> None:
    """A payload waits as it would be stored: without what its source strips off."""

    def strip(payload: object) -> bytes:
        del payload
        return b'{"rows": [], "further": []}'

    async with away(process.database):
        await process.poll(answer(body((NOON, 11))), 1, source(strip=strip))
        (name,) = process.spooling.spool.names()
        content = process.spooling.spool.read(name)
    assert content is not None
    (payload,) = unpacked(content).payloads
    await process.spooling.store()

    async with process.database.reading() as session:
        kept = await payloads.one(session, payload.digest)
    assert kept is not None
    assert kept.body == payload.body == strip(None)


@pytest.fixture
async def mirror() -> AsyncIterator[str]:
    """Give a relay that answers as every source does."""
    made = Mirror()
    async with Upstream(otherwise=lambda talk: behave(made, talk)) as upstream:
        yield upstream.address()


async def test_every_source_can_wait(mirror: str, database: Database, catalogue: Catalogue) -> None:
    """Whatever a source brings is the same after it has waited."""
    manners = Manners(user_agent="Darial/test", mirror=mirror)
    chosen = [replace(each, pause=timedelta(0), quiet=None) for each in SOURCES]
    brought = 0
    async with Client(manners, chosen, now=now) as client:
        gatherer = Gatherer(ask=client.ask, hosts=Hosts(), scope=scope_of_made(catalogue))
        poller = Poller(database=database, catalogue=catalogue, gatherer=gatherer, now=now)
        for each in chosen:
            attempt = await poller._attempt(each, feeds.Feed(source=each.id))  # noqa: SLF001
            made = made_of(attempt, payloads_too=True)
            brought += len(made.reports) + len(made.posts)
            assert made.payloads
            assert unpacked(packed(made)) == made

    assert brought > len(SOURCES)


def test_what_is_no_poll() -> None:
    """Bytes that are none of ours, however they came under a good checksum, are refused."""
    for content in (b"", b"nothing", packed_nonsense()):
        with pytest.raises(SpoolDamaged):
            unpacked(content)


def packed_nonsense() -> bytes:
    """Give something well packed that is no poll."""
    return zlib.compress(b"[]\n")
