"""`darial restore`: what is shown, asked and done; what is refused, and under a running server."""

import asyncio
import gzip
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic import command

from app.cli.database import answer
from app.domain.act import Verb
from app.store import acts, migrate
from tests.archived import NOW
from tests.cli.conftest import Darial, url
from tests.cli.processes import finished
from tests.databases import needs_file
from tests.serving import serving
from tests.store.backups import (
    asked,
    backup_of,
    changed,
    left_in,
    packed,
    spoil,
    version_of,
)
from tests.store.made import figure
from tests.store.test_migrate import config

pytestmark = needs_file

MEBIBYTE = 1024 * 1024

LATER = """
INSERT INTO sources (
    id, name, kind, licence, attribution, url, redistribute, added_at, reports
)
SELECT 'later', name, kind, licence, attribution, url, redistribute, added_at, 7 FROM sources
"""
"""Notes a source as a server does that polls it for the first time."""


@pytest.fixture(scope="module")
def with_backup(with_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup of the archive; it is copied, never used itself."""
    database = Path(shutil.copy(with_archive, tmp_path_factory.mktemp("saved") / "darial.db"))
    return backup_of(database)


@pytest.fixture
def saved(with_backup: Path, tmp_path: Path) -> Path:
    """Give a backup of the archive."""
    return Path(shutil.copy(with_backup, tmp_path / "saved.db.gz"))


def reports(database: Path) -> int:
    """Count the reports in a database, which must be whole."""
    assert asked(database, "PRAGMA integrity_check") == [("ok",)]
    ((count,),) = asked(database, "SELECT count(*) FROM reports")
    return int(count)


def safety(database: Path) -> Path:
    """Give the file in which what was replaced is kept."""
    (found,) = database.parent.glob(f"{database.stem}.before-restore-*.db.gz")
    return found


class Person(io.StringIO):
    """Standard input with a person at it."""

    def isatty(self) -> bool:
        """Be a terminal."""
        return True


def test_a_backup_is_put_back(darial: Darial, archived: Path, saved: Path) -> None:
    """What takes the place of what is told, and how to take it back; the log notes it."""
    changed(archived, "UPDATE board SET version = 40", "DELETE FROM imports")

    result = darial("restore", saved, "--yes", "--reason", "disk failed")

    kept = safety(archived)
    assert result.code == 0
    shown = result.out.splitlines()
    assert shown[0].startswith(f"{saved} holds 1,228 reports, the newest recorded 20")
    assert shown[1].startswith(f"{archived} holds 1,228 reports, the newest recorded 20")
    assert shown[1].endswith("Z; all of it is replaced.")
    assert shown[2].endswith("; the board goes on with version 41.")
    assert shown[3] == (
        f"What stood there before is kept: `darial restore {kept}` takes this back."
    )
    assert "A running server shows it within 5 s" in result.err
    assert asked(archived, "SELECT count(*) FROM imports") == [(1,)]
    assert left_in(archived.parent) == []
    ((told,),) = asked(archived, "SELECT told FROM acts WHERE reason = 'disk failed'")
    assert f'"safety": "{kept.name}"' in told


def test_sources_noted_since_are_kept(darial: Darial, archived: Path, saved: Path) -> None:
    """A running server counts on them, and goes on storing what they bring."""
    changed(archived, LATER)

    darial("restore", saved, "--yes")

    assert asked(archived, "SELECT id, reports FROM sources WHERE id = 'later'") == [("later", 0)]


def test_what_was_replaced_can_be_put_back(darial: Darial, archived: Path, saved: Path) -> None:
    """A restore is undone by another, and the version goes on rising."""
    changed(archived, "UPDATE board SET version = 40", "DELETE FROM imports")
    darial("restore", saved, "--yes")
    kept = safety(archived).rename(archived.with_name("kept.db.gz"))

    result = darial("restore", kept, "--yes")

    assert result.code == 0
    assert asked(archived, "SELECT count(*) FROM imports") == [(0,)]
    assert version_of(archived) == 42


def test_acts_that_would_be_lost_are_listed(
    darial: Darial, archived: Path, saved: Path, tmp_path: Path
) -> None:
    """The newest first, ten of them; whoever reads it can still say no."""
    for _ in range(12):
        darial("backup", tmp_path / "later.db.gz", "--force")

    result = darial("restore", saved)

    assert result.code == 2
    assert (
        "12 acts are not in the backup, and will stand in the copy of the present state alone:\n"
        in result.out
    )
    assert result.out.count("  backup\n") == 10
    assert "  and 2 older ones\n" in result.out
    assert len(asked(archived, "SELECT * FROM acts")) == 12


def test_without_a_terminal_it_is_not_done(darial: Darial, archived: Path, saved: Path) -> None:
    """A script says so beforehand."""
    before = archived.read_bytes()

    result = darial("restore", saved)

    assert result.code == 2
    assert result.err == "Nothing was changed: add --yes where nobody can be asked.\n"
    assert archived.read_bytes() == before
    assert sorted(archived.parent.iterdir()) == [archived, saved]


@pytest.mark.parametrize("said", ["n\n", "\n"])
def test_a_person_may_say_no(
    darial: Darial, archived: Path, saved: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """Which is also what saying nothing means."""
    monkeypatch.setattr("sys.stdin", Person(said))

    result = darial("restore", saved)

    assert result.code == 1
    assert "Put it back? [y/N]:" in result.err
    assert result.err.endswith("Nothing was changed.\n")
    assert asked(archived, "SELECT * FROM acts") == []


def test_a_person_is_asked_once(
    darial: Darial, archived: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is done."""
    monkeypatch.setattr("sys.stdin", Person("y\n"))

    result = darial("restore", saved)

    assert result.code == 0
    assert result.err.count("Put it back? [y/N]") == 1
    assert len(asked(archived, "SELECT * FROM acts")) == 1


def test_without_a_database_it_becomes_one(darial: Darial, database: Path, saved: Path) -> None:
    """On a new machine the backup is all there is; its version leaps ahead of what was served."""
    result = darial("restore", saved, "--yes")

    assert result.code == 0
    assert f"There is no database at {database} yet.\n" in result.out
    assert reports(database) == 1228
    assert version_of(database) > 1_000_000
    assert asked(database, "PRAGMA journal_mode") == [("wal",)]
    assert sorted(database.parent.iterdir()) == [database, saved]


def test_what_is_left_beside_a_lost_database_is_told(
    darial: Darial, database: Path, saved: Path
) -> None:
    """It would spoil what is restored."""
    log = database.with_name("darial.db-wal")
    log.write_bytes(b"of another")

    result = darial("restore", saved, "--yes")

    assert result.code == 3
    assert "darial.db-wal is still there and would spoil a new one" in result.err
    assert not database.exists()


def test_a_damaged_database_is_replaced(darial: Darial, archived: Path, saved: Path) -> None:
    """What can still be copied of it is kept."""
    spoil(archived, "reports")
    spoil(archived, "ix_reports_recorded")

    result = darial("restore", saved, "--yes")

    assert result.code == 0
    assert f"{archived} is damaged: what it holds cannot be told.\n" in result.out
    assert reports(archived) == 1228
    assert version_of(archived) > 1_000_000
    assert safety(archived).stat().st_size > 0


def test_a_database_without_a_head_is_left_alone(
    darial: Darial, archived: Path, saved: Path
) -> None:
    """The way on is told: to move it away."""
    archived.write_bytes(b"\0" * MEBIBYTE)

    result = darial("restore", saved, "--yes")

    assert result.code == 3
    assert "End every `darial serve`, move darial.db and the files" in result.err
    assert archived.read_bytes() == b"\0" * MEBIBYTE


@pytest.mark.parametrize("kind", ["cut", "flipped", "empty", "text", "other", "newer"])
def test_what_cannot_be_restored_changes_nothing(
    darial: Darial, archived: Path, saved: Path, tmp_path: Path, kind: str
) -> None:
    """One sentence says what is wrong with it."""
    said = spoilt(saved, tmp_path / "work.db", kind)
    before = archived.read_bytes()

    result = darial("restore", saved, "--yes")

    assert result.code == 2
    assert result.err.startswith(f"{saved} cannot be restored: {said}")
    assert result.err.endswith(". Nothing was changed.\n")
    assert result.err.count("\n") == 1
    assert archived.read_bytes() == before
    assert left_in(archived.parent) == []


def spoilt(saved: Path, work: Path, kind: str) -> str:
    """Spoil a backup in one way, and give how that is told."""
    whole = saved.read_bytes()
    if kind == "cut":
        saved.write_bytes(whole[: len(whole) // 2])
        return "it is cut short"
    if kind == "flipped":
        saved.write_bytes(whole[:-6] + bytes([whole[-6] ^ 1]) + whole[-5:])
        return "it is damaged, its checksum does not fit"
    if kind in {"empty", "text"}:
        saved.write_bytes(b"" if kind == "empty" else b"id,place\n")
        return "it is empty" if kind == "empty" else "it is no file of `darial backup`"
    if kind == "other":
        changed(work, "CREATE TABLE messages (text)")
        packed(work.read_bytes(), saved)
        return "it holds another program's database"
    work.write_bytes(gzip.decompress(whole))
    changed(work, "UPDATE alembic_version SET version_num = '9999'")
    packed(work.read_bytes(), saved)
    return f"it is newer than this program (9999, this program knows {migrate.head()})"


def test_a_file_that_is_not_there_is_told(darial: Darial, archived: Path) -> None:
    """As any file is."""
    missing = archived.with_name("nowhere.db.gz")

    result = darial("restore", missing, "--yes")

    assert (result.code, result.err) == (2, f"{missing} cannot be read: there is no such file.\n")


def test_an_older_backup_is_brought_up(darial: Darial, archived: Path) -> None:
    """It is told, and done before anything is replaced."""
    command.downgrade(config(archived), "0002")
    older = backup_of(archived)
    migrate.upgrade(url(archived), NOW)

    result = darial("restore", older, "--yes")

    assert result.code == 0
    assert f"It is brought from shape 0002 to {migrate.head()}.\n" in result.out
    assert reports(archived) == 1228


def test_a_step_can_be_taken_back(darial: Darial, archived: Path, saved: Path) -> None:
    """The earlier program meets a database that is newer than itself, and replaces it."""
    changed(archived, "UPDATE alembic_version SET version_num = '9999'")

    result = darial("restore", saved, "--yes")

    assert result.code == 0
    assert migrate.current(url(archived)) == migrate.head()


async def test_a_running_server_shows_it(archived: Path, saved: Path) -> None:
    """At its next look, with a version above all that it ever showed; then it goes on."""
    ask = "/v1/status?place=verkhny-lars&direction=RU-GE&mode=car"
    later: dict[str, Any] = {
        "place": "verkhny-lars",
        "observed_from": NOW,
        "observed_to": NOW,
        "recorded_at": NOW,
    }
    async with serving(url(archived)) as service:
        first = (await service.client.get(ask)).json()
        await service.store(figure("late", 555, **later))
        await service.look()
        second = (await service.client.get(ask)).json()

        done = await asyncio.to_thread(finished, "restore", saved, "--yes", database=archived)
        await service.look()
        third = (await service.client.get(ask)).json()
        await service.store(figure("late", 555, **later))
        await service.look()
        fourth = (await service.client.get(ask)).json()

    assert done.returncode == 0, done.stderr
    versions = [each["meta"]["version"] for each in (first, second, third, fourth)]
    figures = [each["data"][0]["queue_vehicles"]["mid"] for each in (second, fourth)]
    assert versions == sorted(set(versions))
    assert second["data"] != first["data"]
    assert [row["queue_vehicles"]["mid"] for row in third["data"]] == [
        row["queue_vehicles"]["mid"] for row in first["data"]
    ]
    assert figures[0] == figures[1] is not None


def test_the_log_tells_of_it(darial: Darial, archived: Path, saved: Path) -> None:
    """As an act like any other, by its role alone."""
    darial("restore", saved, "--yes", "--reason", "tried")

    act = answer(url(archived), lambda session: acts.newest(session, [Verb.RESTORE]))

    assert act is not None
    assert (act.role, act.reason, act.version) == ("operator", "tried", version_of(archived))
    assert set(act.told) == {"of", "safety"}
