"""Restoring: a checked copy takes the place of all that a database holds, in one transaction.

The file itself stays, so whoever has it open goes on: readers with the state they began with, and
from their next look on with the restored one. Whatever happens, the database holds the old state or
the new one.
"""

import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import update

from app.domain.act import Act, Verb
from app.store import acts, board
from app.store.backup import Tell, settle
from app.store.database import WriteSession
from app.store.fault import PRIMARY, DatabaseBusy, DatabaseDamaged, DatabaseGone
from app.store.sqlite import BUSY_S
from app.store.tables import board as board_table

OPERATOR = "operator"
"""The role of whoever looks after the database."""

LOOK_S = 0.1
"""How long we wait for another writer before whoever wants to end us gets a chance."""

LOGS = ("-wal", "-journal")
"""What SQLite leaves beside a database; left of one that is gone, it would spoil the next."""

WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

SOURCES = """
INSERT OR IGNORE INTO main.sources (
    id, name, kind, licence, attribution, url, cadence_seconds, redistribute, added_at, reports
)
SELECT id, name, kind, licence, attribution, url, cadence_seconds, redistribute, added_at, 0
FROM replaced.sources
"""

Prepare = Callable[[], None]
"""Is called once nobody else can write, and before anything is replaced."""


async def note(
    session: WriteSession, *, above: int, at: datetime, reason: str, told: Mapping[str, Any]
) -> Act:
    """Note in a copy that it is restored, under a version higher than its own and than `above`."""
    version = max(above, await board.version(session)) + 1
    await session.execute(update(board_table).values(version=version))
    act = Act(at=at, verb=Verb.RESTORE, role=OPERATOR, reason=reason, version=version, told=told)
    await acts.add(session, act)
    return act


def carry_sources(copy: Path, database: Path) -> None:
    """Have a copy know the sources that only `database` knows, with nothing said by them yet.

    A running server has noted them once and counts on that.
    """
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("ATTACH ? AS replaced", (str(database),))
        with connection:
            connection.execute(SOURCES)


def replace(
    database: Path,
    copy: Path,
    prepare: Prepare,
    *,
    patience_s: float = BUSY_S,
    tell: Tell | None = None,
) -> None:
    """Replace all that a database holds by what `copy` holds once `prepare` has been called.

    `prepare` runs while nobody else can write; it may read the database, change the copy, and stop
    it all by raising. Raises DatabaseBusy when others go on writing for `patience_s` seconds,
    DatabaseDamaged where the file cannot be written over, and sqlite3.Error; the database is as it
    was then.
    """
    deadline = time.monotonic() + patience_s
    address = f"file:{quote(str(database))}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(address, uri=True, timeout=LOOK_S)) as target,
        ):
            ((page,),) = source.execute("PRAGMA page_size")
            step = _Step(prepare, page, deadline, tell)
            # The first page takes the turn to write, and keeps it until all are written.
            source.backup(target, pages=1, progress=step.taken, sleep=LOOK_S)
            target.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY in BROKEN:
            raise DatabaseDamaged("its file is damaged and cannot be written over") from error
        raise


def place(database: Path, copy: Path, prepare: Prepare) -> None:
    """Put a copy where there is no database yet, once `prepare` has been called.

    Raises DatabaseGone as `require_free` does, and OSError.
    """
    prepare()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    require_free(database)
    settle(copy)
    copy.replace(database)
    settle(database.parent)


def require_free(database: Path) -> None:
    """Raise DatabaseGone where SQLite left anything beside a database that is not there."""
    for log in LOGS:
        left = database.with_name(database.name + log)
        if left.exists():
            raise DatabaseGone(
                f"it is gone, but {left.name} is still there and would spoil a new one: end every"
                f" `darial serve`, move {left.name} to another folder, and run this again"
            )


class _Step:
    """What happens between two pages: waiting, preparing, telling."""

    def __init__(self, prepare: Prepare, page: int, deadline: float, tell: Tell | None) -> None:
        self._prepare: Prepare | None = prepare
        self._page = page
        self._deadline = deadline
        self._tell = tell

    def taken(self, status: int, remaining: int, total: int) -> None:
        if status in WAITING:
            if time.monotonic() > self._deadline:
                raise DatabaseBusy("another process has been writing for too long")
            return
        if self._prepare is not None:
            prepare, self._prepare = self._prepare, None
            prepare()
        elif self._tell is not None:
            self._tell((total - remaining) * self._page, 1 - remaining / max(total, 1))
