"""Backups for tests: one made by us, what may pass for one, and a look into a database file."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from app.store import backup
from app.store.workplace import PREFIX


def backup_of(database: Path, name: str = "saved.db.gz") -> Path:
    """Save a database in a folder of its own beside it, and give the file."""
    folder = database.parent / "backups"
    folder.mkdir(exist_ok=True)
    return backup.save(database, folder / name).path


def packed(content: bytes, path: Path) -> Path:
    """Pack anything as a backup is packed."""
    path.write_bytes(gzip.compress(content, 1, mtime=0))
    return path


def changed(database: Path, *statements: str) -> None:
    """Change a database as another program might."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def asked(database: Path, question: str) -> list[Any]:
    """Ask a database one thing."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(question).fetchall()


def version_of(database: Path) -> int:
    """Give the board's version."""
    ((version,),) = asked(database, "SELECT version FROM board")
    return int(version)


def spoil(database: Path, table: str) -> None:
    """Overwrite the page that a table or index begins in, which leaves the schema readable."""
    ((page,),) = asked(database, f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")  # noqa: S608
    ((size,),) = asked(database, "PRAGMA page_size")
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def left_in(folder: Path) -> list[str]:
    """Give the workplaces left in a folder."""
    return [each.name for each in folder.glob(f"{PREFIX}*")]
