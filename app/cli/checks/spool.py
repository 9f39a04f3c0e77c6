"""The check of the spool: whether polls can wait there, and whether somebody stores what waits."""

import os
import shutil
from pathlib import Path

from app.cli.checks.finding import Finding, bad, look, ok
from app.settings import NAMES
from app.store.fault import SpoolFull
from app.store.room import amount
from app.store.spool import Size, Spool


def spool(place: Spool) -> Finding:
    """Look at the folder in which polls wait while the database is away; nothing is made there."""
    size = place.size()
    if (size.files or place.most_bytes) and _is_full(place):
        return bad(
            "spool",
            f"{place.folder} holds as much as it may, {amount(size.bytes)}: no poll can wait",
            f"bring the database back, delete what is .damaged, or raise {NAMES['spool_mb']}",
        )
    if size.damaged or size.files:
        return _held(place.folder, size)
    if not place.most_bytes:
        return ok("spool", f"{NAMES['spool_mb']} is 0: while the database is away, nothing is kept")
    return _room(place)


def _is_full(place: Spool) -> bool:
    try:
        place.check_room()
    except SpoolFull:
        return True
    return False


def _held(folder: Path, size: Size) -> Finding:
    if size.damaged:
        return look(
            "spool",
            f"{_polls(size.damaged)} in {folder} could not be stored, and lies aside as .damaged",
            "keep it for a look or delete it: what its source still shows was asked for again",
        )
    return look(
        "spool",
        f"{_polls(size.files)} in {folder} waits to be stored, {amount(size.bytes)}",
        "`darial serve` on this machine stores it once it has its database",
    )


def _room(place: Spool) -> Finding:
    folder, most = place.folder, amount(place.most_bytes)
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        fix = f"let Darial write there, or set {NAMES['spool_dir']} to another folder"
        return bad("spool", f"{folder} cannot be written to, so no poll can wait there", fix)
    free = shutil.disk_usage(there).free
    if free < place.most_bytes:
        says = f"only {amount(free)} are free for {folder}, which may hold {most}"
        return look("spool", says, f"make room, or lower {NAMES['spool_mb']}")
    return ok("spool", f"nothing waits in {folder}, which may hold {most}")


def _polls(count: int) -> str:
    return "one poll" if count == 1 else f"each of {count} polls"
