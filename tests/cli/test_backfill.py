"""Backfilling: each day is told, whole days stay, and a publisher that fails is left alone."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from app.catalog import load
from app.cli.backfill import MOST_DAYS
from app.cli.backfilled import Course, follow
from app.clock import now
from app.polling.backfilling import Backfill, Day
from app.polling.client import Answer
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.registering import register
from app.sources import SOURCES, customs_russia
from app.sources.kit import Refused, Request, Scope, Source
from app.store import migrate
from app.store.database import Database
from app.store.reports import Added
from tests.cli.conftest import Darial, url
from tests.cli.mirror import Mirror
from tests.cli.processes import running, until
from tests.sources.made_payloads import FETCHED_AT, made_payload

FIRST = date(2022, 9, 1)
NONE_FOUND = made_payload("customs_russia", "none-found.html")


async def days(*made: Day) -> AsyncIterator[Day]:
    """Give these days, one after the other."""
    for day in made:
        yield day


def followed(*made: Day) -> Course:
    """Follow these days to the end."""
    return asyncio.run(follow(days(*made)))


def day(number: int, *, fault: str = "", new: int = 0, skipped: bool = False) -> Day:
    """Make what became of a day of September 2022."""
    added = None if fault or skipped else Added(new=new)
    return Day(day=FIRST.replace(day=number), added=added, fault=fault, skipped=skipped)


async def pass_no_time(_seconds: float) -> None:
    """Wait for nothing: the pauses of the publisher are not this test's."""


async def none_found(
    _source: Source, _request: Request, *, etag: str | None, modified: str | None
) -> Answer:
    """Answer that nothing was found, as the page does."""
    return Answer(
        status=200,
        body=NONE_FOUND.body,
        url=customs_russia.ADDRESS,
        fetched_at=FETCHED_AT,
        charset=NONE_FOUND.charset,
        media="text/html",
        date=None,
        received=len(NONE_FOUND.body),
        not_modified=False,
        etag=etag,
        modified=modified,
    )


async def taken_in(path: Path, first: date, last: date) -> Course:
    """Take in days from a page on which nothing is ever found."""
    database, catalogue = Database(url(path)), load()
    scope = Scope(places=catalogue.places)
    gatherer = Gatherer(ask=none_found, hosts=Hosts(wait=pass_no_time), scope=scope)
    taking = Backfill(
        database=database, catalogue=catalogue, gatherer=gatherer, now=lambda: FETCHED_AT
    )
    try:
        await register(database, [customs_russia.SOURCE], FETCHED_AT)
        return await follow(taking.days(customs_russia.SOURCE, first, last))
    finally:
        await database.close()


def test_each_day_is_told_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    """With what it brought; those that were there are only counted."""
    refused = Day(
        day=FIRST.replace(day=4),
        added=Added(new=2, revised=1),
        refused=(Refused(row="a card", reason="odd"),),
    )

    course = followed(day(1, new=3), day(2, skipped=True), day(3), refused)

    assert capsys.readouterr().out.splitlines() == [
        "2022-09-01: 3 new, 0 known already",
        "2022-09-03: 0 new, 0 known already",
        "2022-09-04: 2 new, 0 known already, 1 revised, 1 refused (the first, a card: odd)",
    ]
    assert str(course) == (
        "3 days taken in, 1 there already, 0 failed; 5 reports new, 0 known already, 1 revised"
    )


def test_three_failing_days_in_a_row_end_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A publisher that keeps us out is not asked for the rest of the decade."""
    course = followed(*(day(number, fault="blocked") for number in range(1, 9)))

    assert course.given_up
    assert course.failed == 3
    assert capsys.readouterr().err.splitlines()[-1] == "2022-09-03: not taken in: blocked"


def test_failing_days_far_between_do_not(capsys: pytest.CaptureFixture[str]) -> None:
    """One that works in between starts the count anew."""
    course = followed(
        *(day(number, fault="" if number % 3 == 0 else "late") for number in range(1, 9))
    )

    assert not course.given_up
    assert (course.taken, course.failed) == (2, 6)
    assert capsys.readouterr().out.count("0 new") == 2


def test_what_was_taken_in_is_not_asked_for_again(
    darial: Darial, mirror: Mirror, archived: Path
) -> None:
    """A repeated command finds all days there, and asks nobody."""
    first = asyncio.run(taken_in(archived, FIRST, FIRST + timedelta(days=1)))

    result = darial("backfill", "customs_russia", "--from", "2022-09-01", "--to", "2022-09-02")

    assert first.taken == 2
    assert result.code == 0
    assert result.out == (
        "customs_russia: 0 days taken in, 2 there already, 0 failed;"
        " 0 reports new, 0 known already, 0 revised\n"
    )
    assert mirror.asked == []


def test_a_day_that_fails_is_told(darial: Darial, mirror: Mirror, database: Path) -> None:
    """With the reason; the database was made, and the next time asks for the day again."""
    mirror.serve(customs_russia.ADDRESS, b"", "text/html", status=403)

    result = darial("backfill", "customs_russia", "--from", "2022-09-01", "--to", "2022-09-01")

    assert result.code == 1
    assert migrate.current(url(database)) == migrate.head()
    assert "2022-09-01: not taken in: customs.gov.ru: it keeps us out" in result.err
    assert len(mirror.asked) == 1
    assert mirror.agents == {"Darial/0.1.0"}


def test_ctrl_c_says_that_a_repeat_goes_on(mirror: Mirror, archived: Path) -> None:
    """It ends at once, in the middle of a day, which is not kept then."""
    with running(
        "backfill",
        "customs_russia",
        "--from",
        "2022-09-01",
        "--to",
        "2022-09-03",
        database=archived,
        settings={"DARIAL_UPSTREAM_MIRROR": mirror.address},
    ) as process:
        until(lambda: bool(mirror.asked))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert out == ""
    assert "Ended by Ctrl-C: the days taken in stay, and the same command goes on" in err
    assert "Traceback" not in err


def test_a_source_without_a_past_names_those_with_one(darial: Darial) -> None:
    """So that nobody tries one after the other."""
    without = next(source.id for source in SOURCES if source.past is None)

    result = darial("backfill", without, "--from", "2022-09-01", "--to", "2022-09-02")

    assert result.code == 2
    assert f"{without} offers no past" in result.err
    assert "customs_russia" in result.err


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2022-09-02", "2022-09-01", "--to 2022-09-01 lies before --from 2022-09-02."),
        ("2022-09-01", "2099-01-01", "--to 2099-01-01 is not over yet"),
        ("2022-09-01", "20220902", "'20220902' is no day: write it as 2022-09-01"),
        ("2022-09-31", "2022-10-01", "'2022-09-31' is no day"),
        ("2010-01-01", "2026-01-01", f"days are too many at once: name at most {MOST_DAYS:,}"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(
    darial: Darial, mirror: Mirror, first: str, last: str, said: str
) -> None:
    """Before anybody is asked, and before there is a database."""
    result = darial("backfill", "customs_russia", "--from", first, "--to", last)

    assert result.code == 2
    assert said in result.err
    assert mirror.asked == []


def test_today_is_not_over(darial: Darial) -> None:
    """A day taken in before its end would pass for whole."""
    today = now().astimezone(UTC).date().isoformat()

    result = darial("backfill", "customs_russia", "--from", today, "--to", today)

    assert result.code == 2
    assert "name yesterday (in UTC)" in result.err
