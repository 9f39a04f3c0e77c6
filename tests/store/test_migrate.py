"""Migrations: a database is made, brought up, checked against the code, and taken down."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.store import migrate
from app.store.migrate import MIGRATIONS


def config(path: Path) -> Config:
    """Give Alembic's view of our migrations for a database file."""
    made = Config(attributes={"url": f"sqlite+aiosqlite:///{path}"})
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    return made


def names(path: Path) -> set[str]:
    """Give what is in a database, SQLite's own things left out."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'")
        return {name for (name,) in rows}


def test_upgrade_makes_file_and_folder(tmp_path: Path) -> None:
    """A first start needs nothing to be there."""
    path = tmp_path / "new" / "folder" / "darial.db"
    url = f"sqlite+aiosqlite:///{path}"
    assert migrate.current(url) is None

    migrate.upgrade(url)

    assert migrate.current(url) == migrate.head()
    assert {"reports", "published", "sources", "series", "board"} <= names(path)


def test_upgrade_again_does_nothing(path: Path, url: str) -> None:
    """And does not even touch the file."""
    before = path.read_bytes()

    migrate.upgrade(url)

    assert path.read_bytes() == before


def test_a_second_start_does_not_wait_for_alembic(url: str) -> None:
    """A database at the newest shape is recognised without importing what would change it."""
    script = (
        "import sys; from app.store import migrate; migrate.upgrade(sys.argv[1]);"
        "print('alembic' in sys.modules)"
    )

    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script, url], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"


def test_head_is_the_newest_revision() -> None:
    """Our quick look finds what Alembic finds."""
    script = ScriptDirectory(str(MIGRATIONS))

    assert migrate.head() == script.get_current_head()


def test_an_empty_file_is_no_database_yet(tmp_path: Path) -> None:
    """A file somebody touched has no revision, and can be brought up."""
    path = tmp_path / "empty.db"
    path.touch()
    url = f"sqlite+aiosqlite:///{path}"
    assert migrate.current(url) is None

    migrate.upgrade(url)

    assert migrate.current(url) == migrate.head()


def test_migrations_give_what_the_code_expects(path: Path) -> None:
    """`alembic check` finds nothing to add, to drop or to change."""
    command.check(config(path))


def test_down_and_up_again(path: Path, url: str) -> None:
    """Every step can be taken back, leaving nothing, and taken again."""
    before = names(path)

    command.downgrade(config(path), "base")
    assert names(path) == {"alembic_version"}
    assert migrate.current(url) is None
    command.upgrade(config(path), "head")

    assert names(path) == before
    command.check(config(path))


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """All steps are one transaction: a table in the way undoes those before it."""
    path = tmp_path / "darial.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE published (id INTEGER)")

    with pytest.raises(Exception, match="already exists"):
        migrate.upgrade(f"sqlite+aiosqlite:///{path}")

    assert names(path) == {"published"}
