"""The board: published once, renewed by news and by time, going on without its database."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.board import gathered, patience
from app.board.board import Board
from app.board.document import Document
from app.board.evidence import assembled
from app.board.selection import Filters
from app.board.view import Form, View
from app.domain.change import Change
from app.domain.errors import Unavailable
from app.domain.health import Health
from app.domain.report import Queue
from app.domain.vocabulary import (
    Claim,
    Freshness,
    Mode,
    NoNumber,
    OriginKind,
    Precision,
    Quantity,
    Subject,
)
from app.store import board as counter
from app.store import published, turns
from app.store.database import Database
from app.store.fault import DatabaseGone
from app.store.turns import Turn
from tests.archived import NOW
from tests.board.boards import HOUR, board_on, cars, store
from tests.databases import missing, path_of
from tests.domain.made import report
from tests.others import Writer, bring_back, take_away

MILLISECOND = timedelta(milliseconds=1)

LARS = Filters(place=("verkhny-lars",), direction=("RU-GE",), mode=())
SYRYM = Filters(place=("syrym",))


def vehicles(board: Board) -> dict[str, Any]:
    """Give what the board says of the cars waiting at Upper Lars."""
    (row,) = [
        row
        for row in board.held().rows
        if row.status.queue[:2] == ("verkhny-lars", "RU-GE") and row.status.queue.mode == "car"
    ]
    said: dict[str, Any] = row.fields["queue_vehicles"]
    return said


def about(board: Board, filters: Filters) -> Document:
    """Give the board's answer to a question."""
    return board.held().status(Form.JSON, filters)


async def test_nothing_is_held_at_first(bare_url: str) -> None:
    """Before the first look there is nothing to answer from, and it says so."""
    async with board_on(bare_url) as board:
        with pytest.raises(Unavailable):
            board.held()


async def test_every_belief_is_published(url: str) -> None:
    """Each number and word on the board is kept under the id that its row names."""
    async with board_on(url) as board:
        await board.look(NOW)
        database = Database(url)
        async with database.reading() as session:
            kept = {each.id: each for each in await published.latest(session)}
            version = await counter.version(session)
        await database.close()

    ids = {
        part["published_id"]
        for row in board.held().rows
        for part in row.fields.values()
        if isinstance(part, dict) and "published_id" in part
    }
    assert None not in ids
    assert ids <= kept.keys()
    assert board.version == version > 0


async def test_a_restart_changes_nothing(url: str) -> None:
    """A second start finds everything published: same version, same bytes."""
    async with board_on(url) as first:
        await first.look(NOW)
    async with board_on(url) as second:
        await second.look(NOW + HOUR)

    everything = Filters()
    assert second.version == first.version
    assert about(second, everything).body == about(first, everything).body


async def test_a_look_without_news_changes_nothing(url: str) -> None:
    """The very documents stay up until something happens."""
    async with board_on(url) as board:
        await board.look(NOW)
        view = board.view

        await board.look(NOW + timedelta(seconds=1))

    assert board.view is view


async def test_the_same_outcome_changes_nothing(url: str) -> None:
    """A place that is assessed anew and comes out the same is not published again."""
    async with board_on(url) as board:
        await board.look(NOW)
        view, version = board.view, board.version

        await board.refresh(NOW + timedelta(seconds=1), {"verkhny-lars", "fi"})

    assert board.view is view
    assert board.version == version


async def test_a_report_that_changes_nothing_leaves_the_documents(bare_url: str) -> None:
    """What is only counted of a source is in no document: they stand as long as all else does."""
    await store(bare_url, cars(120, NOW))
    async with board_on(bare_url) as board:
        await board.look(NOW)
        view = board.view

        await store(bare_url, cars(60, NOW - 400 * 24 * HOUR, subject=Subject.RUSSIAN_PLATED))
        await board.look(NOW)
        told = {each.id: each.reports for each in (await board.roster()).sources}

    assert board.view is view
    assert told["made"] == 2


