"""Migrations: bringing a database to the shape that this code expects."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import func, select, text

import app
from app.store import backup
from app.store.address import is_postgresql, plain_engine
from app.store.fault import StoreError, Unsaved, told_plainly
from app.store.sqlite import file_of

MIGRATIONS = Path(app.__file__).parent.parent / "migrations"
STEPS = MIGRATIONS / "versions"

_REVISION = re.compile(r'^revision: str = "(\w+)"$', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision: str \| None = "(\w+)"$', re.MULTILINE)


def upgrade(
    url: str, at: datetime | None = None, saved: Callable[[Path], None] | None = None
) -> None:
    """Bring the database at `url` to the newest shape, making the file and its folder if needed.

    A file that is there is saved beside itself first, named by the moment `at`, and `saved` is told
    where; a database on a server is its operator's to save. All pending steps are one transaction.
    At the newest shape already, it returns at once.
    Raises Unsaved, with nothing changed, where it cannot be saved.
    """
    found = current(url)
    if found == head():
        return
    if is_postgresql(url):
        take_steps(url)
        return
    path = file_of(url).path
    path.parent.mkdir(parents=True, exist_ok=True)
    if found is not None:
        where = _save(path, at)
        if saved is not None:
            saved(where)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    take_steps(url)


def _save(path: Path, at: datetime | None) -> Path:
    if at is None:
        raise Unsaved("it is not brought up to date without a moment to name its backup by")
    where = backup.named(path, head(), at)
    try:
        backup.save(path, where)
    except (StoreError, sqlite3.Error, OSError) as error:
        raise Unsaved(f"it is not brought up to date, since it cannot be saved: {error}") from error
    return where


def head() -> str:
    """Give the newest revision in migrations/."""
    return revisions()[-1]


def revisions(folder: Path = STEPS) -> tuple[str, ...]:
    """Give the revisions in a folder of migrations, in their order.

    Raises ValueError where they do not follow one another.
    """
    steps = [
        (_BEFORE.search(text), each[1])
        for text in _texts(folder)
        for each in _REVISION.finditer(text)
    ]
    after = {before[1] if before else None: revision for before, revision in steps}
    ordered, last = list[str](), after.pop(None, None)
    while last is not None:
        ordered.append(last)
        last = after.pop(last, None)
    if not ordered or len(ordered) < len(steps):
        raise ValueError("the steps in migrations/ do not follow one another")
    return tuple(ordered)


def current(url: str) -> str | None:
    """Give the revision the database is at; None where there is no file, or an empty database.

    Raises DatabaseGone where a server does not answer, or has no such database.
    """
    if is_postgresql(url):
        return _current_on_server(url)
    path = file_of(url).path
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise  # it cannot be read now, which is another thing than having no such table
            return None
    return str(row[0]) if row else None


def _current_on_server(url: str) -> str | None:
    with told_plainly(), plain_engine(url).connect() as connection:
        there = connection.scalar(select(func.to_regclass("alembic_version")))
        if there is None:
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.py")):
        yield path.read_text(encoding="utf-8")


def take_steps(url: str) -> None:
    """Take all pending steps in a database that is there, in one transaction; saves nothing."""
    # Imported here because it takes longer than all the rest of a start that has nothing to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
