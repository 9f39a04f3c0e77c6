"""Following: what others published is read by what it touched, and by nothing else."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.board import board as room
from app.board import following, gathered
from app.board.board import LEFT, Board
from app.board.changing import of_version
from app.board.evidence import LOOKBACKS, assembled
from app.board.following import YIELDED
from app.board.publishing import write
from app.board.selection import Filters
from app.board.view import Form
from app.correcting import noticing, retracting
from app.correcting.mandate import Mandate
from app.domain.report import Queue, Series
from app.domain.vocabulary import Mode, Quantity, Subject
from app.store import bearing, changes
from app.store.database import Database
from app.store.published import Belief
from app.store.sqlite import file_of
from tests.archived import NOW
from tests.board.boards import CATALOGUE, HOUR, board_on, cars, store
from tests.board.test_agreeing import NOTICE, SMALL, documents, versions
from tests.databases import copied, needs_file

LARS = Filters(place=("verkhny-lars",))
MINUTE = timedelta(minutes=1)
MANDATE = Mandate(reason="misread")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Collect the places of which boards put the evidence together, look by look."""
    found: list[set[str]] = []

    def noted(catalogue: Any, places: Collection[str], *how: Any) -> Any:  # noqa: ANN401
        found.append(set(places))
        return assembled(catalogue, places, *how)

    monkeypatch.setattr(gathered, "assembled", noted)
    return found


async def test_only_what_another_published_is_read(bare_url: str, read: list[set[str]]) -> None:
    """One that follows reads the place that was spoken of, as the one that published did."""
    async with board_on(bare_url) as one, board_on(bare_url) as other:
        await one.look(NOW)
        await other.look(NOW)
        await store(bare_url, cars(400, NOW))
        read.clear()
        await one.look(NOW)
        await other.look(NOW)

    assert read == [{"verkhny-lars"}, {"verkhny-lars"}]
    assert documents(one) == documents(other)


@pytest.mark.parametrize(("most", "anew"), [(following.MOST_HEARD, 0), (0, len(LOOKBACKS))])
async def test_of_what_is_read_already_only_the_new_is_read(
    bare_url: str, monkeypatch: pytest.MonkeyPatch, most: int, anew: int
) -> None:
    """A report is taken up as it came; where very many came, their places are read anew."""
    places: list[set[str]] = []
    read = bearing.read

    async def noted(session: Any, named: Collection[str], **how: Any) -> Any:  # noqa: ANN401
        places.append(set(named))
        return await read(session, named, **how)

    monkeypatch.setattr(bearing, "read", noted)
    monkeypatch.setattr(following, "MOST_HEARD", most)
    async with board_on(bare_url) as board, board_on(bare_url) as fresh:
        await board.look(NOW)
        places.clear()
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)
        again = list(places)
        await fresh.look(NOW)

    assert again == anew * [{"verkhny-lars"}]
    assert documents(board) == documents(fresh)


