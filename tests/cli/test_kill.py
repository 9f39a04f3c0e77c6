"""Kill -9 in the middle of an import: nothing of the file is there, or all of it."""

import os
import random
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import Screen, finished, terminal
from tests.cli.rows import many

FULL = bool(os.environ.get("FULL"))  # noqa: TID251 - `FULL=1 make test`, as for make bench

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
