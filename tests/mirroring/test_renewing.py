"""Renewing: on each version, in good time before expiry, and never from what is not up to now."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from app.board.board import Board
from app.board.shelf import Shelf
from app.board.watch import watch
from app.mirroring.checking import signed
from app.mirroring.fault import MirrorError
from app.mirroring.folder import KEPT, Published
from app.mirroring.keys import Key
from app.mirroring.manifest import NAME
from app.mirroring.pages import Page
from app.mirroring.renewing import HELD, PAUSE, Renewing, Terms
from app.store.database import Database
from tests.archived import url_of
from tests.correcting.desk import FOUR, Desk, catalogue
from tests.mirroring.mirrors import LASTS, reasons
from tests.others import bring_back, take_away
from tests.serving import Clock

SECOND = timedelta(seconds=1)


@dataclass
class Publisher:
    """A board that is published, a desk beside it, and what was told."""

    database: Database
    folder: Path
    key: Key
    clock: Clock = field(default_factory=Clock)
    told: list[Published] = field(default_factory=list)
    hindered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing published."""
        terms = Terms(folder=self.folder, keys=[self.key], lasts=LASTS)
        board = Board(self.database, catalogue(), Shelf())
        told, hindered = self.told.append, self.hindered.append
        self.renewing = Renewing(board, self.database, terms, told, hindered)

    async def look(self, later: timedelta = timedelta()) -> int:
        """Look after it, so much later; give how often it was published since the last look."""
        before = len(self.told)
        self.clock.move(later)
        await self.renewing.look(self.clock.now())
        return len(self.told) - before

    async def said(self, number: int) -> None:
        """Have another process store what a newspaper said."""
        await Desk(self.database, self.clock).store(FOUR[number])


@pytest_asyncio.fixture
async def publisher(bare_url: str, folder: Path, key: Key) -> AsyncIterator[Publisher]:
    """Give a board on which nothing was reported yet, and an empty folder."""
    database = Database(bare_url, busy_s=0.01)
    yield Publisher(database, folder, key)
    await database.close()


def version(publisher: Publisher) -> int:
    """Give the version that the mirror is of."""
    return signed(publisher.folder, [publisher.key.public]).version


async def test_each_version_is_published(publisher: Publisher) -> None:
    """Whoever stored what changed it; while nothing changes, nothing is written."""
    assert await publisher.look() == 1
    first = version(publisher)
    assert await publisher.look(PAUSE) == 0

    await publisher.said(0)

    assert await publisher.look(PAUSE) == 1
    assert version(publisher) > first
    assert "v1/places/verkhny-lars.json" in publisher.told[-1].changed
    assert "v1/places/vaalimaa.json" not in publisher.told[-1].changed
    assert b'"origins":1' in (publisher.folder / "v1/places/verkhny-lars.json").read_bytes()


async def test_what_stands_beside_the_answers_is_of_the_same_signing(publisher: Publisher) -> None:
    """It is asked for with each renewal: when that is signed, and until when it counts."""
    asked: list[tuple[datetime, datetime]] = []

    async def further(signed: datetime, expires: datetime) -> dict[str, Page]:
        asked.append((signed, expires))
        return {"index.html": Page(str(len(asked)).encode(), "text/html")}

    publisher.renewing.further = further
    publisher.clock.move(timedelta(microseconds=7))

    assert await publisher.look() == 1
    assert await publisher.look(LASTS / 3) == 1
    manifest = publisher.told[-1].manifest
    assert asked[-1] == (manifest.signed_at, manifest.expires_at)
    assert (publisher.folder / "index.html").read_bytes() == b"2"
    assert manifest.files["index.html"].media_type == "text/html"


async def test_versions_keep_their_distance(publisher: Publisher) -> None:
    """What follows at once waits, and is published then."""
    await publisher.look()
    await publisher.said(0)

    assert await publisher.look(PAUSE - SECOND) == 0
    assert await publisher.look(SECOND) == 1


async def test_the_signature_is_renewed_long_before_it_expires(publisher: Publisher) -> None:
    """After a third of its time, though nothing changed."""
    lasts = timedelta(minutes=30)
    publisher.renewing.terms = replace(publisher.renewing.terms, lasts=lasts)
    await publisher.look()

    assert await publisher.look(lasts / 3 - SECOND) == 0
    assert await publisher.look(SECOND) == 1
    assert publisher.told[-1].changed == frozenset()
    assert reasons(publisher.folder, publisher.key, lasts / 3 + lasts - SECOND) == ()


async def test_earlier_contents_go_without_a_new_version(publisher: Publisher) -> None:
    """What was published before, perhaps by mistake, is not kept until something changes."""
    await publisher.look()
    await publisher.said(0)
    await publisher.look(PAUSE)
    listed = {each.at for each in publisher.told[-1].manifest.files.values()}

    await publisher.look(KEPT)
    kept = len(list((publisher.folder / "content").iterdir()))
    await publisher.look(SECOND)
    left = len(list((publisher.folder / "content").iterdir()))

    assert kept > left == len(listed)


async def test_nothing_is_published_while_the_database_is_away(
    publisher: Publisher, tmp_path: Path
) -> None:
    """The board goes on by itself; the mirror stays, and it is told once until when it counts."""
    await publisher.look()
    before = (publisher.folder / NAME).read_bytes()
    url = url_of(tmp_path / "darial.db")
    take_away(url)

    for _ in range(3):
        assert await publisher.look(LASTS / 3) == 0
    assert (publisher.folder / NAME).read_bytes() == before
    (told,) = publisher.hindered
    assert told == f"The mirror stays as it is, and counts until 2026-11-24 18:00:00Z: {HELD}."
    await bring_back(url, publisher.database)
    assert await publisher.look(PAUSE) == 1


async def test_nothing_is_published_of_a_board_that_is_behind(publisher: Publisher) -> None:
    """Where another process writes for long, what it wrote may be what matters."""
    await publisher.look()
    await publisher.said(0)

    async with publisher.database.writing():
        other = Database(url_of(publisher.folder.parent / "darial.db"), busy_s=0.01)
        board = Board(other, catalogue(), Shelf())
        renewing = Renewing(board, other, publisher.renewing.terms, publisher.told.append, print)
        await board.look(publisher.clock.now())
        with pytest.raises(MirrorError, match="another process holds it"):
            await renewing.renew(publisher.clock.now())
        await other.close()

    assert len(publisher.told) == 1


async def test_what_hinders_is_told_once_and_tried_again(publisher: Publisher) -> None:
    """A folder that is gone, a disk that is full: the next time may be a better one."""
    await publisher.look()
    publisher.folder.rename(gone := publisher.folder.with_name("gone"))
    await publisher.said(0)

    for _ in range(3):
        assert await publisher.look(PAUSE) == 0
    gone.rename(publisher.folder)

    assert await publisher.look(PAUSE) == 1
    (told,) = publisher.hindered
    assert "No such file or directory" in told


async def test_it_is_watched_as_a_board_is(publisher: Publisher) -> None:
    """Look after look until ended, without a request from anybody."""
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        publisher.clock.move(PAUSE)
        if len(waits) == 2:
            await publisher.said(0)
        if len(waits) > 3:
            raise asyncio.CancelledError

    task = asyncio.create_task(watch(publisher.renewing, publisher.clock.now, wait, lambda: 0.0))
    await asyncio.wait([task])

    assert [len(each.changed) > 1 for each in publisher.told] == [True, True]
    assert publisher.told[1].manifest.version > publisher.told[0].manifest.version
