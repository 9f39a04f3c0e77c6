"""A workplace: a folder for files under way, beside where they go, so that a rename finishes them.

Whoever is killed leaves one behind; the next one that works in the same folder removes it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

PREFIX, SUFFIX = ".darial-", ".partial"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Give a new folder within `folder` for the length of the block, and remove it after that.

    Those that killed processes left there are removed first. Raises OSError.
    """
    for left in folder.glob(f"{PREFIX}*{SUFFIX}"):
        _remove_if_left(left)
    place = Path(mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=folder))
    with held(place):
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for ourselves for the length of the block.

    Raises BlockingIOError where another process holds it, and OSError. The system lets go of it
    when we end, however we end.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _remove_if_left(place: Path) -> None:
    """Remove a workplace, unless somebody is at work in it or it is not ours to remove."""
    with suppress(OSError), held(place):
        shutil.rmtree(place, ignore_errors=True)
