"""`darial reread`: what a source answered once goes through today's reader again."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.database import require, work
from app.cli.ending import at_once
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.planning import planned, source_named
from app.cli.progress import Progress
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say
from app.cli.when import METAVAR, When, when
from app.clock import now
from app.polling.rereading import Reader, Reread
from app.polling.rereading import reread as read_again
from app.polling.texts import Texts
from app.sources.kit import Source

EPILOG = """\b
Examples:
  darial reread georoad --since 2026-11-01
  darial reread zitic --since 2026-11-01T06:00Z --until 2026-11-08

\b
Exit codes:
  0    read, whether or not anything was new
  1    some payloads could not be read, or none is kept of that time
  2    wrong usage, or there is no such source
  3    settings, catalogue or database need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: what was read by then is stored"""

FORM = "A time with its offset from UTC (2026-11-01T06:00Z), or a day in UTC (2026-11-01)"

GREENWICH = ZoneInfo("UTC")


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("reread", epilog=EPILOG)(reread)


def reread(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Its id; `darial sources` lists them.")
    ],
    since: Annotated[
        When,
        typer.Option(parser=when, metavar=METAVAR, help=f"{FORM}: what came from then on."),
    ],
    until: Annotated[
        When | None,
        typer.Option(parser=when, metavar=METAVAR, help="The same: what came by then; else all."),
    ] = None,
) -> None:
    """Read a source's kept answers again, and store what is new.

    For a reader that has learned something since. Nothing is asked of anybody. What today's reader
    says otherwise of the same row becomes its revision; what a text does not say by today's reading
    is taken back; what is known already changes nothing.
    Answers are kept for DARIAL_KEEP_PAYLOADS days. An interrupted run is only to be repeated.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    asked, plan = source_named(source), planned(chosen, catalogue)
    first, last = since.start(GREENWICH), until.end(GREENWICH) if until else None
    if last is not None and last <= first:
        raise Fault("--until must lie after --since.", UNUSABLE)
    reader = Reader(catalogue=catalogue, texts=Texts(plan.scope), now=now())
    require(chosen.database_url)
    with at_once():
        result = _result(chosen.database_url, asked, reader, first, last)
    added = result.added
    say(
        f"{asked.id}: {result.payloads:,} payloads read, {result.unreadable:,} of them unreadable:"
        f" {added.new:,} new, {added.repeated:,} known already, {added.revised:,} revised"
        + (f", {result.taken_back:,} not said any more and taken back" if result.taken_back else "")
    )
    if result.unreadable or not result.payloads:
        raise typer.Exit(PARTLY)


def _result(
    url: str, source: Source, reader: Reader, since: datetime, until: datetime | None
) -> Reread:
    with Progress("read", "payloads") as progress:

        def tell(done: int, every: int) -> None:
            progress.at(done, done / max(every, 1))

        return work(
            url,
            lambda database: read_again(database, source, reader, since, tell, until=until),
        )
