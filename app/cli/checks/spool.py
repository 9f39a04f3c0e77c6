"""The check of the spool: whether polls can wait there, and whether somebody stores what waits."""

import os
import shutil
from pathlib import Path

from app.cli.checks.finding import Finding, bad, look, ok
from app.store.room import amount
from app.store.spool import LEAST, Size, Spool

SETTING = "DARIAL_SPOOL_MB"


def spool(found: Spool) -> Finding:
    """Look at the folder in which polls wait while the database is away; nothing is made there."""
    size, folder = found.size(), found.folder
    if size.damaged:
        return look(
            "spool",
            f"{_polls(size.damaged)} in {folder} could not be stored, and lies aside as .damaged",
            "keep it for a look or delete it: what its source still shows was asked for again",
        )
    if size.files:
        return _waits(size, found)
    if not found.most_bytes:
        return ok("spool", f"{SETTING} is 0: while the database is away, nothing is kept")
    return _room(found)


def _waits(size: Size, found: Spool) -> Finding:
    says = f"{_polls(size.files)} in {found.folder} waits to be stored, {amount(size.bytes)}"
    if size.bytes + LEAST > found.most_bytes:
        fix = f"bring the database back; until then, raise {SETTING} so that more can wait"
        return bad("spool", f"{says}: it holds as much as it may", fix)
    return look("spool", says, "`darial serve` on this machine stores it once it has its database")


def _room(found: Spool) -> Finding:
    folder = found.folder
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        fix = "let Darial write there, or set DARIAL_SPOOL_DIR to another folder"
        return bad("spool", f"{folder} cannot be written to, so no poll can wait there", fix)
    return _free(found, there)


def _free(found: Spool, there: Path) -> Finding:
    free, most = shutil.disk_usage(there).free, amount(found.most_bytes)
    if free < found.most_bytes:
        says = f"only {amount(free)} are free for {found.folder}, which may hold {most}"
        return look("spool", says, f"make room, or lower {SETTING}")
    return ok("spool", f"nothing waits in {found.folder}, which may hold {most}")


def _polls(count: int) -> str:
    return "one poll" if count == 1 else f"each of {count} polls"