async def test_an_act_is_followed_by_its_places(bare_url: str, read: list[set[str]]) -> None:
    """An end given to a notice of the catalogue raises the version: its place is read alone."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        read.clear()
        database = Database(bare_url)
        async with database.writing() as session:
            await noticing.end(
                session,
                NOW,
                catalogue=CATALOGUE,
                notice=NOTICE.id,
                ends_at=NOW + HOUR,
                mandate=MANDATE,
            )
        await database.close()
        await board.look(NOW + 2 * HOUR)

    assert NOTICE.place in read[0]
    assert len(read[0]) < len(CATALOGUE.places) / 2


async def test_what_was_read_but_not_shown_is_read_again(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that fails halfway loses nothing of what it had heard of."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        await store(bare_url, cars(400, NOW))
        with monkeypatch.context() as patched:
            patched.setattr(room, "hold", _failing)
            with pytest.raises(LookupError):
                await board.look(NOW)
        await board.look(NOW)

    assert b'"mid":400' in board.held().status(Form.JSON, LARS).body


async def _failing(*_: object) -> None:
    raise LookupError


@needs_file
async def test_after_a_restore_all_is_read_anew(
    bare_url: str, tmp_path: Path, read: list[set[str]]
) -> None:
    """Where an older state stands under the same name, nothing of the other one stays."""
    path, copy = file_of(bare_url).path, tmp_path / "copy.db"
    async with board_on(bare_url) as board, board_on(bare_url) as fresh:
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)
        _backup(path, copy)
        await store(bare_url, cars(900, NOW), cars(70, NOW, mode=Mode.TRUCK))
        await board.look(NOW)
        _backup(copy, path)
        # The numbers of what is lost are given again.
        await store(bare_url, cars(50, NOW, mode=Mode.BUS), cars(60, NOW, mode=Mode.BUS))
        read.clear()
        await board.look(NOW)
        await fresh.look(NOW)

    assert read[0] == set(CATALOGUE.places)
    assert documents(board) == documents(fresh)
    assert versions(board) == versions(fresh)


def _backup(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


async def test_an_answer_is_never_of_a_lower_version(bare_url: str) -> None:
    """A queue that is no more counts for the version of the answer it has left."""
    said, found = cars(40, NOW, mode=Mode.RAIL), []
    async with board_on(bare_url) as board, board_on(bare_url) as later:
        await board.look(NOW)
        await store(bare_url, said)
        await board.look(NOW)
        found.append(board.held().status(Form.JSON, LARS))
        database = Database(bare_url)
        async with database.writing() as session:
            await retracting.retract(session, NOW, named=[said.id], mandate=MANDATE)
        await database.close()
        await board.look(NOW)
        await later.look(NOW)
        found += [each.held().status(Form.JSON, LARS) for each in (board, later)]

    version = [int(dict(each.start["headers"])[b"darial-version"]) for each in found]
    assert [b'"mode":"rail"' in each.body for each in found] == [True, False, False]
    assert version[0] < version[1] == version[2]


async def test_a_clock_that_is_ahead_is_gone_by(
    bare_url: str, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two boards, one ten minutes ahead, publish what one alone would, and nothing against it."""
    ahead, alone_url = 10 * MINUTE, copied(empty, tmp_path_factory.mktemp("alone"))
    async with (
        board_on(bare_url, catalogue=SMALL) as one,
        board_on(bare_url, catalogue=SMALL) as other,
        board_on(alone_url, catalogue=SMALL) as alone,
    ):
        for url in (bare_url, alone_url):
            await store(url, cars(400, NOW), cadence=5 * MINUTE)
        await one.look(NOW)
        await alone.look(NOW)
        for now in (NOW + 5 * minute * MINUTE for minute in range(20)):
            for board, skew in ((one, 0 * ahead), (other, ahead), (one, 0 * ahead)):
                await board.look(now + skew)
            await alone.look(now + ahead)

            assert documents(one) == documents(other) == documents(alone)
            assert one.version == other.version == alone.version

    assert one.version > 2


async def test_what_is_new_is_left_to_who_leads(bare_url: str) -> None:
    """Who does not lead follows what is published at once, and publishes what nobody does."""
    second = timedelta(seconds=1)
    versions_seen = []
    async with board_on(bare_url) as leader, board_on(bare_url) as other:
        await leader.look(NOW)
        await other.look(NOW)
        other.leads = lambda: False
        for value, leads in ((400, True), (900, False)):
            await store(bare_url, cars(value, NOW))
            await other.look(NOW)
            before = other.version
            if leads:
                await leader.look(NOW)
            await other.look(NOW + LEFT - second / 10)
            during = other.version
            await other.look(NOW + LEFT)
            versions_seen.append((during - before, other.version - before))

    assert versions_seen == [(1, 1), (0, 1)]


async def test_another_program_is_left_to_publish(bare_url: str) -> None:
    """While one that reckons otherwise publishes we follow it; a minute later we publish again."""
    queue = Queue("verkhny-lars", "RU-GE", Mode.CAR)
    series = Series(queue, Quantity.QUEUE_VEHICLES, Subject.VEHICLES)
    told = []
    async with board_on(bare_url) as board:
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)
        await _publish(bare_url, series, Belief(low=1.0, mid=2.0, high=3.0))
        for passed in (timedelta(0), YIELDED / 2, YIELDED):
            await board.look(NOW + passed)
            told.append((board.version, _published_id(board, series.queue), board.behind))

    version = told[0][0]
    assert told[:2] == [(version, None, True)] * 2
    assert told[2][0] == version + 1
    assert told[2][1] is not None
    assert not told[2][2]


async def _publish(url: str, series: Series, belief: Belief) -> None:
    database = Database(url)
    async with database.writing() as session:
        version, _ = await write(session, {series: belief}, NOW, "another catalogue")
        await changes.add(session, of_version(version, NOW, {series.queue}, {}))
    await database.close()


def _published_id(board: Board, queue: Queue) -> object:
    (row,) = [row for row in board.held().rows if row.status.queue == queue]
    return row.fields["queue_vehicles"]["published_id"]
