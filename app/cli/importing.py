"""`darial import`: takes in files of reports, or whole archives, each whole or not at all."""

import re
from pathlib import Path
from typing import Annotated

import typer

from app.cli.database import bring_up
from app.cli.ending import at_once
from app.cli.errors_file import Errors
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.setup import catalogue_of, settings
from app.cli.taking import Import, take_archive, take_file
from app.cli.taking_archive import is_archive, take_folder
from app.clock import now
from app.store.sources import OPERATOR

EPILOG = """\b
Examples:
  darial import --archive
  darial import monday.csv tuesday.csv --source hotline
  ssh border cat today.csv | darial import -
  darial import big.csv --errors refused.csv
  darial import /media/stick/darial

\b
Exit codes:
  0    everything was taken in, or was there already
  1    some rows or files were refused (each is listed), the others taken in
  2    wrong usage, or not one usable row
  3    settings, catalogue, database or disk need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: the file under way is not kept"""

RESERVED = frozenset({"archive", "notices", "derived", OPERATOR})
"""Sources of our own, which nobody else's rows may pass for."""

SOURCE = r"^[a-z0-9][a-z0-9._-]{0,63}$"


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("import", epilog=EPILOG)(import_)


def _source(text: str) -> str:
    if text in RESERVED:
        raise typer.BadParameter(f"{text!r} is a source of Darial's own: choose another name")
    if not re.match(SOURCE, text):
        raise typer.BadParameter(
            f"{text!r} is no name of a source: use a-z, 0-9, dot, hyphen and underscore, 64 at most"
        )
    return text


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE|DIR",
            help="CSV in the archive's format, - for a pipe; or what `darial export` wrote.",
        ),
    ] = None,
    archive: Annotated[
        bool, typer.Option("--archive", help="Take in the archive that ships with Darial.")
    ] = False,
    source: Annotated[
        str,
        typer.Option(
            parser=_source, metavar="NAME", help="Whose rows they are, where a row names none."
        ),
    ] = "import",
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV", help="Write every refused row's file, line, column and reason here."
        ),
    ] = None,
) -> None:
    """Take in files of reports, or archives.

    Good rows are stored and bad ones listed with line, column and reason. A file is one
    transaction: whatever happens, it is there whole or not at all. The same file again changes
    nothing; a row with the same identity and another content is kept as its revision. A missing
    database is made first.

    A folder that `darial export` wrote is checked file by file, then read back with its ids, times,
    revisions, retractions and published figures. What is known already stays as it is.
    """
    if not files and not archive:
        raise Fault("Nothing to take in: name a file, or give --archive.", UNUSABLE)
    chosen = settings()
    job = Import(
        url=chosen.database_url,
        catalogue=catalogue_of(chosen),
        now=now(),
        source=source,
        errors=Errors(errors) if errors else None,
    )
    with at_once():
        bring_up(job.url)
        codes = [take_archive(job)] if archive else []
        codes += [
            take_folder(job, path) if is_archive(path) else take_file(job, path)
            for path in files or ()
        ]
    if any(codes):
        raise typer.Exit(UNUSABLE if set(codes) == {UNUSABLE} else PARTLY)
