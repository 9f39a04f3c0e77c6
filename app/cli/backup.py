"""`darial backup`: the database saved in one file, while it is served, polled and written to."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.database import faults, missing, work
from app.cli.database_words import shown
from app.cli.ending import at_once
from app.cli.fault import UNUSABLE, Fault
from app.cli.files import within_a_folder
from app.cli.keeping import in_a_file, tidily, told, watched
from app.cli.setup import settings
from app.cli.terminal import say, tell
from app.clock import now
from app.domain.act import Act, Verb
from app.store import acts, board, migrate
from app.store import backup as store
from app.store.backup import SUFFIX, Saved
from app.store.database import Database
from app.store.restoring import OPERATOR
from app.store.room import amount
from app.store.sqlite import BUSY_S, file_of

EPILOG = """\b
Examples:
  darial backup darial.db.gz
  darial backup "/backup/darial-$(date +%F).db.gz"
  darial backup /backup/newest.db.gz --force

\b
Exit codes:
  0    saved whole
  2    wrong usage, or the file is there already
  3    settings, database or disk need mending: no file was written
  130  ended by Ctrl-C, or 143 by SIGTERM: no file was written"""


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("backup", epilog=EPILOG)(backup)


def backup(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.db.gz",
            help="Where to save it: a compressed SQLite file, which `gunzip` makes a plain one.",
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Save the database while it is in use.

    The file holds one consistent state: what was committed when it was begun, and nothing of what
    is under way. A server goes on answering and polling, an import goes on writing. The state is
    checked before it is saved, so a damaged database never takes the place of a good backup. The
    file is there whole or not at all; for a while as much room is needed as the database takes
    twice. `darial restore` puts it back, `darial doctor` tells how old the last one is.
    """
    chosen = settings()
    url = chosen.database_url
    in_a_file(url)
    _check_target(file, force=force)
    with faults(url), tidily():
        if migrate.current(url) is None:
            raise Fault(missing(url).format(path=shown(url)))
        with watched("packed") as come:
            saved = store.save(file_of(url).path, file.absolute(), come)
    say(f"{file}: {amount(saved.size)}, SHA-256 {saved.sha256}")
    say(f"It holds {told(saved.contents)}, in shape {saved.contents.revision}.")
    with at_once():
        note(url, saved)


def note(url: str, saved: Saved, patience_s: float = BUSY_S) -> None:
    """Note in the log that a backup was made; says so where it cannot be, for the file stands.

    Others that write are waited for as long as `patience_s` seconds.
    """

    async def add_act(database: Database) -> None:
        async with database.writing() as session:
            # Nothing that is published changes, so the board's version stays.
            version = await board.version(session)
            await acts.add(
                session,
                Act(
                    at=now(),
                    verb=Verb.BACKUP,
                    role=OPERATOR,
                    reason="",
                    version=version,
                    told={"bytes": saved.size},
                ),
            )

    if saved.contents.revision != migrate.head():
        tell("The database is of another shape than this program's, so it is not noted in the log.")
        return
    try:
        work(url, add_act, patience_s)
    except Fault as fault:
        tell(f"The backup stands, but could not be noted in the log: {fault}")


def _check_target(file: Path, *, force: bool) -> None:
    """Raise Fault unless a backup can go there."""
    if file.suffix != SUFFIX:
        raise Fault(
            f"{file} should end in {SUFFIX}: it is a compressed SQLite file, and `gunzip` gives a"
            " plain one.",
            UNUSABLE,
        )
    within_a_folder(file)
    if file.is_dir() or (file.exists() and not force):
        raise Fault(f"{file} is there already: name another, or replace it by --force.", UNUSABLE)
