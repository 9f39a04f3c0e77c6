"""Migrations: bringing a database to the shape that this code expects."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import app
from app.store.sqlite import file_of

MIGRATIONS = Path(app.__file__).parent.parent / "migrations"

_REVISION = re.compile(r'^revision: str = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision: str \| None = "(\w+)"$', re.MULTILINE)


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest shape, making the file and its folder if needed.

    All pending steps are one transaction. At the newest shape already, it returns at once.
    """
    if current(url) == head():
        return
    path = file_of(url).path
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    _run(url)


def head() -> str:
    """Give the newest revision in migrations/."""
    texts = list(_texts())
    revisions = {match[1] for text in texts if (match := _REVISION.search(text))}
    passed = {match[1] for text in texts if (match := _BEFORE.search(text))}
    (newest,) = revisions - passed
    return newest


def current(url: str) -> str | None:
    """Give the revision the database is at; None where there is no database, or an empty one."""
    path = file_of(url).path
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
    return str(row[0]) if row else None


def _texts() -> Iterator[str]:
    for path in sorted((MIGRATIONS / "versions").glob("*.py")):
        yield path.read_text(encoding="utf-8")


def _run(url: str) -> None:
    # Imported here because it takes longer than all the rest of a start that has nothing to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
