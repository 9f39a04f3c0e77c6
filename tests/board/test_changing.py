"""What a version tells otherwise: queues, events and corrections, each once and in order."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from app.correcting import retracting
from app.correcting.mandate import Mandate
from app.domain.change import Change, ChangeKind
from app.domain.report import Queue, Report
from app.domain.vocabulary import Claim, Mode, OriginKind, Precision, Quantity
from app.store import changes
from app.store.database import Database
from tests.archived import NOW
from tests.board.boards import HOUR, board_on, cars, store
from tests.domain.made import report

DAY = timedelta(days=1)


def summons(at: datetime = NOW, **parts: Any) -> Report:  # noqa: ANN401 - any field
    """Make a paper's word that summons are handed out on the way out at Upper Lars."""
    said: dict[str, Any] = {
        "word": "draft_summons",
        "claim": Claim.STATED,
        "origin": "The Paper",
        "origin_kind": OriginKind.MEDIA,
        "place": "verkhny-lars",
        "observed_from": at - HOUR,
        "observed_to": at,
        "precision": Precision.HOUR,
        "recorded_at": at,
    }
    return report(Quantity.EVENT, **said | parts)


async def told(url: str) -> list[Change]:
    """Give every change that the database holds."""
    database = Database(url)
    try:
        async with database.reading() as session:
            return await changes.since(session, 0, 10_000)
    finally:
        await database.close()


def events_among(found: list[Change]) -> list[tuple[str, str | None, str | None]]:
    """Give the events among changes: key, direction and mode."""
    return [
        (each.key, each.direction, each.mode) for each in found if each.kind is ChangeKind.EVENT
    ]


async def test_each_changed_queue_is_kept_with_its_version(bare_url: str) -> None:
    """A report stored by anybody is told of once, under the version that publishes it."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        before = len(await told(bare_url))
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)
        await board.look(NOW)

        new = (await told(bare_url))[before:]

    assert {each.version for each in new} == {board.version}
    assert {(each.direction, each.mode) for each in new} >= {("RU-GE", "car")}
    assert len({(each.places, each.direction, each.mode) for each in new}) == len(new)


async def test_an_event_is_told_once(bare_url: str) -> None:
    """An event is told of when it is first listed, not when it is heard again or by another."""
    async with board_on(bare_url) as board, board_on(bare_url) as other:
        await board.look(NOW)
        await other.look(NOW)
        await store(bare_url, summons())
        await board.look(NOW)
        await other.look(NOW)
        await store(bare_url, summons(NOW + HOUR))
        await other.look(NOW + HOUR)
        await board.look(NOW + HOUR)

    async with board_on(bare_url) as later:
        await later.look(NOW + 2 * HOUR)

    assert events_among(await told(bare_url)) == [("draft_summons stated", "RU-GE", "car")]


async def test_an_event_of_the_time_nobody_served_is_told(bare_url: str) -> None:
    """What was stored while no process ran is told of by the next one that does."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
    await store(bare_url, summons(claim=Claim.DENIED, mode=Mode.ANY, direction="both"))

    async with board_on(bare_url) as board:
        await board.look(NOW)

    assert events_among(await told(bare_url)) == [("draft_summons denied", "both", "any")]


async def test_an_event_that_faded_is_told_again(bare_url: str) -> None:
    """Who hears of it after it left the list learns that it is back."""
    async with board_on(bare_url) as board:
        await board.look(NOW)
        await store(bare_url, summons())
        await board.look(NOW)
        await board.look(NOW + 20 * DAY)
        await store(bare_url, summons(NOW + 20 * DAY))
        await board.look(NOW + 20 * DAY)

    assert len(events_among(await told(bare_url))) == 2


