"""Faults: one plain sentence, an exit code for scripts, and never a traceback."""

from pathlib import Path

import pytest

from app.cli.database import missing
from app.cli.database_words import shown
from app.cli.fault import told
from app.store import migrate
from tests.cli.conftest import NOTHING, Darial, url
from tests.cli.processes import finished, running
from tests.databases import needs_file
from tests.others import run


def test_a_bad_setting_is_named_with_its_mend(
    darial: Darial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each setting that cannot be used has a sentence; nothing else is said."""
    monkeypatch.setenv("DARIAL_PORT", "http")

    result = darial("version")

    assert result.code == 3
    assert result.out == ""
    assert result.err == (
        "DARIAL_PORT cannot be 'http': give the port to listen on, a whole number from 0 (any free"
        " one) to 65535.\n"
    )


def test_a_bad_catalogue_stops_a_command_by_file_and_line(
    darial: Darial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever needs the catalogue lists its mistakes and ends."""
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "own.toml").write_text("[[place]]\nid = 'x'\nkind = 'bridge'\n")
    monkeypatch.setenv("DARIAL_CATALOG_DIR", str(tmp_path))

    result = darial("places")

    assert result.code == 3
    assert f"{tmp_path}/places/own.toml:3: " in result.err
    assert result.err.splitlines()[-1].endswith("mend each line named.")


@pytest.mark.parametrize(
    "arguments", [("status", "vaalimaa"), ("score", "app/catalog/archive/reports.csv")]
)
def test_a_missing_database_says_what_to_do(
    darial: Darial, database: Path, arguments: tuple[str, ...]
) -> None:
    """Nobody makes a database by asking something of it."""
    result = darial(*arguments)

    assert result.code == 3
    assert result.err == f"{missing(url(database)).format(path=shown(url(database)))}\n"
    assert migrate.current(url(database)) is None


def test_serving_makes_no_database_unasked(tmp_path: Path) -> None:
    """Without --prepare a missing database ends the start."""
    database = tmp_path / "darial.db"

    result = finished("serve", "--port", "0", database=database)

    assert result.returncode == 3
    assert result.stderr.startswith(f"{NOTHING} {shown(url(database))} yet")
    assert migrate.current(url(database)) is None


def revise(path: Path, revision: str) -> None:
    """Have a database say that it is of another shape."""
    run(path, "UPDATE alembic_version SET version_num = ?", revision)


@pytest.mark.parametrize("arguments", [("status", "vaalimaa"), ("import", "--archive")])
def test_a_newer_database_is_left_alone(
    darial: Darial, archived: Path, arguments: tuple[str, ...]
) -> None:
    """What a later program wrote is neither read nor written."""
    revise(archived, "9999")

    result = darial(*arguments)

    assert result.code == 3
    assert "newer than this program (9999, this program knows " in result.err
    assert migrate.current(url(archived)) == "9999"


def test_an_older_database_names_the_command_that_mends_it(darial: Darial, archived: Path) -> None:
    """Reading asks for a migration and does none."""
    revise(archived, "0000")

    result = darial("status", "vaalimaa")

    assert result.code == 3
    assert "`darial serve --prepare` brings it up to date" in result.err
    assert migrate.current(url(archived)) == "0000"


@needs_file
def test_something_else_is_no_database(darial: Darial, database: Path) -> None:
    """A file of another kind is named, and kept as it is."""
    database.write_bytes(b"my dear diary\n" * 100)

    result = darial("status", "vaalimaa")

    assert result.code == 3
    assert result.err == f"{database} is no database: name another in DARIAL_DATABASE_URL.\n"
    assert database.read_bytes().startswith(b"my dear diary")


@needs_file
@pytest.mark.parametrize("page", [1, 40], ids=["shape", "reports"])
def test_a_damaged_database_is_told(darial: Darial, archived: Path, page: int) -> None:
    """Rubbish ends in a sentence, whether its shape or its reports can no longer be read."""
    with archived.open("r+b") as file:
        file.seek(4096 * page)
        file.write(b"\xff" * 4096 * 100)

    result = darial("status", "vaalimaa")

    assert result.code == 3
    assert result.err.startswith(f"{archived} is damaged: `darial restore FILE.db.gz`")


def test_a_database_in_memory_is_refused(darial: Darial, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be gone with the command, so it is no database to keep anything in."""
    monkeypatch.setenv("DARIAL_DATABASE_URL", "sqlite+aiosqlite:///:memory:")

    result = darial("import", "--archive")

    assert result.code == 3
    assert result.err.startswith("DARIAL_DATABASE_URL cannot be used: the database must be a file")


def test_a_folder_that_cannot_be_made_is_told(darial: Darial, tmp_path: Path) -> None:
    """A database below a file has no place to be."""
    (tmp_path / "file").touch()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DARIAL_DATABASE_URL", url(tmp_path / "file" / "darial.db"))
        result = darial("import", "--archive")

    assert result.code == 3
    assert "Traceback" not in result.err
    assert str(tmp_path / "file") in result.err


def test_a_full_disk_is_told_in_a_sentence() -> None:
    """The mend is to make room."""
    assert str(told(OSError(28, "No space left on device"))).startswith("The disk is full")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_to_a_full_disk_is_told() -> None:
    """What cannot be written is said on the other stream."""
    with Path("/dev/full").open("w") as full:
        result = finished("places", stdout=full.fileno())

    assert result.returncode == 3
    assert result.stderr == "The disk is full: make room and run the same command again.\n"


def test_a_reader_who_leaves_is_no_fault() -> None:
    """`darial places --json | head -c 1` says nothing more."""
    with running("places", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.read(1)
        process.stdout.close()
        complaint = process.stderr.read()

    assert first == "{"
    assert complaint == ""
