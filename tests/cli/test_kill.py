"""Kill -9 in the middle of an import: nothing of the file is there, or all of it."""

import random
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import Screen, finished, running, terminal, until
from tests.cli.rows import many
from tests.databases import needs_file
from tests.long import FULL

pytestmark = needs_file

SHARE = re.compile(r"(\d+)%")


@pytest.mark.parametrize(
    ("rows", "kills"),
    [
        (30_000, 3),
        pytest.param(
            100_000, 5, marks=pytest.mark.skipif(not FULL, reason="takes a minute; set FULL=1")
        ),
    ],
)
def test_a_killed_import_leaves_no_part_of_a_file(tmp_path: Path, rows: int, kills: int) -> None:
    """Killed at any point it leaves none of its rows, or all; the next one completes it."""
    file, database = many(tmp_path / "many.csv", rows), tmp_path / "darial.db"
    finished("import", "--archive", database=database)
    before = count(database)

    for _ in range(kills):
        share, delay = random.SystemRandom().uniform(0, 100), random.SystemRandom().uniform(0, 0.1)
        with terminal("import", file, database=database) as (process, screen):
            come_to(screen, share)
            time.sleep(delay)
            process.kill()
        assert count(database) in {before, before + rows}, f"killed {delay:.3f} s after {share} %"
    done = finished("import", file, database=database)

    assert done.returncode == 0
    assert f"{rows:,} rows: " in done.stdout
    assert count(database) == before + rows
    assert identities(database) == rows


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux for open files")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["SIGTERM", "Ctrl-C"]
)
def test_a_signal_ends_an_import_that_waits_for_another_writer(
    tmp_path: Path, with_archive: Path, number: signal.Signals, code: int
) -> None:
    """It ends at once and quietly, though the database is not its own for a minute."""
    file, database = many(tmp_path / "many.csv", 10), tmp_path / "darial.db"
    shutil.copyfile(with_archive, database)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with running("import", file, database=database) as process:
            until(lambda: has_open(process.pid, database))
            process.send_signal(number)
            out, err = process.communicate(timeout=30)

    assert (process.returncode, out, err) == (code, "", "")


def has_open(pid: int, file: Path) -> bool:
    """Tell whether a process has a file open."""
    return any(leads_to(each, file) for each in Path(f"/proc/{pid}/fd").iterdir())


def leads_to(link: Path, file: Path) -> bool:
    """Tell whether a link leads to a file; one that went meanwhile does not."""
    try:
        return link.readlink() == file
    except OSError:
        return False


def come_to(screen: Screen, share: float) -> None:
    """Wait until an import shows that it has come this far (percent), or is through."""
    shown = [0]
    while shown[-1] < share and (part := screen.part()):
        shown += [int(each) for each in SHARE.findall(part)]


def count(database: Path) -> int:
    """Give how many reports a database holds, which must be sound and counted rightly."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((reports,),) = connection.execute("SELECT count(*) FROM reports")
        ((counted,),) = connection.execute("SELECT sum(reports) FROM sources")
    assert reports == counted
    return int(reports)


def identities(database: Path) -> int:
    """Give how many different rows of the file are stored."""
    with closing(sqlite3.connect(database)) as connection:
        ((found,),) = connection.execute(
            "SELECT count(DISTINCT identity) FROM reports WHERE source = 'import'"
        )
    return int(found)
