"""`darial catalog check`: every mistake in the catalogue, by file, line and the way to mend it."""

from pathlib import Path
from typing import Annotated

import typer

from app.catalog import check as mistakes_in
from app.catalog import load
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.setup import settings
from app.cli.terminal import say

EPILOG = """\b
Examples:
  darial catalog check
  darial catalog check my-places

\b
Exit codes:
  0  no mistake
  1  mistakes, each listed as file:line: what is wrong: how to mend it
  2  wrong usage
  3  settings need mending"""


def add(darial: typer.Typer) -> None:
    """Add the group and its command."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.callback(help="Look after the catalogue of places and notices.")(_catalog)
    group.command("check", epilog=EPILOG)(check)
    darial.add_typer(group, name="catalog")


def _catalog() -> None:
    """Make a group of a single command."""


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="Your own places and notices, laid over the shipped ones by id; else those of"
            " DARIAL_CATALOG_DIR, if set.",
        ),
    ] = None,
) -> None:
    """Name file, line and mend for every mistake in places, notices and labels.

    Whatever is found here would stop `darial serve` the same way.
    """
    if folder is not None and not folder.is_dir():
        raise Fault(
            f"{folder} is no folder: name the one that holds places/ or notices/.", UNUSABLE
        )
    overlay = folder or settings().catalog_dir
    mistakes = mistakes_in(overlay)
    for mistake in mistakes:
        say(str(mistake))
    if mistakes:
        count = "one mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise Fault(f"The catalogue has {count}: mend each line named.", PARTLY)
    catalogue = load(overlay)
    spoken = " and ".join(sorted(catalogue.labels))
    say(
        f"No mistake in {len(catalogue.places)} places, {len(catalogue.notices)} notices and the"
        f" labels in {spoken}; this is version {catalogue.version}."
    )
