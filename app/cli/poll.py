"""`darial poll`: one poll of a source, or one payload read, and nothing stored."""

import asyncio
import json as writer
from pathlib import Path
from typing import Annotated

import typer

from app.catalog import Catalogue
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.payload_file import payload_in
from app.cli.planning import planned, source_named, tell_asking
from app.cli.polled import fields, page
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say
from app.clock import now
from app.polling.judging import GOOD
from app.polling.plan import Plan
from app.polling.trying import Tried, try_payload, try_source
from app.sources.kit import Request, Source

EPILOG = """\b
Examples:
  darial poll zitic
  darial poll customs_russia --all
  darial poll zitic --file page.html
  darial poll open_meteo --json

\b
Exit codes:
  0    the source answered, and its answer could be used
  1    it did not: blocked, unreadable, stale ...
  2    wrong usage, or the file cannot be read
  3    settings or catalogue need mending
  130  ended by Ctrl-C"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("poll", epilog=EPILOG)(poll)


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not name.strip() or not mark:
        raise typer.BadParameter(f"{text!r} is no pair such as place=verkhny-lars")
    return name.strip(), value.strip()


def poll(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Its id; `darial sources` lists them.")
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="PAYLOAD",
            help="Ask nobody: read this answer, with the NAME.about.json beside it if there is one;"
            " - for a pipe.",
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="What the request of that payload knew: place, date ..."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show every report and refused row, however many.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Poll a source once, and store nothing.

    Shows the reports that would be stored, the rows that would be refused and why, how the poll
    ended, and how old the newest of it is. No database is needed and none is touched. The source is
    asked as it would be polled: under our name, within its limits.
    """
    known = dict(map(_pair, about or ()))
    if known and file is None:
        raise Fault("--about tells of a payload, so it goes with --file.", UNUSABLE)
    chosen = settings()
    catalogue = catalogue_of(chosen)
    asked, plan = source_named(source), planned(chosen, catalogue)
    if file is None:
        tried = _from_the_wire(asked, plan, catalogue)
    else:
        tried = _from_a_file(asked, plan, catalogue, file, known)
    if json:
        say(writer.dumps(fields(asked, tried, catalogue), ensure_ascii=False, indent=1))
    else:
        say("\n".join(page(asked, tried, every=every)))
    if tried.verdict.outcome not in GOOD:
        raise typer.Exit(PARTLY)


def _from_the_wire(source: Source, plan: Plan, catalogue: Catalogue) -> Tried:
    tell_asking(source, plan)
    return asyncio.run(try_source(source, plan, catalogue, now))


def _from_a_file(
    source: Source, plan: Plan, catalogue: Catalogue, file: Path, about: dict[str, str]
) -> Tried:
    at = now()
    first = next(iter(source.asks(plan.scope, at)), Request(url=source.url))
    return try_payload(source, payload_in(file, source, at, first, about), plan, catalogue)
