"""Backups during an import, and kill -9 in the middle of backup, restore and migration."""

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command

from app.store import backup, migrate, unpacking
from app.store.workplace import workplace
from tests.cli.conftest import Darial, url
from tests.cli.processes import running, terminal, until
from tests.cli.rows import many
from tests.cli.test_kill import come_to, count
from tests.databases import needs_file
from tests.long import FULL
from tests.store.backups import asked, left_in
from tests.store.test_migrate import config

pytestmark = needs_file

ROWS = 100_000 if FULL else 30_000
KILLS = 12 if FULL else 2


@dataclass(frozen=True)
class Imported:
    """A database that a large file was imported into, and backups taken before, while, after."""

    database: Path
    before: Path
    during: tuple[Path, ...]
    after: Path
    reports: int
    """How many reports there were before."""


@pytest.fixture(scope="module")
def imported(with_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Import a large file in a process of its own, and take backups meanwhile."""
    folder = tmp_path_factory.mktemp("imported")
    file = many(folder / "many.csv", ROWS)
    database = Path(shutil.copy(with_archive, folder / "darial.db"))
    reports = count(database)

    def saved(name: str) -> Path:
        return backup.save(database, folder / f"{name}.db.gz").path

    before = saved("before")
    during = []
    with terminal("import", file, database=database) as (process, screen):
        for share in (10, 40, 70, 95):
            come_to(screen, share)
            during.append(saved(f"at{share}"))
        come_to(screen, 101)
        assert process.wait() == 0
    return Imported(
        database=database,
        before=before,
        during=tuple(during),
        after=saved("after"),
        reports=reports,
    )


def test_a_backup_during_an_import_is_one_state(imported: Imported, tmp_path: Path) -> None:
    """It holds none of the file's rows or all of them, and nothing in it contradicts itself."""
    counts = []
    for number, each in enumerate((imported.before, *imported.during, imported.after)):
        copy = tmp_path / f"{number}.db"
        unpacking.unpack(each, copy)
        unpacking.check(copy)
        counts.append(count(copy))

    assert counts == sorted(counts)
    assert set(counts) == {imported.reports, imported.reports + ROWS}


def test_a_backup_during_an_import_can_be_restored(
    imported: Imported, darial: Darial, database: Path
) -> None:
    """To the state it was taken in, and back to the whole."""
    assert darial("restore", imported.during[0], "--yes").code == 0
    assert count(database) in {imported.reports, imported.reports + ROWS}

    assert darial("restore", imported.after, "--yes").code == 0
    assert count(database) == imported.reports + ROWS


def killed(folder: Path, within_s: float, *arguments: str | Path, database: Path) -> float:
    """Kill a command some time after it began to work in a folder; gives how long after."""
    delay = random.SystemRandom().uniform(0, within_s)
    with running(*arguments, database=database) as process:
        until(lambda: bool(left_in(folder)) or process.poll() is not None)
        time.sleep(delay)
        process.kill()
    return delay


def test_a_killed_backup_is_whole_or_not_there(imported: Imported, tmp_path: Path) -> None:
    """The next one removes what the killed one left."""
    for number in range(KILLS):
        target = tmp_path / f"{number}.db.gz"
        delay = killed(tmp_path, 0.4, "backup", target, database=imported.database)

        if target.exists():
            unpacking.unpack(target, tmp_path / f"{number}.db")
            unpacking.check(tmp_path / f"{number}.db")
        assert count(imported.database) == imported.reports + ROWS, f"killed after {delay:.3f} s"
    with workplace(tmp_path) as place:
        assert left_in(tmp_path) == [place.name]


def test_a_killed_restore_is_done_or_not(
    imported: Imported, with_archive: Path, tmp_path: Path
) -> None:
    """The database holds the old state whole or the new one whole, with its act and version."""
    for number in range(KILLS):
        database = Path(shutil.copy(with_archive, tmp_path / f"{number}.db"))
        delay = killed(tmp_path, 0.4, "restore", imported.after, "--yes", database=database)

        said = f"killed after {delay:.3f} s"
        done = count(database) != imported.reports
        assert count(database) == imported.reports + ROWS * done, said
        assert len(asked(database, "SELECT * FROM acts WHERE verb = 'restore'")) == done, said
        assert asked(database, "PRAGMA journal_mode") == [("wal",)], said


def test_a_killed_migration_is_done_or_not(imported: Imported, tmp_path: Path) -> None:
    """And the state from before it is saved whole, or nothing was begun."""
    older = tmp_path / "older.db"
    unpacking.unpack(imported.after, older)
    command.downgrade(config(older), "0002")
    for number in range(KILLS // 2):
        database = Path(shutil.copy(older, tmp_path / f"{number}.db"))
        delay = killed(tmp_path, 0.9, "import", "--archive", database=database)

        said = f"killed after {delay:.3f} s"
        shape = migrate.current(url(database))
        saved = list(tmp_path.glob(f"{number}.before-*.db.gz"))
        assert count(database) == imported.reports + ROWS, said
        assert shape in {"0002", migrate.head()}, said
        assert len(saved) == 1 or (not saved and shape == "0002"), said
        for each in saved:
            unpacking.unpack(each, tmp_path / f"saved{number}.db")
            assert unpacking.check(tmp_path / f"saved{number}.db").revision == "0002"
