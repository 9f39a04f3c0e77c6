"""The tree: the plain files of a folder, looked at within bounds and without following a link."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from app.mirroring.fault import Refused

MOST_FILES = 10_000
"""How many files a mirror may hold; ours has less than a tenth of that."""

MOST_BYTES = 1024 * 1024 * 1024
"""Bytes that all of them may take together."""

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of one file that are read at most."""

DEEPEST = 8
PIECE = 1024 * 1024


def tree(folder: Path) -> dict[str, int]:
    """Give the size (bytes) of each file by its path within the folder.

    What begins with a dot at the top belongs to whoever keeps the folder (`.git`), or is under way.
    Raises Refused for a link or anything else that is no plain file, and for too much; OSError.
    """
    found: dict[str, int] = {}
    for path, size in _walk(folder, ""):
        found[path] = size
        if len(found) > MOST_FILES:
            raise Refused([f"it holds more than {MOST_FILES:,} files"])
    if sum(found.values()) > MOST_BYTES:
        raise Refused(["it is larger than any of ours"])
    return found


def _walk(folder: Path, within: str, depth: int = 1) -> Iterator[tuple[str, int]]:
    if depth > DEEPEST:
        raise Refused([f"{within} lies deeper than any file of ours"])
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{within}{entry.name}"
            if entry.name.startswith(".") and not within:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{path}/", depth + 1)
            elif entry.is_file(follow_symlinks=False):
                yield path, entry.stat(follow_symlinks=False).st_size
            else:
                raise Refused([f"{path} is a link or no plain file, and a mirror has none"])


def read(file: Path, most: int) -> bytes:
    """Read a file that is no link, at most so many bytes of it; raises OSError."""
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
        return opened.read(most)


def digest(file: Path) -> str:
    """Give the SHA-256 of a file that is no link; raises OSError.

    Of one that is too large, it is that of its beginning, which fits no file of ours.
    """
    taken, left = hashlib.sha256(), LARGEST_FILE
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            taken.update(piece)
            left -= len(piece)
    return taken.hexdigest()
