"""What backup and restore begin with: signals heeded between two steps, refusals in a sentence."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from app.cli.database import faults
from app.cli.database_words import shown
from app.cli.ending import TERMINATED
from app.cli.fault import UNUSABLE, Fault
from app.cli.progress import Progress
from app.store.address import is_postgresql
from app.store.fault import UnfitBackup
from app.store.inspection import Contents

ON_SERVER = (
    "{path} is on a server, and `darial backup` and `darial restore` are for a file: there `pg_dump"
    " --format=custom` saves it and `pg_restore` puts it back."
)


def in_a_file(url: str) -> None:
    """Raise Fault, with what to use instead, for a database on a server."""
    with faults(url):
        if is_postgresql(url):
            raise Fault(ON_SERVER.format(path=shown(url)))


@contextmanager
def tidily() -> Iterator[None]:
    """Have SIGTERM end the block as Ctrl-C does, so that files under way are removed."""
    before = signal.signal(signal.SIGTERM, _ended)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def fit(file: Path) -> Iterator[None]:
    """Turn what is wrong with a backup into a sentence."""
    try:
        yield
    except UnfitBackup as error:
        raise Fault(
            f"{file} cannot be restored: {error}. Nothing was changed.", UNUSABLE
        ) from error


@contextmanager
def watched(done: str) -> Iterator[Callable[[int, float], None]]:
    """Show on a terminal how many megabytes are done, and what share of the whole that is."""
    with Progress(done, "MB") as progress:

        def come(count: int, share: float) -> None:
            progress.at(count // 1_000_000, share)

        yield come


def told(contents: Contents) -> str:
    """Say what a database holds: `1,228 reports, the newest recorded 2026-11-01 12:00Z`."""
    if contents.newest is None:
        return "no reports"
    return f"{contents.reports:,} reports, the newest recorded {stamp(contents.newest)}"


def stamp(moment: datetime) -> str:
    """Say a moment in UTC: `2026-11-01 12:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%MZ}"


def _ended(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)
