"""Room on a disk: looked for before a large file is written, so that none is given up half way."""

import shutil
from pathlib import Path

from app.store.fault import NoRoom
from app.store.workplace import SUFFIX

SPARE = 16 * 1024 * 1024
"""Bytes that stay free beside what we write: others write there too."""

THOUSAND = 1000
UNITS = ("bytes", "kB", "MB", "GB", "TB")


def require(folder: Path, need: int) -> None:
    """Raise NoRoom, with both amounts, unless `need` bytes and some to spare are free there.

    A workplace is told by the folder it is in.
    """
    wanted, free = need + SPARE, shutil.disk_usage(folder).free
    if free < wanted:
        told = folder.parent if folder.suffix == SUFFIX else folder
        raise NoRoom(
            f"this needs {amount(wanted)} in {told}, and only {amount(free)} are free: make room"
            " and run the same command again"
        )


def amount(count: int) -> str:
    """Say how many bytes: `512 bytes`, `3.1 MB`."""
    size, unit = float(count), 0
    while size >= THOUSAND and unit < len(UNITS) - 1:
        size, unit = size / THOUSAND, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{count} {UNITS[0]}"
