"""`darial restore`: a saved state put back, in one step, also under a running server."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.database import faults, work
from app.cli.database_words import shown
from app.cli.fault import PARTLY, UNUSABLE, Fault
from app.cli.files import unreadable
from app.cli.keeping import fit, in_a_file, stamp, tidily, told, watched
from app.cli.setup import settings
from app.cli.terminal import plain, say, tell
from app.clock import now
from app.domain.act import Act
from app.store import backup, migrate, restoring, unpacking
from app.store.database import Database
from app.store.inspection import Contents
from app.store.mark import is_simulated
from app.store.replaced import Pages, Replaced, look, pages_of
from app.store.sqlite import file_of, url_of
from app.store.workplace import workplace

EPILOG = """\b
Examples:
  darial restore darial.db.gz
  darial restore /backup/darial-2026-08-21.db.gz --yes --reason "disk failed"

\b
Exit codes:
  0    restored
  1    not restored, because you said no
  2    wrong usage, or the file cannot be restored: damaged, cut, none of ours
  3    settings, database or disk need mending
  130  ended by Ctrl-C, or 143 by SIGTERM
Whatever the code but 0, the database is as it was."""

MOST_SHOWN = 10
"""How many acts are listed that the restored state does not hold."""

LEAP = 1_000_000
"""By how much the board's version is raised where that of the replaced state cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One restore: of which file, from a checked copy of it, into which database, when, and why.

    `before` is None where there is no database yet.
    """

    file: Path
    copy: Path
    contents: Contents
    url: str
    database: Path
    before: Replaced | None
    at: datetime
    reason: str

    @property
    def safety(self) -> Path:
        """Name the file that keeps the present state."""
        return backup.named(self.database, "restore", self.at)


def add(darial: typer.Typer) -> None:
    """Add the command."""
    darial.command("restore", epilog=EPILOG)(restore)


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.db.gz", help="What `darial backup` has saved.")
    ],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why, for the log.", show_default=False)
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a saved database back.

    The file is unpacked and checked first: a damaged, cut or foreign one is refused, and nothing is
    changed. You are shown what takes the place of what, and asked once. The present state is saved
    beside the database before it is replaced. All of it is replaced in one step, so the database
    holds the old state or the new one, also under a running server, which shows the new one within
    5 s. An older shape is brought up to date.
    """
    chosen = settings()
    url = chosen.database_url
    in_a_file(url)
    with faults(url), fit(file), tidily():
        database = file_of(url).path
        pages = _measured(database)
        _readable(file)
        database.parent.mkdir(parents=True, exist_ok=True)
        with workplace(database.parent) as place:
            job = _checked(file, place / "copy.db", url, pages, reason)
            _show(job)
            _ask(yes=yes)
            _do(job)


def _measured(database: Path) -> Pages | None:
    """Measure the database that is there; of a newer shape it may be, to go back to an earlier."""
    if not database.exists():
        restoring.require_free(database)
        return None
    return pages_of(database)


def _readable(file: Path) -> None:
    try:
        with file.open("rb"):
            return
    except OSError as error:
        raise unreadable(file, error) from error


def _checked(file: Path, copy: Path, url: str, pages: Pages | None, reason: str) -> Job:
    with watched("unpacked") as come:
        unpacking.unpack(file, copy, beside=2 * pages.size if pages else 0, tell=come)
    contents = unpacking.check(copy)
    unpacking.fit(copy, pages.page if pages else None)
    database = file_of(url).path
    _keep_apart(file, copy, database)
    return Job(
        file=file,
        copy=copy,
        contents=contents,
        url=url,
        database=database,
        before=look(database, copy) if pages else None,
        at=now(),
        reason=reason,
    )


def _keep_apart(file: Path, copy: Path, database: Path) -> None:
    """Raise Fault where what is simulated would take the place of what is real, or the reverse."""
    if not database.exists() or is_simulated(copy) == is_simulated(database):
        return
    simulated, real = (file, database) if is_simulated(copy) else (database, file)
    raise Fault(
        f"{simulated} is simulated and {real} is not: neither takes the other's place. Name another"
        " file in DARIAL_DATABASE_URL.",
        UNUSABLE,
    )


def _show(job: Job) -> None:
    say(f"{job.file} holds {told(job.contents)}.")
    if job.contents.revision != migrate.head():
        say(f"It is brought from shape {job.contents.revision} to {migrate.head()}.")
    if job.before is None:
        say(f"There is no database at {shown(job.url)} yet.")
    elif job.before.contents is None:
        say(f"{shown(job.url)} is damaged: what it holds cannot be told.")
    else:
        say(f"{shown(job.url)} holds {told(job.before.contents)}; all of it is replaced.")
        _show_lost(job.before)


def _show_lost(before: Replaced) -> None:
    if not before.lost:
        return
    count = "One act is" if len(before.lost) == 1 else f"{len(before.lost):,} acts are"
    say(f"{count} not in the backup, and will stand in the copy of the present state alone:")
    for each in before.lost[:MOST_SHOWN]:
        say(plain(f"  {stamp(each.at)}  {each.id}  {each.verb}  {each.reason}").rstrip())
    if len(before.lost) > MOST_SHOWN:
        say(f"  and {len(before.lost) - MOST_SHOWN:,} older ones")


def _ask(*, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Fault("Nothing was changed: add --yes where nobody can be asked.", UNUSABLE)
    if not typer.confirm("Put it back?", err=True):
        raise Fault("Nothing was changed.", PARTLY)


def _do(job: Job) -> None:
    noted: list[Act] = []
    if job.before is None:
        restoring.place(
            job.database, job.copy, lambda: noted.append(_note(job, job.contents.version + LEAP))
        )
    else:
        with watched("written") as come:
            restoring.replace(job.database, job.copy, lambda: noted.append(_keep(job)), tell=come)
    (act,) = noted
    say(f"Restored, as act {act.id}; the board goes on with version {act.version:,}.")
    if job.before is not None:
        kept = shown(url_of(job.safety))
        say(f"What stood there before is kept: `darial restore {kept}` takes this back.")
    tell(
        "A running server shows it within 5 s; started anew, it also asks its sources for what is"
        " missing."
    )


def _keep(job: Job) -> Act:
    """Save the present state, and note in the copy what is done; nobody else can write now."""
    tell(f"Keeping the present state in {shown(url_of(job.safety))} ...")
    backup.save_as_it_is(job.database, job.safety)
    found = look(job.database, job.copy).contents
    if found is None:
        return _note(job, job.contents.version + LEAP)
    if found.revision == migrate.head():
        restoring.carry_sources(job.copy, job.database)
    return _note(job, found.version)


def _note(job: Job, above: int) -> Act:
    told = {
        "of": stamp(job.contents.newest) if job.contents.newest else "",
        "safety": job.safety.name if job.before else "",
    }

    async def note(database: Database) -> Act:
        async with database.writing() as session:
            return await restoring.note(
                session, above=above, at=now(), reason=job.reason, told=told
            )

    return work(url_of(job.copy), note)
