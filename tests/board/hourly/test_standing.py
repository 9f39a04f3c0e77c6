"""Which hours stand, which come next, and how a round goes on after whatever ended the last one."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import update

from app.board.hourly import keeping
from app.board.hourly.round import EVERY_S, RESTED, keep_hours, keep_next, one_round
from app.domain.vocabulary import Mode
from app.store import hourly, sources
from app.store.hourly import Mark, Span, Stretch, Told
from app.store.hourly_tables import hourly_spans
from tests.archived import NOW
from tests.board.hourly.hours import DAY, HOUR, SHORT, Hours
from tests.board.hourly.test_kept import told
from tests.correcting.desk import LARS, catalogue
from tests.databases import url_of
from tests.others import bring_back, take_away
from tests.serving import live, never
from tests.store.plans import Statement


async def test_what_is_known_late_ends_them_where_it_was_known(hours: Hours) -> None:
    """A report that was published some hours ago leaves the hours before that as they were."""
    await hours.keep()

    await hours.desk.store(told("late", 5, recorded_at=NOW, published_at=NOW - 4.5 * HOUR))

    span = await hours.stands()
    assert span is not None
    assert (span.since, span.until) == (NOW - SHORT, NOW - 5 * HOUR)


async def test_a_report_known_at_the_full_hour_counts_in_it(hours: Hours) -> None:
    """What was known at the very end of an hour is told at its end, so that hour does not stand."""
    await hours.keep()

    await hours.desk.store(told("late", 6, recorded_at=NOW, published_at=NOW - 5 * HOUR))

    span = await hours.stands()
    assert span is not None
    assert span.until == NOW - 6 * HOUR


async def test_another_place_changes_nothing(hours: Hours) -> None:
    """What is said of another crossing is nothing to this one."""
    await hours.keep()

    await hours.desk.store(
        told(
            "other",
            24,
            place="vaalimaa",
            direction="RU-FI",
            recorded_at=NOW,
            published_at=NOW - DAY,
        )
    )

    assert await hours.stands() == await hours.found()


@pytest.mark.parametrize("changed", ["stored", "catalogue", "cadence"])
async def test_another_basis_ends_them_all(hours: Hours, changed: str) -> None:
    """What was assessed by another catalogue, rhythm of a source or method stands no more."""
    await hours.keep()
    used = catalogue()
    async with hours.desk.database.writing() as session:
        if changed == "catalogue":
            used = replace(used, version="another")
        elif changed == "cadence":
            await sources.register(session, live("sensor", NOW, timedelta(minutes=10)))
        else:
            await session.execute(update(hourly_spans).values(basis="an older method"))

    async with hours.desk.database.reading() as session:
        found = await keeping.kept_spans(session, used, [LARS])

    assert found.found
    assert not found.spans


async def test_an_answer_from_kept_hours_reads_no_reports(
    hours: Hours, statements: list[Statement]
) -> None:
    """Where every hour asked for is kept, no evidence is read at all."""
    await hours.keep()
    statements.clear()

    await hours.answer(back=DAY)

    read = [each for each in statements if "reports.value" in each.sql]
    assert statements
    assert not read


async def test_a_new_queue_has_all_hours_assessed_anew(
    hours: Hours, statements: list[Statement]
) -> None:
    """Once a way of crossing is heard of for the first time, every hour kept tells of it."""
    await hours.keep()
    await hours.desk.store(told("rail", 0.5, mode=Mode.RAIL))
    hours.desk.clock.move(HOUR)

    await hours.keep()

    statements.clear()
    answer = await hours.answer(back=DAY)
    assert b'"rail"' in answer
    assert not [each for each in statements if "reports.value" in each.sql]


async def test_hours_in_which_nothing_changes_take_no_room(hours: Hours) -> None:
    """An hour is a row only where something is held otherwise than before."""
    await hours.keep("vaalimaa")

    async with hours.desk.database.reading() as session:
        rows = await hourly.within(session, "vaalimaa", NOW - SHORT, NOW)
        span = (await hourly.spans(session, ["vaalimaa"]))["vaalimaa"]

    assert (span.until - span.since) == SHORT
    assert len(rows) < 3


async def test_who_was_overtaken_keeps_nothing(hours: Hours) -> None:
    """Where another process kept something since we read, ours is dropped and theirs stays."""
    await hours.keep()
    theirs = await hours.found()
    assert theirs is not None
    ours = replace(theirs, until=theirs.until + HOUR)
    stretch = Stretch(ours.until, [Told(ours.until, b"ours")])

    async with hours.desk.database.writing() as session:
        kept = await hourly.keep(session, LARS, None, ours, stretch)

    assert not kept
    assert await hours.found() == theirs


async def test_the_oldest_hours_go(hours: Hours) -> None:
    """Hours are kept for as long as may be asked for; the row that still stands then stays."""
    far, found = NOW - hourly.LONGEST, None
    for first, until in ((far - 3 * DAY, far), (far + HOUR, NOW)):
        span = Span(since=far - 3 * DAY, until=until, basis="any", mark=Mark(0, 0))
        rows = [Told(first + n * DAY, str(n).encode()) for n in range(3)]
        async with hours.desk.database.writing() as session:
            assert await hourly.keep(session, LARS, found, span, Stretch(first, rows))
        found = await hours.found()

    async with hours.desk.database.reading() as session:
        left = await hourly.within(session, LARS, far - 9 * DAY, NOW)
    assert found is not None
    assert (found.since, found.until) == (far, NOW)
    assert [each.at - far for each in left] == [-DAY, HOUR, DAY + HOUR, 2 * DAY + HOUR]


async def test_a_round_goes_on_where_it_was_ended(hours: Hours) -> None:
    """What was kept when a round was ended stays, and the next one does the rest."""
    desk = hours.desk
    assert await keep_next(desk.database, catalogue(), LARS, NOW, SHORT)
    half = await hours.found()

    await one_round(desk.database, catalogue(), now=desk.clock.now, wait=_at_once, reach=SHORT)

    whole = await hours.found()
    assert half is not None
    assert whole is not None
    assert (half.since, half.until) == (NOW - SHORT, NOW - SHORT + 23 * HOUR)
    assert (whole.since, whole.until) == (NOW - SHORT, NOW)
    assert await hours.found("vaalimaa") is None


async def test_a_round_rests_for_longer_than_it_works(hours: Hours) -> None:
    """After each day of hours most of the time is left to answers."""
    rests: list[float] = []
    ticks = iter(range(100))

    async def wait(seconds: float) -> None:
        rests.append(seconds)

    await one_round(
        hours.desk.database,
        catalogue(),
        now=hours.desk.clock.now,
        wait=wait,
        ticks=lambda: float(next(ticks)),
        reach=SHORT,
    )

    assert rests
    assert set(rests) == {float(RESTED)}


async def test_a_failing_round_is_told_once(hours: Hours) -> None:
    """While the database is away that is one line, and the hours are kept once it is back."""
    url = url_of(hours.path)
    take_away(url)
    done, rounds, back = asyncio.Event(), iter(range(100)), list[bool]()

    async def wait(seconds: float) -> None:
        if seconds == EVERY_S and next(rounds) == 2:
            await bring_back(url, hours.desk.database)
            back.append(True)
        if back and await _is_kept(hours):
            done.set()
            await never(0)

    with structlog.testing.capture_logs() as lines:
        task = asyncio.create_task(
            keep_hours(hours.desk.database, catalogue(), now=hours.desk.clock.now, wait=wait)
        )
        await done.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert [each["log_level"] for each in lines] == ["warning"]


async def _is_kept(hours: Hours) -> bool:
    found = await hours.found()
    return found is not None and found.until == NOW


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)
