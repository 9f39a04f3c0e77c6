"""Kill -9 in the middle of each changing command: it is done then, or it is not; never in part."""

import asyncio
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import finished, running, until
from tests.cli.test_kill import has_open
from tests.correcting.desk import FOUR, filled
from tests.databases import needs_file
from tests.long import FULL

pytestmark = needs_file

KILLS = 12 if FULL else 2
LATEST_S = 0.25
"""How long after it may write a command is killed at the latest: most are through by then."""

IDS = [report.id for report in FOUR]
WHY = ("--reason", "misread", "--yes")
LARS_CARS = ("verkhny-lars", "RU-GE", "car")
CLOSED = (
    "--access", "closed", "--from", "2026-11-01", "--review", "2027-02-01",
    "--authority", "Border Service", "--url", "https://example.org/x",
)  # fmt: skip
STANDING = "fi-2023-11-18-forbidden-bicycle"

COMMANDS = {
    "report": (
        ("report", *LARS_CARS, "--wait", "20h", "--origin", "hotline", "--yes"),
        {"reports": 1, "acts": 1, "act_reports": 1},
    ),
    "retract": (
        ("retract", *IDS[:3], *WHY),
        {"reports": 3, "acts": 1, "act_reports": 3},
    ),
    "retract --source": (
        ("retract", "--source", "guard", "--since", "2026-01-01", *WHY),
        {"reports": 4, "acts": 1, "act_reports": 4},
    ),
    "withhold": (
        ("withhold", *LARS_CARS, "--until", "+6h", *WHY),
        {"acts": 1, "withholdings": 1},
    ),
    "notice add": (
        ("notice", "add", *LARS_CARS, *CLOSED, *WHY),
        {"acts": 1, "notices": 1},
    ),
    "notice end": (
        ("notice", "end", STANDING, "--at", "2027-01-01", *WHY),
        {"acts": 1, "notice_ends": 1},
    ),
    "undo": (
        ("undo", *WHY),
        {"reports": 2, "acts": 1, "act_reports": 2},
    ),
}
"""Each changing command, and how many rows it adds to which table."""

TABLES = ("reports", "acts", "act_reports", "withholdings", "notices", "notice_ends")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with four reports."""
    path = tmp_path_factory.mktemp("acts") / "darial.db"
    asyncio.run(filled(path))
    return path


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux for open files")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_act_is_done_or_not_done(name: str, template: Path, tmp_path: Path) -> None:
    """Killed where it waits to write it has done nothing; killed later, nothing or all of it."""
    arguments, adds = COMMANDS[name]
    database = Path(shutil.copyfile(template, tmp_path / "darial.db"))
    if name == "undo":
        assert finished("retract", *IDS[:2], *WHY, database=database).returncode == 0
    before = rows(database)
    done = {table: before[table] + adds.get(table, 0) for table in TABLES}
    done |= {"version": before["version"] + 1}
    outcomes = []
    for kill in range(KILLS):
        copy = Path(shutil.copyfile(database, tmp_path / f"{kill}.db"))
        delay = random.SystemRandom().uniform(0, LATEST_S) if kill else None
        killed(copy, arguments, delay)
        outcomes.append(rows(copy))

    assert outcomes[0] == before
    assert all(outcome in (before, done) for outcome in outcomes)


def killed(database: Path, arguments: tuple[str, ...], delay: float | None) -> None:
    """Start a command while another writes, and kill it there, or so long after it may go on."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with running(*arguments, database=database) as process:
            until(lambda: has_open(process.pid, database))
            if delay is None:
                process.kill()
            other.execute("ROLLBACK")
            time.sleep(delay or 0)


def rows(database: Path) -> dict[str, int]:
    """Count what a database holds, which must be sound and counted rightly."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
            for table in TABLES
        }
        ((counted,),) = connection.execute("SELECT sum(reports) FROM sources")
        assert counted == counts["reports"]
        ((version,),) = connection.execute("SELECT version FROM board")
    return counts | {"version": version}
