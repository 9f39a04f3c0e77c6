"""Checks of a database on a PostgreSQL server: what it is, and whether it stands well for us."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from app.cli.checks.clock import MOST_OFF
from app.cli.checks.finding import Finding, bad, look, ok
from app.cli.database import work
from app.cli.fault import Fault
from app.cli.words import age
from app.store import server as store
from app.store.database import Database
from app.store.postgresql import CONNECTIONS
from app.store.room import amount
from app.store.server import Server

ARCHIVED = timedelta(days=1)
"""How old the archived log of a server may be: an idle one writes little, but never nothing."""

DUMP = "`pg_restore` puts the last dump back"


def server(url: str, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Look at the server: whether it fits, its clock, its room, and what guards our tables."""

    async def asked(database: Database) -> tuple[Server, datetime]:
        async with database.reading() as session:
            return await store.look(session), now()

    before = now()
    try:
        found, after = work(url, asked)
    except Fault as fault:
        yield bad("server", str(fault))
        return
    yield from weighed(found, before, after)


def weighed(found: Server, before: datetime, after: datetime) -> Iterator[Finding]:
    """Weigh what a server is, asked between two moments of our clock."""
    yield _kind(found)
    yield _clock(found.at, before, after)
    yield _connections(found)
    yield _autovacuum(found)
    yield from _tables(found)
    yield _archiving(found, after)


def _kind(found: Server) -> Finding:
    says = f"PostgreSQL {found.version}, {found.encoding}, the database takes {amount(found.size)}"
    if not found.new_enough:
        return bad("server", says, "14 or newer is needed: upgrade it")
    if found.encoding != "UTF8":
        return bad("server", says, "make a database by `createdb --encoding=UTF8`, and move there")
    if found.standby:
        return bad("server", f"{says}: a standby, which only reads", "name the primary instead")
    return ok("server", says)


def _clock(theirs: datetime, before: datetime, after: datetime) -> Finding:
    """Compare the server's clock with ours before and after it was asked."""
    off = max(before - theirs, theirs - after, timedelta())
    if off > MOST_OFF:
        side = "ahead of" if before > theirs else "behind"
        says = f"ours is {off.total_seconds():.0f} s {side} the server's"
        return bad("server time", says, "set both, for example with NTP")
    return ok("server time", "our clock and the server's agree")


def _connections(found: Server) -> Finding:
    says = f"{found.taken} of {found.most} are taken; each `darial serve` takes up to {CONNECTIONS}"
    # Those that are running are among the taken; one more is to find room.
    if found.most - found.taken < CONNECTIONS:
        return look("connections", says, "raise max_connections of the server")
    return ok("connections", says)


def _autovacuum(found: Server) -> Finding:
    if not found.autovacuum:
        fix = "set autovacuum = on: without it tables swell, and plans go by old figures"
        return bad("autovacuum", "it is switched off", fix)
    return ok("autovacuum", "is on")


def _tables(found: Server) -> Iterator[Finding]:
    if found.unguarded:
        says = f"rows can be changed or deleted in {', '.join(found.unguarded)}"
        yield bad("guards", says, DUMP)
    else:
        yield ok("guards", "what was said and done can only be added to")
    if found.otherwise_sorted:
        says = f"text is not in the order of bytes in {', '.join(found.otherwise_sorted)}"
        yield bad("sorting", says, f"{DUMP}: pages would leave rows out or repeat them")


def _archiving(found: Server, at: datetime) -> Finding:
    fix = "archive its log (archive_mode), or have `pg_dump --format=custom` run each night"
    if found.archived_at is None:
        says = "the server archives no log, and dumps of it cannot be seen from here"
        return look("backup", says, fix)
    says = f"the server last archived its log {age(found.archived_at, at)} ago"
    if at - found.archived_at > ARCHIVED:
        return look(
            "backup", says, "see in the server's own log why, and whether it is used at all"
        )
    return ok("backup", says)
