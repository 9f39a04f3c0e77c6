"""Migrations: a database is made, brought up, checked against the code, and taken down."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.domain.act import Verb
from app.domain.report import Queue
from app.domain.vocabulary import Mode
from app.store import every_table, migrate, notices, reports, sources, withholdings
from app.store.database import Database
from app.store.inspection import GROWING, GUARD
from app.store.migrate import MIGRATIONS
from tests.store.acted import act, retract
from tests.store.made import DAY, NOON, figure, source
from tests.store.test_notices import notice


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


def test_every_table_is_known_to_alembic() -> None:
    """What lists them names each module of tables, and does not lean on what others import."""
    modules = {path.stem for path in Path(migrate.__file__).parent.glob("*_tables.py")}
    told = Path(every_table.__file__).read_text()

    assert len(modules) > 3
    assert {name for name in modules if f"{name}." not in told} == set()


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


ACTS = ("acts", "act_reports", "act_places", "withholdings", "notices", "notice_ends")
"""The tables of the third shape."""

SINCE = ("changes", "webhooks", "deliveries", "attempts", "hourly", "hourly_spans", "leaders")
"""The tables of later shapes."""


async def fill(url: str, *, acting: bool) -> None:
    """Store a report; and with `acting` something in each table of acts."""
    database = Database(url)
    async with database.writing() as session:
        await sources.register(session, source("guard"))
        await reports.add(session, [figure("a")])
        if acting:
            await retract(session, figure("b"))
            _, withheld = await act(session, Verb.WITHHOLD)
            await withholdings.add(session, withheld, Queue("lars", "both", Mode.ANY), None, NOON)
            _, added = await act(session, Verb.NOTICE_ADD)
            await notices.add(session, added, notice())
            _, ended = await act(session, Verb.NOTICE_END)
            await notices.end(session, ended, notice().id, NOON + DAY)
    await database.close()


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of each table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - our own
            for (name,) in tables.fetchall()
        }


def test_acts_are_added_beside_what_is_there(path: Path, url: str) -> None:
    """The third shape takes a database of the second as it is, and leaves it so when undone."""
    command.downgrade(config(path), "0002")
    asyncio.run(fill(url, acting=False))
    before = held(path)
    assert not set(ACTS) & set(before)
    assert len(before["reports"]) == 1

    command.upgrade(config(path), "head")
    after = held(path)
    asyncio.run(fill(url, acting=True))
    command.downgrade(config(path), "0002")

    added: dict[str, list[object]] = {table: [] for table in (*ACTS, *SINCE)}
    assert after == {**before, **added, "alembic_version": after["alembic_version"]}
    assert set(held(path)) == set(before)
    assert held(path)["reports"][0] == before["reports"][0]
    assert not {name for name in names(path) if name.startswith(ACTS)}


@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_acts_only_grow(path: Path, url: str, change: str) -> None:
    """Nobody changes or removes a row of their tables, not even by hand."""
    asyncio.run(fill(url, acting=True))
    before = held(path)
    assert all(before[table] for table in ACTS)

    with closing(sqlite3.connect(path)) as connection:
        for table in ACTS:
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} only grows"):
                connection.execute(change.format(table))

    assert held(path) == before


def test_inspection_knows_each_table_that_only_grows(path: Path) -> None:
    """Those that the migrations guard are those that a backup is held to guard."""
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE ?",
            (f"%{GUARD}%",),
        ).fetchall()

    assert {table for _, table in guards} == GROWING
    assert {name for name, _ in guards} == {
        f"{table}_no_{change}" for table in GROWING for change in ("update", "delete")
    }