async def test_a_correction_comes_before_what_follows_from_it(bare_url: str) -> None:
    """The act is told of first, with the places it touched; then the queues it changed."""
    said = cars(400, NOW)
    heard: list[Change] = []
    async with board_on(bare_url) as board:
        await store(bare_url, said)
        await board.look(NOW)
        board.listen(lambda _view, changes: heard.extend(changes))
        done = await retract(bare_url, said)
        await board.look(NOW)

    assert heard[0].kind is ChangeKind.CORRECTION
    assert (heard[0].key, heard[0].places) == (done, ("verkhny-lars",))
    assert [each.kind for each in heard[1:]] == [ChangeKind.STATUS] * (len(heard) - 1)
    assert len(heard) > 1


async def retract(url: str, said: Report) -> str:
    """Take a report back as an operator does; gives the id of the act."""
    database = Database(url)
    mandate = Mandate(role="operator", reason="misread")
    try:
        async with database.writing() as session:
            done = await retracting.retract(session, NOW, named=[said.id], mandate=mandate)
    finally:
        await database.close()
    return done.act.id


async def test_the_last_changes_are_remembered_over_a_restart(bare_url: str) -> None:
    """A board that begins anew holds what was told before, but tells nobody of it again."""
    heard: list[Change] = []
    async with board_on(bare_url) as board:
        await board.look(NOW)
        await store(bare_url, cars(400, NOW))
        await board.look(NOW)
    async with board_on(bare_url) as again:
        again.listen(lambda _view, changes: heard.extend(changes))
        await again.look(NOW)
        log = list(again.changing.log)

    assert log == await told(bare_url)
    assert heard == []


async def test_ids_are_stable_and_differ(bare_url: str) -> None:
    """The id of a change is the same whoever reads it, and no two share one."""
    async with board_on(bare_url) as board:
        await store(bare_url, cars(400, NOW), summons())
        await board.look(NOW)
        held = [each.id for each in board.changing.log]

    assert held == [each.id for each in await told(bare_url)]
    assert len(set(held)) == len(held)


async def test_old_changes_go_and_numbers_are_not_given_again(bare_url: str) -> None:
    """What is dropped leaves no number free: who follows by number never mistakes one."""
    change = Change(version=1, at=NOW, kind=ChangeKind.CORRECTION, places=(), key="a1b2")
    database = Database(bare_url)
    try:
        async with database.writing() as session:
            first = await changes.add(session, [change, change])
            kept = await changes.prune(session, NOW)
            dropped = await changes.prune(session, NOW + HOUR)
        async with database.writing() as session:
            (second,) = await changes.add(session, [change])
            newest = await changes.newest(session)
    finally:
        await database.close()

    assert (kept, dropped) == (0, 2)
    assert second.number > first[-1].number
    assert newest == second.number


async def test_what_was_told_last_of_each_queue_stays(bare_url: str) -> None:
    """However old, a queue's last change says of which version its row is."""
    car = Change(
        version=1, at=NOW, kind=ChangeKind.STATUS, places=("a",), direction="RU-GE", mode="car"
    )
    database = Database(bare_url)
    try:
        async with database.writing() as session:
            await changes.add(session, [car, replace(car, mode="truck")])
            await changes.add(session, [replace(car, version=2)])
            dropped = await changes.prune(session, NOW + HOUR)
            told = await changes.versions(session)
    finally:
        await database.close()

    assert dropped == 1
    assert told == {Queue("a", "RU-GE", Mode.CAR): 2, Queue("a", "RU-GE", Mode.TRUCK): 1}


async def test_an_event_that_is_still_listed_is_not_told_of_again(bare_url: str) -> None:
    """However long ago it was told of, a board that begins anew knows that it was."""
    later = NOW + HOUR
    async with board_on(bare_url) as board:
        await store(bare_url, summons())
        await board.look(NOW)
    database = Database(bare_url)
    try:
        async with database.writing() as session:
            dropped = await changes.prune(session, later)
    finally:
        await database.close()
    async with board_on(bare_url) as again:
        await again.look(later)
        log = list(again.changing.log)

    assert dropped == 0
    assert [each.kind for each in log].count(ChangeKind.EVENT) == 1