async def test_what_another_process_stores_is_noticed(bare_url: str) -> None:
    """The next look takes up what was stored; answers about other places stay the same."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        before, version = (about(board, LARS), about(board, SYRYM)), board.version

        await store(bare_url, cars(400, NOW))
        await board.look(NOW)

        after = about(board, LARS), about(board, SYRYM)
    assert board.version == version + 1
    assert vehicles(board)["no_number"] is None
    assert after[0].etag != before[0].etag
    assert after[1].body == before[1].body


async def test_time_alone_withholds_a_number(bare_url: str) -> None:
    """At its time a number turns late, then goes; the last one stays; each step is published."""
    await store(bare_url, cars(400, NOW))
    async with board_on(bare_url) as board:
        await board.look(NOW)
        fresh, version = vehicles(board), board.version

        await board.look(NOW + 7 * HOUR)
        late = vehicles(board)
        await board.look(NOW + 25 * HOUR)
        stale = vehicles(board)

    assert fresh["freshness"] is Freshness.FRESH
    assert late["freshness"] is Freshness.LATE
    assert (stale["mid"], stale["no_number"]) == (None, NoNumber.STALE)
    assert stale["last"]["mid"] == pytest.approx(400, rel=0.05)
    assert len({each["published_id"] for each in (fresh, late, stale)}) == 3
    assert board.version == version + 2


async def test_what_must_not_leave_does_not(bare_url: str) -> None:
    """The price of a way is published as a bare word, and a traveller's hour is rounded."""
    heard = NOW - timedelta(minutes=25)
    said = report(
        Quantity.EVENT,
        place="verkhny-lars",
        word="bribe_price",
        claim=Claim.STATED,
        note="ask for him at the bend",
        observed_from=heard,
        observed_to=heard,
        recorded_at=NOW,
        precision=Precision.HOUR,
        origin="eyewitness",
        origin_kind=OriginKind.EYEWITNESS,
    )
    await store(bare_url, said)
    async with board_on(bare_url) as board:
        await board.look(NOW)

    events = [
        event
        for row in board.held().rows
        for event in row.fields["events"]
        if event["word"] == "bribe_price"
    ]
    assert events
    assert {event["note"] for event in events} == {""}
    assert {event["observed_from"] for event in events} == {"2026-11-24T11:00:00Z"}


async def test_it_says_when_time_will_change_something(url: str) -> None:
    """The next change by time is at hand, and lies ahead."""
    async with board_on(url) as board:
        assert board.next_change() is None

        await board.look(NOW)

    coming = board.next_change()
    assert coming is not None
    assert coming > NOW


def queue_of(change: Change) -> Queue:
    """Give the queue that a change is about."""
    assert change.direction is not None
    assert change.mode is not None
    return Queue(change.places[0], change.direction, Mode(change.mode))


async def test_listeners_are_told_what_changed(bare_url: str) -> None:
    """Who listens is told which queues changed, and nothing when none did."""
    told: list[list[Queue]] = []

    def listener(view: View, changes: Sequence[Change]) -> None:
        assert view is board.view
        told.append([queue_of(each) for each in changes])

    async with board_on(bare_url) as board:
        await board.look(NOW)
        board.listen(listener)

        await board.look(NOW)
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)

    (queues,) = told
    assert Queue("verkhny-lars", "RU-GE", Mode.CAR) in queues
    assert {queue.place for queue in queues} == {"verkhny-lars"}


