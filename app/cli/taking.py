"""Taking in one file: its rows into the database, what became of them to whoever waits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from app.catalog import Catalogue
from app.catalog.archive import Refused, UnusableFile, read_rows
from app.cli.database import work
from app.cli.errors_file import Errors
from app.cli.fault import PARTLY, UNUSABLE
from app.cli.files import MOST_SHOWN, list_refused, named, on_disk, unreadable
from app.cli.progress import Progress
from app.cli.terminal import complain, say, tell
from app.polling.import_reports import ImportResult, Tell, import_archive, import_file
from app.polling.import_reports import Progress as Come
from app.store.database import Database

Take = Callable[[Database, Tell], Awaitable[ImportResult]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What all files of one command share."""

    url: str
    catalogue: Catalogue
    now: datetime
    source: str
    errors: Errors | None


def take_archive(job: Import) -> int:
    """Take in the shipped archive, unless it is there already; gives the exit code of it alone."""
    result = _work(job.url, partial(_take_archive, job.catalogue, job.now))
    if result.skipped:
        say("The archive is there already.")
        return 0
    return _told("the archive", result)


def take_file(job: Import, path: Path) -> int:
    """Take in one file; gives the exit code that it alone would have."""
    with on_disk(path) as file:
        try:
            result = _work(job.url, partial(_take_file, job, file))
        except UnusableFile as error:
            _refuse(job, path, error.refused)
            return UNUSABLE
        except OSError as error:
            complain(str(unreadable(path, error)))
            return UNUSABLE
        code = _told(named(path), result)
        if job.errors is not None and result.refused:
            _save(job, job.errors, path, file)
        return code


def load_archive(url: str, catalogue: Catalogue, now: datetime) -> None:
    """Have the shipped archive in the database; tells so where that took any work."""
    result = _work(url, partial(_take_archive, catalogue, now))
    if not result.skipped:
        tell(f"Loaded the archive: {result.new:,} new reports.")


async def _take_archive(
    catalogue: Catalogue, now: datetime, database: Database, progress: Tell
) -> ImportResult:
    return await import_archive(database, catalogue, now=now, progress=progress)


async def _take_file(job: Import, file: Path, database: Database, progress: Tell) -> ImportResult:
    return await import_file(
        database, job.catalogue, file, now=job.now, source=job.source, progress=progress
    )


def _work(url: str, take: Take) -> ImportResult:
    with Progress("read") as progress:

        def come(so_far: Come) -> None:
            progress.at(so_far.rows, so_far.read / max(so_far.size, 1))

        return work(url, lambda database: take(database, come))


def _told(name: str, result: ImportResult) -> int:
    say(
        f"{name}: {result.read:,} rows: {result.new:,} new, {result.repeated:,} known already,"
        f" {result.revised:,} revised, {result.refused_count:,} refused"
    )
    list_refused(name, result.refused, result.refused_count)
    if result.refused_count > MOST_SHOWN:
        tell(f"{name}: --errors CSV writes all {result.refused_count:,} of them to a file")
    if not result.refused_count:
        return 0
    return PARTLY if result.read > result.refused_count else UNUSABLE


def _refuse(job: Import, path: Path, refused: tuple[Refused, ...]) -> None:
    list_refused(named(path), refused, len(refused))
    complain(f"{named(path)} cannot be used, so nothing of it was taken in.")
    if job.errors is not None:
        job.errors.add(named(path), refused)


def _save(job: Import, errors: Errors, path: Path, file: Path) -> None:
    """Read the file again for all its refused rows: the result remembers only the first ones."""
    with file.open("rb") as lines:
        rows = read_rows(lines, job.catalogue, source=job.source, now=job.now)
        errors.add(named(path), (row for row in rows if isinstance(row, Refused)))
