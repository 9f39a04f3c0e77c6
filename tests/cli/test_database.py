"""The database's own refusals: what SQLite says, as an operator needs to hear it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.cli.database import bring_up, faults
from app.cli.database_words import shown
from app.cli.fault import Fault
from tests.cli.conftest import url
from tests.databases import needs_file

pytestmark = needs_file


def full(path: Path) -> None:
    """Write more than there is room for."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE filled AS SELECT zeroblob(100000)")


def read_only(path: Path) -> None:
    """Write where only reading is allowed."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE TABLE one (two)")


def busy(path: Path) -> None:
    """Write while somebody else does."""
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as one,
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other,
    ):
        one.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def unopened(path: Path) -> None:
    """Open a folder."""
    sqlite3.connect(path.parent)


def unheard(path: Path) -> None:
    """Ask for what nobody expects."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (full, "The disk is full, so nothing was stored: make room and run this again."),
        (read_only, "{path} cannot be written to: allow that, and for its folder too."),
        (busy, "{path} is being written to by another process: try again in a minute."),
        (unopened, "{path} cannot be opened: allow reading and writing it and its folder."),
        (unheard, "{path} cannot be used: no such table: nowhere."),
    ],
)
def test_each_refusal_is_a_sentence(
    database: Path, refusal: Callable[[Path], None], said: str
) -> None:
    """What is wrong, and what to do about it."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE there (column)")

    with pytest.raises(Fault) as refused, faults(url(database)):
        refusal(database)

    assert str(refused.value) == said.format(path=database)


def test_a_failing_disk_is_told() -> None:
    """Or a full one, which SQLite tells the same way."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE

    with pytest.raises(Fault) as refused, faults(url(Path("/srv/darial.db"))):
        raise error

    assert str(refused.value) == (
        "/srv/darial.db cannot be read or written (disk I/O error): see whether its disk is full or"
        " failing."
    )


def test_a_path_is_shown_as_short_as_it_is_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below the folder we are in the rest of it will do."""
    monkeypatch.chdir(tmp_path)

    assert shown(url(tmp_path / "data" / "darial.db")) == "data/darial.db"
    assert shown(url(Path("/var/lib/darial/darial.db"))) == "/var/lib/darial/darial.db"


def test_a_database_is_made_once(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first time is told; after it there is nothing to do and nothing to say."""
    bring_up(url(database))
    first = capsys.readouterr().err
    bring_up(url(database))
    second = capsys.readouterr().err

    assert (first, second) == (f"Making the database {database} ...\n", "")
