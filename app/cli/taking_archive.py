"""Taking in an archive that `darial export` wrote: checked first, then stored in one step."""

from pathlib import Path

from app.cli.archive_page import told
from app.cli.database import work
from app.cli.fault import PARTLY, UNUSABLE
from app.cli.progress import Progress
from app.cli.taking import Import
from app.cli.terminal import complain, plain, say, tell
from app.exporting.taking import Taken, take_in
from app.store.archive_folder import INDEX, UnfitArchive
from app.store.database import Database


def is_archive(path: Path) -> bool:
    """Tell whether a path names an archive: its folder, or the index in it."""
    return path.name == INDEX or (path / INDEX).is_file()


def take_folder(job: Import, path: Path) -> int:
    """Take in an archive; gives the exit code of it alone, having said why it is refused if so."""
    folder = (path if path.is_dir() else path.parent).absolute()
    found = work(job.url, lambda database: _taken(job, folder, database))
    if isinstance(found, UnfitArchive):
        complain(plain(f"{folder}: {found}."))
        complain(f"{folder} cannot be used, so nothing of it was taken in.")
        return UNUSABLE
    return _told(folder, found)


async def _taken(job: Import, folder: Path, database: Database) -> Taken | UnfitArchive:
    with Progress("read", "parts") as progress:
        try:
            return await take_in(
                database,
                job.catalogue,
                folder,
                now=job.now,
                tell=progress.at,
            )
        except UnfitArchive as error:
            return error


def _told(folder: Path, taken: Taken) -> int:
    say(f"{folder}: {told(taken.index)}")
    new, known = sum(taken.new.values()), sum(taken.known.values())
    say(f"{new:,} rows new, {known:,} known already; every file was checked first")
    say(f"Digest {taken.digest}")
    if taken.digest == taken.index.digest:
        say("The database tells exactly what the archive does.")
        return 0
    if not taken.was_empty:
        say(
            f"The database holds other things too; the archive's own digest is {taken.index.digest}"
        )
        return 0
    tell(
        f"The archive's own digest is {taken.index.digest}: this program tells some of its rows"
        " otherwise than the one that wrote it."
    )
    return PARTLY