async def test_refresh_takes_up_what_was_just_stored(bare_url: str) -> None:
    """A poller need not wait for the next look."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        await store(bare_url, cars(400, NOW))

        await board.refresh(NOW, {"verkhny-lars"})

    assert vehicles(board)["mid"] == pytest.approx(400, rel=0.05)


async def test_two_processes_agree(bare_url: str) -> None:
    """Two boards on one database follow each other, and publish each change once."""
    async with board_on(bare_url) as one, board_on(bare_url) as other:
        await one.look(NOW)
        await other.look(NOW)
        version = one.version
        await store(bare_url, cars(400, NOW))

        for board in (one, other, one, other):
            await board.look(NOW)

    assert one.version == other.version == version + 1
    assert about(one, LARS).body == about(other, LARS).body


async def test_without_the_database_time_goes_on(bare_url: str) -> None:
    """With the file gone, answers are marked, and a number is still withheld at its time."""
    await store(bare_url, cars(400, NOW))
    async with board_on(bare_url) as board:
        await board.look(NOW)
        take_away(bare_url)

        await board.look(NOW + HOUR)
        marked = about(board, LARS)
        await board.look(NOW + 25 * HOUR)

    assert marked.marked
    assert b'"no_number":"stale"' in about(board, LARS).body
    assert vehicles(board)["published_id"] is None


async def test_while_another_writes_time_goes_on(bare_url: str) -> None:
    """A long import of another process holds up what is published, not what time withholds."""
    await store(bare_url, cars(400, NOW))
    async with board_on(bare_url, busy_s=0.01) as board:
        await board.look(NOW)
        with closing(Writer(path_of(bare_url))) as other:
            other.begin()

            await board.look(NOW + 25 * HOUR)

        meanwhile = vehicles(board)
        await board.look(NOW + 26 * HOUR)

    assert meanwhile["no_number"] == "stale"
    assert meanwhile["published_id"] is None
    assert vehicles(board)["published_id"] is not None


async def test_a_place_that_ages_while_we_wait_to_publish_is_shown_next(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then nobody is told that they have the version that tells of it."""

    def found(*asked: Any) -> Any:  # noqa: ANN401 - what boards put evidence together by
        monkeypatch.setattr(patience, "EVERY_S", 0.01)  # from here on we wait to publish
        return assembled(*asked)

    monkeypatch.setattr(gathered, "assembled", found)
    await store(bare_url, cars(400, NOW))
    async with board_on(bare_url) as board:
        await board.look(NOW)
        monkeypatch.setattr(patience, "EVERY_S", 60.0)
        before = board.version
        just_before = board.holding("verkhny-lars").wakes_at - MILLISECOND
        await store(bare_url, cars(500, NOW))
        with closing(Writer(path_of(bare_url))) as other:
            other.begin()
            looking = asyncio.create_task(board.look(just_before))
            while not board._aged:  # noqa: ASYNC110, SLF001 - it tells nobody
                await asyncio.sleep(0.001)
        await looking
        waits = board.version, board.shown
        await board.look(just_before + HOUR)

    assert waits == (before + 1, before)
    assert board.shown == board.version
    assert vehicles(board)["published_id"] is not None


async def test_it_comes_back_by_itself(bare_url: str) -> None:
    """Once the file is there again, marks go, and what changed meanwhile is published."""
    await store(bare_url, cars(400, NOW))
    async with board_on(bare_url) as board:
        await board.look(NOW)
        version = board.version
        take_away(bare_url)
        await board.look(NOW + 25 * HOUR)
        await bring_back(bare_url, board._database)  # noqa: SLF001 - it spaces its attempts

        await board.look(NOW + 26 * HOUR)

    assert not about(board, LARS).marked
    assert vehicles(board)["published_id"] is not None
    assert board.version == version + 1


async def test_refresh_says_that_the_database_is_gone(bare_url: str) -> None:
    """Who asked for a renewal is told that there is none; the held board stays."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        take_away(bare_url)

        with pytest.raises(DatabaseGone):
            await board.refresh(NOW)

    assert board.held().rows


async def test_without_a_database_there_is_no_board(tmp_path: Path) -> None:
    """A start without a database waits for one, and holds nothing meanwhile."""
    async with board_on(missing(tmp_path)) as board:
        await board.look(NOW)

        with pytest.raises(Unavailable):
            board.held()


async def turn(url: str, health: Health, at: datetime) -> None:
    """Note that the source of the made figures stands otherwise, as a poller does."""
    database = Database(url)
    try:
        async with database.writing() as session:
            await turns.add(session, Turn(source="made", at=at, health=health))
    finally:
        await database.close()


async def test_a_turn_of_health_reaches_the_board(bare_url: str) -> None:
    """Without any report, a stale number takes its source's going and coming for its reason."""
    await store(bare_url, cars(120, NOW), cadence=timedelta(minutes=5))
    reasons = []
    async with board_on(bare_url) as board:
        for hours, health in ((2, None), (3, Health.DOWN), (4, None), (5, Health.UP)):
            if health is not None:
                await turn(bare_url, health, NOW + hours * HOUR)
            await board.look(NOW + hours * HOUR)
            reasons.append(vehicles(board)["no_number"])
        version = board.version
        elsewhere = [row.version for row in board.held().rows if row.place.id == "vaalimaa"]

    stale, down = NoNumber.STALE, NoNumber.SOURCE_DOWN
    assert reasons == [stale, down, down, stale]
    assert max(elsewhere) < version
