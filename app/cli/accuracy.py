"""`darial accuracy`: how far off what we published was, by what came to be known later."""

import json as writer
from typing import Annotated

import typer

from app.board.accuracy import Measured, describe, last_hour, limits, measure
from app.cli.accuracy_table import table
from app.cli.database import answer
from app.cli.fault import PARTLY
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say, wrapped
from app.clock import now
from app.store.database import ReadSession

EPILOG = """\b
Examples:
  darial accuracy
  darial accuracy --json

\b
Exit codes:
  0  measured
  1  no figure came by which anything could be measured
  2  wrong usage
  3  settings, catalogue or database need mending"""

NOTHING = (
    "No sharper figure came in 90 days. One is needed that became known after its time: a count, a"
    " figure of an authority, or a crossing that somebody completed. `darial serve` publishes, and"
    " polls for them; `darial sources` shows what is heard, `darial score` measures a file."
)


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("accuracy", epilog=EPILOG)(accuracy)


def accuracy(
    json: Annotated[
        bool, typer.Option("--json", help="Print what /v1/accuracy answers, as JSON.")
    ] = False,
) -> None:
    """Show how far off what we published was, by what came later.

    Whenever a sharper figure came later (a count, an authority's, a completed crossing), it is held
    against the number that stood when its interval ended; beside ours stand the errors of the last
    figure and of the median of 24 hours. It is measured up to the last full hour.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    until = last_hour(now())

    async def ask(session: ReadSession) -> Measured:
        return await measure(session, catalogue, until)

    found = answer(chosen.database_url, ask)
    if json:
        say(writer.dumps({"data": describe(found.accuracies), "meta": limits(found)}))
    elif any(each.figures for each in found.accuracies):
        say("\n".join(table(found)))
    else:
        say("\n".join(wrapped(NOTHING, hang=0)))
    if not any(each.compared for each in found.accuracies):
        raise typer.Exit(PARTLY)
