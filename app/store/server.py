"""A PostgreSQL server as its operator should know it: what it is, and what it holds of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from app.store.database import ReadSession
from app.store.inspection import GROWING

OLDEST = 140_000
"""The first version that ends idle sessions by itself, which a leader's lock is built on."""

FACTS = text("""
    SELECT current_setting('server_version') AS version,
        current_setting('server_version_num')::integer >= :oldest AS new_enough,
        current_setting('server_encoding') AS encoding,
        pg_is_in_recovery() AS standby,
        clock_timestamp() AS at,
        current_setting('max_connections')::integer
            - current_setting('superuser_reserved_connections')::integer AS most,
        (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken,
        current_setting('autovacuum')::boolean AS autovacuum,
        pg_database_size(current_database()) AS size,
        (SELECT last_archived_time FROM pg_stat_archiver) AS archived_at
""")

GUARDED = text("""
    SELECT relname FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE proname = 'only_grows' AND tgenabled <> 'D'
        AND relnamespace = current_schema()::regnamespace
""")

OTHERWISE_SORTED = text("""
    SELECT DISTINCT relname FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE relkind = 'r' AND attnum > 0 AND collname NOT IN ('C', 'POSIX')
        AND relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'
    ORDER BY relname
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a server is and holds.

    `at` is its clock when it was asked; `most` the connections it grants to all users, of which
    `taken` are in use; `size` the bytes of our database; `archived_at` when it last archived its
    log (None: never). `unguarded` are tables whose rows could be changed, `otherwise_sorted` those
    with text that is not in the order of bytes.
    """

    version: str
    new_enough: bool
    encoding: str
    standby: bool
    at: datetime
    most: int
    taken: int
    autovacuum: bool
    size: int
    archived_at: datetime | None
    unguarded: Sequence[str]
    otherwise_sorted: Sequence[str]


async def look(session: ReadSession) -> Server:
    """Ask a server what it is."""
    facts: dict[str, Any] = dict(
        (await session.execute(FACTS, {"oldest": OLDEST})).mappings().one()
    )
    guarded = set(await session.scalars(GUARDED))
    return Server(
        **facts,
        unguarded=sorted(GROWING - guarded),
        otherwise_sorted=list(await session.scalars(OTHERWISE_SORTED)),
    )


async def version(session: ReadSession) -> str:
    """Give the version of the server."""
    return str(await session.scalar(text("SELECT current_setting('server_version')")))
