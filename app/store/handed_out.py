"""Handed out: the archive as readers get it, and when it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from app.store.archive_folder import BESIDE, INDEX, README, SUMS, Index, UnfitArchive, read

AT_NIGHT = time(0, 30, tzinfo=UTC)
"""When an archive is written each day: when the day before is over, whoever was late with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An archive that is handed out: its index, and size and SHA-256 of the texts beside it."""

    index: Index
    texts: Mapping[str, tuple[int, str]]

    def told(self, name: str) -> tuple[int, str] | None:
        """Give size and SHA-256 of one of its files, and None for anything else."""
        filed = self.index.file(name)
        return self.texts.get(name) if filed is None else (filed.bytes, filed.sha256)


def next_night(now: datetime) -> datetime:
    """Give when an archive is written next (UTC)."""
    tonight = datetime.combine(now.astimezone(UTC), AT_NIGHT)
    return tonight if now < tonight else tonight + timedelta(days=1)


class HandedOut:
    """An archive as it is handed out: its index is read anew only where it has changed.

    `renewed` tells whether this process writes it each night.
    """

    def __init__(self, folder: Path, *, renewed: bool) -> None:
        """Name the folder; nothing need be in it yet."""
        self.folder = folder
        self.renewed = renewed
        self._seen: tuple[int, int, int] | None = None
        self._listed: Listed | None = None

    def listed(self) -> Listed | None:
        """Give the archive as it is listed; None while there is none that could be handed out."""
        try:
            found = (self.folder / INDEX).stat()
            seen = found.st_mtime_ns, found.st_size, found.st_ino
            if seen != self._seen:
                self._listed = _listed(self.folder)
                self._seen = seen
        except (OSError, UnfitArchive):
            return None
        return self._listed


def _listed(folder: Path) -> Listed:
    index = read(folder)
    beside = sorted(each.name for each in folder.iterdir() if BESIDE.fullmatch(each.name))
    texts = {name: (folder / name).read_bytes() for name in (INDEX, README, SUMS, *beside)}
    return Listed(
        index=index,
        texts={name: (len(text), sha256(text).hexdigest()) for name, text in texts.items()},
    )
