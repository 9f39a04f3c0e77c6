"""`darial export`: all that may be passed on, as files with their description, in a folder."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.archive_page import left_out, told
from app.cli.database import faults, require, work
from app.cli.fault import UNUSABLE, Fault
from app.cli.files import within_a_folder
from app.cli.keeping import tidily
from app.cli.progress import Progress
from app.cli.setup import catalogue_of, settings
from app.cli.terminal import say, tell
from app.clock import now
from app.exporting.export import AlreadyWriting, Exported, NotOurFolder, export
from app.store.archive_folder import INDEX
from app.store.database import Database

EPILOG = """\b
Examples:
  darial export archive
  darial export /media/stick/darial
  cd /media/stick/darial && sha256sum -c SHA256SUMS
  darial import /media/stick/darial

\b
Exit codes:
  0    written, or unchanged since the last time
  2    wrong usage, or the folder holds other things
  3    settings, catalogue, database, disk or folder need mending
  130  ended by Ctrl-C, or 143 by SIGTERM: the archive there is as it was"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("export", epilog=EPILOG)(export_)


def export_(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="A folder for it: a new one, an empty one, or that of last time."
        ),
    ],
) -> None:
    """Write all that may be passed on into a folder.

    Reports and published figures are a file for each month, CSV packed with gzip; datapackage.json
    (Frictionless) describes them, with terms, sizes and SHA-256. Reports of sources whose terms do
    not allow it are left out, and counted; of what is told, no more is told than by the interface.
    The state is one moment's, whoever writes meanwhile. Months without anything new stay as they
    are. The archive is whole at any moment, and `darial import DIR` reads it back.
    """
    chosen = settings()
    catalogue = catalogue_of(chosen)
    require(chosen.database_url)
    within_a_folder(folder)
    if folder.exists() and not folder.is_dir():
        raise Fault(f"{folder} is no folder: name another.", UNUSABLE)
    with faults(chosen.database_url), tidily(), Progress("written") as progress:

        async def write(database: Database) -> Exported:
            return await export(database, catalogue, folder.absolute(), now=now(), tell=progress.at)

        try:
            done = work(chosen.database_url, write)
        except NotOurFolder as error:
            raise Fault(f"{error}.", UNUSABLE) from error
        except AlreadyWriting as error:
            raise Fault(f"{error}: try again in a minute.") from error
    _say(folder, done)


def _say(folder: Path, done: Exported) -> None:
    new = len(done.written)
    say(f"{folder}: {told(done.index)}")
    say(f"{new:,} files written, {done.unchanged:,} unchanged" if new else "Nothing has changed.")
    for name in done.removed:
        say(f"{name} is removed: nothing of it may be passed on any more.")
    for sentence in left_out(done.index):
        say(sentence)
    say(f"Digest {done.index.digest}")
    if new:
        tell(f"{folder / INDEX} describes it; `darial import {folder}` reads it back.")
