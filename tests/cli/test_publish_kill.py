"""Kill -9 in the middle of publishing: the mirror is the old one, whole, or the new one."""

import asyncio
import random
import shutil
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import now
from app.mirroring import keys
from app.mirroring.checking import check
from app.mirroring.manifest import NAME
from app.store.database import Database
from tests.archived import NOW, url_of
from tests.cli.forking import Process
from tests.cli.processes import running, until
from tests.correcting.desk import CARS, filled
from tests.databases import needs_file
from tests.long import FULL
from tests.store.backups import left_in
from tests.withheld import withhold

pytestmark = needs_file

KILLS = 60 if FULL else 8
LATEST_S = 0.4
"""How long after it began to write it is killed at the latest: some are through by then."""


@dataclass(frozen=True)
class Versions:
    """Two databases that are published in turn, and the pair of keys that signs."""

    databases: tuple[Path, Path]
    key: Path

    def publishing(self, number: int, folder: Path) -> AbstractContextManager[Process]:
        """Publish one of them, by turns, for the length of a block."""
        database = self.databases[number % 2]
        return running("publish", folder, "--key", self.key, database=database)


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """Make a database with four reports, and one in which what they say is withheld."""
    place = tmp_path_factory.mktemp("versions")
    keys.make(place / "mirror.key")
    asyncio.run(filled(place / "one.db"))
    shutil.copyfile(place / "one.db", place / "two.db")
    asyncio.run(_withheld(place / "two.db"))
    return Versions((place / "one.db", place / "two.db"), place / "mirror.key")


async def _withheld(path: Path) -> None:
    database = Database(url_of(path))
    try:
        await withhold(database, CARS, at=NOW, until=now() + timedelta(days=1))
    finally:
        await database.close()


def test_a_killed_publishing_leaves_a_mirror(versions: Versions, tmp_path: Path) -> None:
    """Whenever it is killed, and whatever it had done by then; the next one finishes."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    public = keys.private_key(versions.key).public
    seen = []
    for number in range(KILLS):
        before = state(folder)
        with versions.publishing(number, folder):
            until(lambda before=before: state(folder) != before)  # type: ignore[misc]
            time.sleep(random.SystemRandom().uniform(0, LATEST_S))
        if (folder / NAME).exists():
            seen.append(check(folder, public, now()).replacing)
    with versions.publishing(KILLS, folder) as process:
        code = process.wait()

    assert code == 0
    assert seen
    assert not check(folder, public, now()).replacing
    assert left_in(folder) == []


def state(folder: Path) -> tuple[object, ...]:
    """Give what changes once a publishing has begun to write."""
    manifest = folder / NAME
    return (*left_in(folder), manifest.stat().st_mtime_ns if manifest.exists() else None)
