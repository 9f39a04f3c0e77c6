"""`darial doctor`: a line for each thing, whatever is there to be looked at."""

import json
import shutil
from pathlib import Path

import pytest

from app.store.backup import save
from app.store.sqlite import url_of
from tests.cli.conftest import Darial
from tests.databases import needs_file
from tests.store.backups import changed, spoil

pytestmark = needs_file

CHECKS = [
    "settings", "catalogue", "migrations", "database", "integrity", "guards", "log", "disk",
    "backup", "polling", "spool", "clock",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what an operator should set; the machine of a test polls nothing."""
    monkeypatch.setenv("DARIAL_CONTACT", "ops@example.org")
    monkeypatch.setenv("DARIAL_POLLING", "false")


def states(out: str) -> dict[str, str]:
    """Give how each thing stands, by the first lines of a page."""
    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    return {line[6:17].strip(): line[:6].strip() for line in lines}


def test_all_that_is_looked_at_has_a_line(darial: Darial, archived: Path, tmp_path: Path) -> None:
    """With a backup noted, only the clock remains to be looked at."""
    assert darial("backup", tmp_path / "saved.db.gz").code == 0
    before = archived.read_bytes()

    result = darial("doctor")

    assert (result.code, result.err) == (0, "")
    assert list(states(result.out)) == CHECKS
    assert {name for name, state in states(result.out).items() if state != "ok"} <= {
        "catalogue",
        "clock",
        "disk",
    }
    assert archived.read_bytes() == before


@pytest.mark.usefixtures("database")
def test_without_a_database_the_rest_is_looked_at(darial: Darial) -> None:
    """And what comes first is told."""
    result = darial("doctor")

    assert result.code == 1
    found = states(result.out)
    assert found["database"] == "bad"
    assert found["backup"] == found["polling"] == found["sources"] == "look"
    assert "integrity" not in found
    assert "mend the database first" in result.out


def test_a_damaged_database_is_told(darial: Darial, archived: Path) -> None:
    """With the way out, and exit code 1 for whoever watches by a script."""
    spoil(archived, "published")

    result = darial("doctor")

    assert result.code == 1
    assert states(result.out)["integrity"] == "bad"
    assert "`darial restore FILE.db.gz` puts the last backup back" in result.out


def test_a_table_that_cannot_be_read_ends_nothing(darial: Darial, archived: Path) -> None:
    """What it would have told is bad; all else is told."""
    spoil(archived, "acts")

    result = darial("doctor")

    assert result.code == 1
    assert {"database", "integrity", "upkeep", "clock"} <= set(states(result.out))


def test_as_json_it_says_the_same(darial: Darial, archived: Path) -> None:
    """An array of objects, each with the way to mend it."""
    changed(archived, "DROP TRIGGER acts_no_delete")

    result = darial("doctor", "--json")

    findings = json.loads(result.out)
    assert result.code == 1
    assert [each["check"] for each in findings] == CHECKS
    assert next(each for each in findings if each["check"] == "guards") == {
        "check": "guards",
        "state": "bad",
        "says": "rows can be changed or deleted in acts",
        "fix": "`darial restore FILE.db.gz` puts the last backup back",
    }


def test_settings_that_cannot_be_read_leave_nothing_to_look_at(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for any command."""
    monkeypatch.setenv("DARIAL_PORT", "ninety")

    assert darial("doctor").code == 3


@pytest.mark.parametrize("host", ["https://example.org/", "a b", "", "-" * 300])
def test_a_host_is_a_name(darial: Darial, host: str) -> None:
    """Not an address of a page."""
    result = darial("doctor", "--host", host)

    assert result.code == 2
    assert "is no name of a host" in result.err


@pytest.mark.usefixtures("database")
def test_a_host_that_is_not_reached_is_told(darial: Darial) -> None:
    """Nobody listens there."""
    result = darial("doctor", "--host", "127.0.0.1:1")

    assert "127.0.0.1:1 could not be asked" in result.out


def test_a_backup_s_own_database_can_be_looked_at(
    darial: Darial, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever unpacks one may see what it is: whole, but not in use."""
    save(archived, tmp_path / "saved.db.gz")
    shutil.copy(archived, tmp_path / "looked.db")
    changed(tmp_path / "looked.db", "PRAGMA journal_mode = DELETE")
    monkeypatch.setenv("DARIAL_DATABASE_URL", url_of(tmp_path / "looked.db"))

    found = states(darial("doctor").out)

    assert (found["integrity"], found["log"]) == ("ok", "bad")
