"""`darial backfill`: the past of a source that takes dates, day by day."""

import re
import signal
from datetime import date
from functools import partial
from typing import Annotated

import typer

from app.catalog import Catalogue
from app.cli.backfilled import Course, follow
from app.cli.database import bring_up, work
from app.cli.ending import TERMINATED, at_once
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.planning import planned, source_named, tell_asking
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import complain, say
from app.clock import now
from app.polling.backfilling import Backfill
from app.polling.client import Client
from app.polling.gathering import Gatherer
from app.polling.hosts import Hosts
from app.polling.plan import Plan
from app.polling.registering import register
from app.sources import SOURCES
from app.sources.kit import Source
from app.store.database import Database

EPILOG = """\b
Examples:
  darial backfill customs_russia --from 2022-09-01 --to 2022-10-31
  darial backfill customs_russia --from 2026-11-01 --to 2026-11-01

\b
Exit codes:
  0    each day was taken in, or was there already
  1    some days could not be taken in: the same command asks for them again
  2    wrong usage, or the source offers no past
  3    settings, catalogue, database or disk need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: whole days are kept"""

MOST_DAYS = 3_700
"""Ten years: the longest that one command asks for."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

AGAIN = "the days taken in stay, and the same command goes on where it ended."


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("backfill", epilog=EPILOG)(backfill)


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # no such day is refused like what is no day at all
    raise typer.BadParameter(f"{text!r} is no day: write it as 2022-09-01")


def backfill(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Its id; `darial sources show ID` tells more.")
    ],
    first: Annotated[
        date, typer.Option("--from", parser=_day, metavar="DAY", help="The first day.")
    ],
    last: Annotated[
        date,
        typer.Option("--to", parser=_day, metavar="DAY", help="The last day, which must be over."),
    ],
) -> None:
    """Ask a source for days of the past, and store what it says.

    Only for publishers that take dates. Each day is shown when it is done, and is stored whole or
    not at all; one that is there already is not asked for again, so that an interrupted run is only
    to be repeated. The publisher's pauses are kept, so a month may take an hour. Three failing days
    in a row end it. A missing database is made first.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    asked, plan = source_named(source), planned(chosen, catalogue)
    _require_past(asked)
    _require_span(first, last)
    bring_up(chosen.database_url)
    tell_asking(asked, plan)
    take = partial(_taken_in, catalogue, plan, asked, (first, last))
    try:
        with at_once({signal.SIGTERM: TERMINATED}):
            course = work(chosen.database_url, take)
    except KeyboardInterrupt:
        complain(f"Ended by Ctrl-C: {AGAIN}")
        raise
    say(f"{asked.id}: {course}")
    if course.given_up:
        raise Fault(f"Ended after {course.in_a_row} failing days in a row: {AGAIN}", PARTLY)
    if course.failed:
        raise typer.Exit(PARTLY)


def _require_past(source: Source) -> None:
    if source.past is None:
        able = ", ".join(each.id for each in SOURCES if each.past is not None)
        raise Fault(
            f"{source.id} offers no past: its publisher takes no dates. Those that do: {able}.",
            UNUSABLE,
        )


def _require_span(first: date, last: date) -> None:
    if last < first:
        raise Fault(f"--to {last} lies before --from {first}.", UNUSABLE)
    if last >= now().date():
        raise Fault(
            f"--to {last} is not over yet: days are taken in whole, so name yesterday (in UTC) or"
            " an earlier day.",
            UNUSABLE,
        )
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise Fault(
            f"{days:,} days are too many at once: name at most {MOST_DAYS:,}.",
            UNUSABLE,
        )


async def _taken_in(
    catalogue: Catalogue,
    plan: Plan,
    source: Source,
    span: tuple[date, date],
    database: Database,
) -> Course:
    await register(database, [source], now())
    async with Client(plan.manners, (source,), now=now) as client:
        gatherer = Gatherer(ask=client.ask, hosts=Hosts(), scope=plan.scope)
        taking = Backfill(database=database, catalogue=catalogue, gatherer=gatherer, now=now)
        return await follow(taking.days(source, *span))
